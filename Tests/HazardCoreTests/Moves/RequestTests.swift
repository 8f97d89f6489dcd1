import HazardCore
import TestSupport
import Testing

/// Tests delay, hold, waiver and appeal: requests, decisions and bounds.
@Suite struct RequestTests {
    private static func working(_ policy: Policy = CaseClockTests.working) -> CaseBench {
        var bench = CaseBench(TestCity.report(hint: "E01"), policy: policy)
        bench.feedback("sanitation", .accept)
        return bench
    }

    private static func code(_ verdict: CaseVerdict) -> RefusalCode? {
        if case .refused(let refusal) = verdict { refusal.code } else { nil }
    }

    @Test func `a delay adds one original limit, at most twice; refused requests do not count`() {
        // 4wh from Wednesday evening: Thursday noon, evening, and Friday noon.
        var bench = Self.working()
        bench.feedback("sanitation", .requestDelay, id: "d0")
        #expect(Self.code(bench.feedback("sanitation", .requestDelay)) == .requestPending)
        #expect(bench.command(.refuse) { $0.arguments.request = "d0" } == .applied)
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-19 12:00")
        for (id, due) in [("d1", "2026-11-19 18:00"), ("d2", "2026-11-20 12:00")] {
            #expect(bench.feedback("sanitation", .requestDelay, id: id) == .applied)
            #expect(bench.command(.approve) { $0.arguments.request = id } == .applied)
            #expect(TestCalendar.text(bench.value.dueAt) == due)
            #expect(bench.toldOf("sanitation").last == "changed delayed")
        }
        #expect(Self.code(bench.feedback("sanitation", .requestDelay)) == .limitReached)
        #expect(bench.task("sanitation")?.extensions == 2)
    }

    @Test func `a delay can neither be requested nor granted after the deadline`() {
        var bench = Self.working()
        bench.feedback("sanitation", .requestDelay, id: "d1")
        bench.now = TestCalendar.at("2026-11-19 12:00")
        #expect(Self.code(bench.command(.approve) { $0.arguments.request = "d1" }) == .tooLate)
        var other = Self.working()
        other.now = TestCalendar.at("2026-11-19 12:00")
        #expect(Self.code(other.feedback("sanitation", .requestDelay)) == .tooLate)
    }

    @Test func `a hold stops the clock until its date, and then what was left continues`() {
        var bench = Self.working()
        bench.now = TestCalendar.at("2026-11-19 09:00")
        bench.feedback("sanitation", .requestHold, id: "h1") { $0.until = TestCalendar.at("2026-11-25 10:00") }
        #expect(bench.command(.approve) { $0.arguments.request = "h1" } == .applied)
        #expect(bench.value.state == .suspended)
        // Three of four hours were left.
        #expect(TestCalendar.text(bench.task("sanitation")?.dueAt) == "2026-11-25 15:00")
        #expect(Self.code(bench.feedback("sanitation", .resolve)) == .moveNotAllowed)
        #expect(bench.value.wakeAt(retention: .milliseconds(1)) == TestCalendar.at("2026-11-25 10:00"))
        // The timers ran an hour after the end of the hold; the clock continued at its end.
        bench.now = TestCalendar.at("2026-11-25 11:00")
        #expect(bench.timers() == true)
        #expect(bench.value.state == .inProgress)
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-25 15:00")
        #expect(
            bench.toldOf("sanitation").filter { $0.hasPrefix("changed") } == ["changed suspended", "changed resumed"])
        #expect(
            Self.code(bench.command(.suspend) { $0.arguments.until = TestCalendar.at("2026-11-26 10:00") })
                == .limitReached)
    }

    @Test func `a hold that ends early moves the deadline less`() {
        var bench = Self.working()
        bench.now = TestCalendar.at("2026-11-19 09:00")
        bench.command(.suspend) { $0.arguments.until = TestCalendar.at("2026-11-25 10:00") }
        bench.now = TestCalendar.at("2026-11-20 09:00")
        #expect(bench.command(.resume) == .applied)
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-20 12:00")
        #expect(bench.value.pauses.pauses.count == 1)
    }

    @Test func `a hold begins now and lasts at most 365 days`() {
        for until in ["2026-11-18 08:00", "2027-11-20 09:00"] {
            var bench = Self.working()
            bench.now = TestCalendar.at("2026-11-19 09:00")
            #expect(Self.code(bench.command(.suspend) { $0.arguments.until = TestCalendar.at(until) }) == .badDate)
        }
    }

    @Test func `a granted waiver ends the task, and the last one brings the case to triage`() {
        var bench = CaseBench()
        bench.feedback("urban-management", .requestWaiver, id: "w")
        #expect(bench.command(.approve) { $0.arguments.request = "w" } == .applied)
        #expect(bench.task("urban-management")?.state == .waived)
        #expect(bench.told.contains("urban-management revoked v2 #3"))
        bench.feedback("traffic-police", .accept)
        bench.feedback("traffic-police", .resolve)
        #expect(bench.value.state == .resolved)
    }

    @Test func `an appeal is for an overdue closed case, once, and only a supervisor decides`() {
        var bench = Self.working()
        bench.now = TestCalendar.at("2026-11-19 15:00")
        bench.timers()
        bench.feedback("sanitation", .resolve)
        bench.command(.close)
        #expect(bench.feedback("sanitation", .appeal, id: "a") { $0.reason = "no key to the yard" } == .applied)
        #expect(Self.code(bench.command(.approve) { $0.arguments.request = "a" }) == .roleNotAllowed)
        #expect(bench.command(.approve, as: .supervisor) { $0.arguments.request = "a" } == .applied)
        #expect(bench.value.flags.exempt)
        #expect(bench.value.flags.overdue, "the fact stays")
        #expect(Self.code(bench.feedback("sanitation", .appeal) { $0.reason = "again" }) == .limitReached)
        var punctual = Self.working()
        punctual.feedback("sanitation", .resolve)
        punctual.command(.close)
        #expect(Self.code(punctual.feedback("sanitation", .appeal) { $0.reason = "why not" }) == .moveNotAllowed)
    }

    @Test func `a request ends with its task, and the refusal of an unknown one lists those that wait`() {
        var bench = Self.working()
        bench.feedback("sanitation", .requestDelay, id: "d1")
        guard case .refused(let refusal) = bench.command(.approve, { $0.arguments.request = "x" }) else {
            Issue.record("an unknown request was granted")
            return
        }
        #expect(refusal.code == .noRequest && refusal.sentence.contains("d1"))
        bench.feedback("sanitation", .return)
        #expect(bench.value.requests.map(\.state) == [.void])
    }

    @Test func `a case returned by two departments counts as 推诿, and six returns need a supervisor`() {
        var bench = CaseBench()
        bench.feedback("traffic-police", .return)
        #expect(!bench.value.flags.buckPassed)
        bench.feedback("urban-management", .return)
        #expect(bench.value.flags.buckPassed)
        #expect(bench.value.state == .triage)
        #expect(bench.value.pauses.isPaused(at: bench.now))
        bench.value.flags.returns = StageLimits.returnsPerCase
        bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("sanitation", .lead)] }
        #expect(!bench.value.pauses.isPaused(at: bench.now))
        #expect(Self.code(bench.feedback("sanitation", .return)) == .returnLimit)
    }

    @Test func `another department has a fresh clock, and the case takes over its lead's deadline`() {
        var bench = CaseBench()
        bench.now = TestCity.start.adding(minutes: 50)
        bench.feedback("traffic-police", .return)
        bench.feedback("urban-management", .return)
        bench.now = TestCity.start.adding(minutes: 55)
        bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("sanitation", .lead)] }
        #expect(bench.task("sanitation")?.dueAt == TestCity.start.adding(minutes: 115))
        #expect(bench.value.dueAt == TestCity.start.adding(minutes: 115))
    }
}
