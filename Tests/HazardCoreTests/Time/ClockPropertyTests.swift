import HazardCore
import TestSupport
import Testing

/// Tests properties of the clocks over random holds, resumes, returns, dispatches, delays and late timers. The random
/// courses are the same in every run.
@Suite struct ClockPropertyTests {
    /// A case with the entries of its timers so far.
    private struct Course {
        private var bench: CaseBench
        private var told: Set<String> = []
        private var looked = 0
        /// How often each action and each timer occurred. A run without them would prove nothing.
        var seen: [String: Int] = [:]

        init(_ category: String) {
            bench = CaseBench(TestCity.report(hint: category), policy: MakeSafeTests.policy)
        }

        mutating func run(steps: Int, _ dice: inout Dice) {
            for step in 0..<steps {
                pass(&dice)
                // A lane runs due timers before later messages. Sometimes the timers run late.
                if dice.int(0...5) > 0 { look() }
                act(step, &dice)
                checkClocks()
            }
        }

        private mutating func pass(_ dice: inout Dice) {
            let wake = bench.value.wakeAt(retention: .milliseconds(1_000_000_000_000))
            if let wake, dice.int(0...1) == 0, bench.now < wake {
                bench.now = wake
            } else {
                bench.now = bench.now.adding(minutes: Int64(dice.int(1...90)))
            }
        }

        private mutating func look() {
            // First the end of the hold, then what became due after it.
            var turns = 0
            while bench.timers(), turns < 3 {
                turns += 1
                for event in bench.value.history[looked...] where event.actor.role == .timer { note(event) }
                looked = bench.value.history.count
            }
            #expect(turns < 3, "what was told is told")
            guard bench.value.state != .suspended else { return }
            for task in bench.value.tasks where task.state.isAlive && task.limit != nil && task.level != .supervised {
                #expect(task.nextLevelAt.map { bench.now < $0 } == true, "nothing is left out")
            }
        }

        /// Records a level, a warning or a missing acceptance with its deadline, and expects it to be new.
        private mutating func note(_ event: CaseEvent) {
            let department = event.noteText?.split(separator: ",").first.map(String.init) ?? ""
            let task = bench.task(department)
            let deadline: String
            switch OwnMove(rawValue: event.kind.word) {
            case .reminded, .overdue, .escalated:
                deadline = "\(task?.clockFrom?.milliseconds ?? 0) \(task?.extensions ?? 0)"
            case .notAccepted: deadline = "\(task?.sentAt?.milliseconds ?? 0) \(task?.acknowledgeUrges ?? 0)"
            case .notSafe: deadline = "\(bench.value.makeSafeFrom?.milliseconds ?? 0)"
            default: return
            }
            let isTop = event.noteText?.hasSuffix("督办") == true
            let isNew = told.insert("\(event.kind.word) \(isTop) \(department) \(deadline)").inserted
            #expect(isNew, "\(event.kind.word) \(department) was told twice")
            seen[event.kind.word, default: 0] += 1
        }

        private mutating func act(_ step: Int, _ dice: inout Dice) {
            let department = ["traffic-police", "urban-management", "sanitation"][dice.int(0...2)]
            let until = bench.now.adding(minutes: Int64(dice.int(1...1500)))
            var verdict: CaseVerdict?
            let action = ["accept", "accept", "suspend", "resume", "return", "dispatch", "delay", "note"][
                dice.int(0...7)]
            // The bounds on holds and returns are tested elsewhere.
            bench.value.flags.holds = 0
            bench.value.flags.returns = 0
            for index in bench.value.tasks.indices { bench.value.tasks[index].returns = 0 }
            switch action {
            case "accept": verdict = bench.feedback(department, .accept)
            case "suspend": verdict = bench.command(.suspend) { $0.arguments.until = until }
            case "resume": verdict = bench.command(.resume)
            case "return": verdict = bench.feedback(department, .return)
            case "dispatch":
                let role: TaskRole = dice.int(0...1) == 0 ? .lead : .co
                verdict = bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole(department, role)] }
            case "delay":
                bench.feedback(department, .requestDelay, id: "delay \(step)")
                verdict = bench.command(.approve) { $0.arguments.request = "delay \(step)" }
            default: verdict = bench.feedback(department, .note)
            }
            if verdict == .applied { seen[action, default: 0] += 1 }
        }

        /// Checks that the time from the beginning of each clock to its deadline, without pauses, is the limit.
        private func checkClocks() {
            let value = bench.value
            for task in value.tasks where task.state.isAlive {
                guard let limit = task.limit, let from = task.clockFrom, let due = task.dueAt else { continue }
                let whole = Limit(amount: limit.amount * (1 + task.extensions), clock: limit.clock)
                checkElapsed(whole, from, due, task.pauses)
            }
            guard value.state != .triage, let limit = value.decision.makeSafeLimit else { return }
            guard let from = value.makeSafeFrom, let due = value.makeSafeDueAt else {
                Issue.record("a time to make safe got lost")
                return
            }
            checkElapsed(limit, from, due, value.pauses)
        }

        private func checkElapsed(_ limit: Limit, _ from: Instant, _ due: Instant, _ pauses: PauseLedger) {
            var pauses = pauses
            if let until = bench.value.suspendedUntil { pauses.resume(at: until) }
            let elapsed = try? Deadline.elapsed(
                from: from, to: due, of: limit.clock, pauses: pauses.pauses, calendar: TestCalendar.calendar)
            #expect(elapsed == limit.milliseconds(in: TestCalendar.calendar))
        }
    }

    @Test(arguments: ["R02", "E01", "T02"])
    func `each level is reported once for each deadline, and the time to a deadline is the limit`(
        category: String
    ) {
        var dice = Dice(20_261_123)
        var seen: [String: Int] = [:]
        for _ in 0..<60 {
            var course = Course(category)
            course.run(steps: 40, &dice)
            seen.merge(course.seen, uniquingKeysWith: +)
        }
        var expected: Set = [
            "accept", "suspend", "resume", "return", "dispatch", "delay", "note", "reminded", "overdue", "escalated",
            "not-accepted",
        ]
        if category == "R02" { expected.insert("not-safe") }
        for what in expected { #expect((seen[what] ?? 0) > 5, "\(what) was hardly tried") }
    }
}
