package import HazardCore

/// A case with random messages. A seed decides the order.
package struct MoveCourse {
    package private(set) var bench: CaseBench
    private var dice: Dice
    private let seed: UInt64
    /// The messages so far with their verdicts.
    package private(set) var said: [String] = []

    package init(seed: UInt64, _ closeRule: CloseRule) {
        self.seed = seed
        dice = Dice(seed)
        let category = ["T02", "E01", "S03", "R02", "F05", "P02", nil].randomElement(using: &dice) ?? nil
        bench = MoveCity.bench(category, closeRule, calendar: TestCalendar.calendar)
    }

    /// Makes one step. Returns what is wrong with the case after it.
    package mutating func step() -> [String] {
        let before = bench.value
        let word: String
        switch Int.random(in: 0..<100, using: &dice) {
        case 0..<15: word = passTime()
        case 15..<20: word = toggleQueue()
        case 20..<60: word = sayAsDepartment()
        case 60..<68: word = sayFromOutside()
        default: word = command()
        }
        said.append(word)
        return (CaseInvariants.broken(in: bench.value) + CaseInvariants.broken(from: before, to: bench.value))
            .map { "\($0) — seed \(seed), \(bench.value.state): \(said.suffix(12).joined(separator: " · "))" }
    }

    private mutating func passTime() -> String {
        let wake = bench.value.wakeAt(retention: .days(400))
        if !bench.value.state.isEnded, let wake, wake > bench.now, Bool.random(using: &dice) {
            bench.now = wake
        } else {
            bench.now = bench.now.adding(minutes: Int64.random(in: 1...3000, using: &dice))
        }
        bench.timers()
        return "time"
    }

    private mutating func toggleQueue() -> String {
        let department = departments.randomElement(using: &dice) ?? Department.triageID
        if bench.blocked.remove(department) == nil { bench.blocked.insert(department) }
        bench.send()
        return "queue \(department)"
    }

    private mutating func sayAsDepartment() -> String {
        guard let task = bench.value.tasks.randomElement(using: &dice) else { return "nobody" }
        let allowed = CaseMoves.allowed(department: task.department, on: bench.value)
        guard let kind = kind(among: allowed, FeedbackKind.allCases.filter { $0.role == .department }) else {
            return "\(task.department) silent"
        }
        let suggested = ([nil, "unknown"] + departments).randomElement(using: &dice) ?? nil
        let until = bench.now.adding(minutes: Int64.random(in: 1...2000, using: &dice))
        let verdict = bench.feedback(task.department, kind) { feedback in
            feedback.reason = "because"
            feedback.suggestedDepartment = suggested
            feedback.until = until
        }
        let named = kind == .return ? " for \(suggested ?? "nobody")" : ""
        return "\(task.department) \(kind.rawValue)\(named)\(verdict == .applied ? "" : " refused")"
    }

    private mutating func sayFromOutside() -> String {
        let role: FeedbackRole = Bool.random(using: &dice) ? .verifier : .reporter
        let allowed = CaseMoves.allowed(role: role, ref: "g1-1", on: bench.value)
        guard let kind = kind(among: allowed, FeedbackKind.allCases.filter { $0.role == role }) else {
            return "\(role) silent"
        }
        let verdict = bench.outside(role, kind, ref: role == .reporter ? "g1-1" : "v-1", reason: "because")
        return "\(role) \(kind.rawValue)\(verdict == .applied ? "" : " refused")"
    }

    private mutating func command() -> String {
        let role: CommandRole = [.dispatcher, .operator, .supervisor].randomElement(using: &dice) ?? .operator
        // Other tests cover two cases and rewards. Ends are rare, because they would make every course short.
        let others: Set<CommandKind> = [.merge, .split, .link, .grant, .claim, .clawBack, .rewardSettled, .reveal]
        let ends: Set<CommandKind> = [.cancel, .reject, .close, .forceClose]
        let mayEnd = Int.random(in: 0..<8, using: &dice) == 0
        let kinds = CommandKind.allCases.filter { !others.contains($0) && (mayEnd || !ends.contains($0)) }
        guard let kind = kind(among: CaseMoves.allowed(role: role, on: bench.value), kinds) else {
            return "\(role) silent"
        }
        let arguments = arguments(for: kind)
        let verdict = bench.command(kind, as: role) { $0.arguments = arguments }
        let named = arguments.departments.map { "\($0.department):\($0.role.rawValue)" }
        let about = ([arguments.category].compactMap(\.self) + named).joined(separator: " ")
        return "\(kind.rawValue) \(about)\(verdict == .applied ? "" : " refused")"
    }

    private mutating func arguments(for kind: CommandKind) -> TestCommand.Arguments {
        var arguments = TestCommand.Arguments()
        if kind == .classify {
            let codes = ["T02", "E01", "S03", "R01", "R02", "F05", "R03", "R06", "P02", "Z01"]
            arguments.category = codes.randomElement(using: &dice)
        }
        if kind == .dispatch || kind == .waive {
            let named = kind == .dispatch ? departments : bench.value.tasks.map(\.department)
            arguments.departments = named.shuffled(using: &dice).prefix(Int.random(in: 1...2, using: &dice)).map {
                DepartmentRole($0, Bool.random(using: &dice) ? .lead : .co)
            }
            if arguments.departments.count > 1 { arguments.departments[1].role = .co }
        }
        arguments.result = Bool.random(using: &dice) ? .pass : .fail
        arguments.until = bench.now.adding(minutes: Int64.random(in: 1...2000, using: &dice))
        arguments.request = bench.value.requests.last { $0.state == .pending }?.id
        return arguments
    }

    private var departments: [String] { MoveCity.departments + [Department.triageID] }

    /// Mostly an allowed kind, sometimes another one.
    private mutating func kind<Kind: RawRepresentable<String>>(among allowed: [String], _ all: [Kind]) -> Kind? {
        if Int.random(in: 0..<20, using: &dice) == 0 { return all.randomElement(using: &dice) }
        return all.filter { allowed.contains($0.rawValue) }.randomElement(using: &dice)
    }
}

/// Properties of every case at any time.
package enum CaseInvariants {
    /// The properties that the case violates; empty when there are none.
    package static func broken(in value: Case) -> [String] {
        var broken: [String] = []
        func require(_ isTrue: Bool, _ rule: @autoclosure () -> String) {
            if !isTrue { broken.append(rule()) }
        }
        let parts = value.tasks.filter { $0.department != Department.triageID }
        let living = parts.filter(\.state.isAlive)
        let isTriageAsked = value.tasks.contains { $0.department == Department.triageID && $0.state.isAlive }
        if !value.state.isEnded {
            let wakes = value.wakeAt(retention: .milliseconds(1)) != nil
            let isEscalated = value.state == .checking && value.flags.escalated
            require(wakes || isTriageAsked || !living.isEmpty || isEscalated, "the case stops without a sound")
        }
        switch value.state {
        case .triage: require(isTriageAsked, "in triage, and the triage centre is not asked")
        case .registered, .dispatched, .inProgress, .suspended:
            require(!living.isEmpty, "at work, and nobody is to act")
            let leads = value.tasks.filter { $0.role == .lead }
            require(leads.count == 1, "led by \(leads.map(\.department))")
            for lead in leads {
                require(lead.state.isAlive || lead.state == .done, "the lead is \(lead.state)")
                let isKept = !lead.state.isAlive || value.dueAt == lead.dueAt
                require(isKept, "the case is not due when its lead is")
            }
            for task in living { require(task.limit == value.decision.limit, "\(task.department) has another limit") }
        case .resolved, .checking: require(living.isEmpty && !isTriageAsked, "resolved, and somebody is still at work")
        case .closed, .cancelled, .rejected, .merged:
            require(living.isEmpty && !isTriageAsked && value.closedAt != nil, "ended, and somebody is still at work")
        }
        require((value.makeSafeDueAt == nil) == (value.decision.makeSafeLimit == nil), "the time to make safe is wrong")
        require(value.history.map(\.sequence) == Array(1...value.history.count), "the history has gaps")
        require(Set(value.tasks.map(\.department)).count == value.tasks.count, "a department has two tasks")
        return broken
    }

    /// The changes that the table of moves does not allow; empty when there are none.
    package static func broken(from before: Case, to value: Case) -> [String] {
        value.history.dropFirst(before.history.count).compactMap { event in
            guard event.kind != .refused, event.reasonText != "older-seq", let from = event.from else { return nil }
            let rows = CaseMoves.all.filter { $0.kind.word == event.kind.word }
            let isAllowed = rows.contains { $0.allows(from: from, to: event.to) }
            return isAllowed ? nil : "\(event.kind.word) led from \(from) to \(event.to)"
        }
    }
}
