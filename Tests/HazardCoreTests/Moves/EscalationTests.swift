import HazardCore
import TestSupport
import Testing

/// Tests what falls due by time, and the records for departments (`DOMAIN.md` §6).
@Suite struct EscalationTests {
    @Test func `reminded at 80 %, urged when due, a supervisor one limit later, 督办 after two`() {
        // The limit at the bridge is 1uh. The timers run exactly when the case asks for it.
        var bench = CaseBench()
        bench.feedback("traffic-police", .accept)
        bench.feedback("urban-management", .accept)
        #expect(bench.wakes(6) == [48, 60, 120, 180])
        #expect(
            bench.toldOf("traffic-police") == [
                "dispatched", "changed reminded", "urged overdue", "supervised escalated",
            ])
        #expect(bench.value.flags.overdue && bench.value.flags.escalated && bench.value.flags.supervised)
        #expect(bench.value.state == .inProgress)
        let timers = bench.value.history.filter { $0.actor.role == .timer }
        #expect(timers.filter { $0.kind == "overdue" }.count == 2, "one for each task")
        #expect(timers.filter { $0.kind == "escalated" }.count == 4)
    }

    @Test func `levels passed meanwhile are reported as one, the highest, and once`() {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        bench.feedback("sanitation", .accept)
        bench.now = TestCity.start.adding(minutes: 60 * 24 * 30)
        #expect(bench.timers() == true)
        #expect(bench.toldOf("sanitation") == ["dispatched", "supervised escalated"])
        #expect(bench.timers() == false)
        #expect(bench.value.wakeAt(retention: .milliseconds(1)) == nil)
    }

    @Test func `departments are urged at most once in four hours, whoever urges`() {
        var bench = CaseBench()
        bench.feedback("traffic-police", .accept)
        bench.feedback("urban-management", .accept)
        bench.now = TestCity.start.adding(minutes: 30)
        #expect(bench.command(.urge) == .applied)
        guard case .refused(let refusal) = bench.command(.urge) else {
            Issue.record("urged twice at once")
            return
        }
        #expect(refusal.code == .tooSoon)
        bench.now = TestCity.start.adding(minutes: 60)
        bench.timers()
        #expect(bench.value.flags.overdue)
        #expect(bench.toldOf("traffic-police") == ["dispatched", "urged because"])
        #expect(bench.value.flags.urges == 1)
        bench.now = TestCity.start.adding(minutes: 30 + 240)
        #expect(bench.command(.urge) == .applied)
    }

    @Test func `a department that does not accept is reminded after 15 minutes, and a supervisor after a day`() {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        bench.now = TestCity.start.adding(minutes: 15)
        bench.timers()
        #expect(bench.toldOf("sanitation").last == "changed not-accepted")
        #expect(bench.task("sanitation")?.isAcknowledgedLate == true)
        #expect(!bench.value.flags.escalated)
        bench.now = TestCity.start.adding(minutes: 15 + 24 * 60)
        bench.timers()
        #expect(bench.value.flags.escalated)
        #expect(bench.value.history.filter { $0.kind == "not-accepted" }.count == 2)
    }

    @Test func `an unchecked case becomes checking after 30 minutes, is escalated later and never closes`() {
        var bench = CaseBench(TestCity.report(hint: "E01"))
        bench.feedback("sanitation", .accept)
        bench.feedback("sanitation", .resolve)
        #expect(bench.wakes(6) == [30, 60])
        #expect(bench.value.state == .checking)
        #expect(bench.value.flags.escalated)
        #expect(bench.value.closedAt == nil)
        #expect(bench.command(.verify) { $0.arguments.result = .pass } == .applied)
        #expect(bench.value.state == .closed)
    }

    @Test func `a note does not move the deadline`() {
        var bench = CaseBench()
        let due = bench.value.dueAt
        let level = bench.task("traffic-police")?.nextLevelAt
        bench.now = bench.now.adding(minutes: 20)
        bench.feedback("traffic-police", .note) { $0.note = "on the way" }
        bench.outside(.reporter, .add, ref: "g1-1")
        #expect(bench.value.dueAt == due)
        #expect(bench.task("traffic-police")?.nextLevelAt == level)
    }

    @Test func `the triage centre has 15 minutes for every case`() {
        let bench = CaseBench(TestCity.report(hint: nil))
        #expect(bench.task("triage")?.dueAt == TestCity.start.adding(minutes: 15))
    }
}

extension CaseBench {
    /// The records of that department, with their reasons.
    func toldOf(_ department: String) -> [String] { reasons[department] ?? [] }

    /// Runs the timers this many times, each at the next timer of the case. Returns the minutes after the start at
    /// which something fired.
    mutating func wakes(_ turns: Int) -> [Int64] {
        var minutes: [Int64] = []
        for _ in 0..<turns {
            guard let wake = value.wakeAt(retention: .milliseconds(1_000_000_000_000)), !value.state.isEnded else {
                break
            }
            now = wake
            let before = now
            if timers() { minutes.append((before.milliseconds - TestCity.start.milliseconds) / 60_000) }
        }
        return minutes
    }
}
