import HazardCore
import TestSupport
import Testing

/// Tests 退单: a returned task goes to another department or to triage (`DOMAIN.md`, Return, delay, hold, urge).
struct ReturnTests {
    @Test func `a suggested department at work takes the part over, and the case is resolved when it is done`() {
        var bench = MoveCity.bench("T02")
        bench.feedback("traffic-police", .accept)
        bench.giveBack("traffic-police", to: "urban-management")
        #expect(bench.value.state == .inProgress && bench.task("urban-management")?.role == .lead)
        #expect(bench.task("triage") == nil && bench.value.history.last?.noteText == "suggested: urban-management")
        bench.work("urban-management")
        #expect(bench.value.state == .resolved)
        bench.command(.verify) { $0.arguments.result = .pass }
        #expect(bench.value.state == .closed && bench.value.closeCode == .solved)
    }

    @Test(arguments: [nil, "unknown", "gas"])
    func `without a suggested department at work the triage centre decides within 15 minutes`(_ suggested: String?) {
        var bench = MoveCity.bench("S03")
        bench.now = TestCity.start.adding(minutes: 5)
        bench.feedback("subdistrict", .accept)
        bench.giveBack("urban-management", to: suggested)
        #expect(bench.value.state == .inProgress && bench.value.flags.needsReview)
        #expect(bench.value.history.last?.noteText == "suggested: " + (suggested ?? "unknown"))
        #expect(bench.task("triage")?.state == .sent && bench.task("triage")?.role == .co)
        #expect(bench.minutes(bench.task("triage")?.dueAt) == 20)
        #expect(bench.task("subdistrict")?.role == .lead)
        bench.now = TestCity.start.adding(minutes: 20)
        bench.timers()
        #expect(bench.task("triage")?.isOverdue == true)
    }

    @Test func `a returned part goes to triage when the others are done, with the clock it had`() {
        var bench = MoveCity.bench("S03")
        bench.giveBack("urban-management", to: "unknown")
        bench.now = TestCity.start.adding(minutes: 10)
        bench.work("subdistrict", "sanitation")
        #expect(bench.value.state == .triage && bench.minutes(bench.task("triage")?.dueAt) == 15)
        #expect(bench.told.filter { $0.hasPrefix("triage") } == ["triage dispatched v1 #5"])
        // Either the task is waived …
        var waived = bench
        waived.waive("urban-management")
        #expect(waived.value.state == .resolved && waived.task("triage")?.state == .revoked)
        // … or another department gets it.
        bench.dispatch([("gas", .co)])
        #expect(bench.value.state == .dispatched && bench.task("triage")?.state == .done)
        bench.work("gas")
        #expect(bench.value.state == .resolved)
    }

    @Test func `a decision while others are at work ends the triage centre's task`() {
        var bench = MoveCity.bench("S03")
        bench.giveBack("sanitation", to: nil)
        var waived = bench
        waived.waive("sanitation")
        #expect(waived.task("triage")?.state == .done && waived.value.state == .dispatched)
        waived.work("urban-management", "subdistrict")
        #expect(waived.value.state == .resolved)
        bench.dispatch([("gas", .co)])
        #expect(bench.task("triage")?.state == .done && bench.told.contains("triage closed v2 #5"))
        bench.work("urban-management", "subdistrict")
        #expect(bench.value.state == .inProgress)
        bench.work("gas")
        #expect(bench.value.state == .resolved)
    }

    @Test func `a case that one department returned and another did is resolved`() {
        var bench = MoveCity.bench("E01")
        bench.giveBack("sanitation", to: "urban-management")
        #expect(bench.value.state == .triage)
        bench.dispatch([("urban-management", .lead)])
        bench.work("urban-management")
        #expect(bench.value.state == .resolved)
    }

    @Test func `the triage centre may accept, start and note in any state, and does no work`() {
        var bench = MoveCity.bench("T02")
        bench.giveBack("traffic-police", to: nil)
        #expect(bench.feedback("triage", .accept) == .applied)
        #expect(bench.value.state == .dispatched, "nobody is at work by that")
        #expect(CaseMoves.allowed(department: "triage", on: bench.value) == ["start", "note"])
        #expect(bench.feedback("triage", .resolve).refusal?.allowed == ["start", "note"])
        #expect(bench.giveBack("triage", to: nil).refusal?.code == .moveNotAllowed)
    }

    @Test func `an unknown department cannot be suggested, and the refusal lists the known ones`() throws {
        var bench = MoveCity.bench("T02")
        let refusal = try #require(bench.giveBack("traffic-police", to: "wizards").refusal)
        #expect(refusal.code == .unknownDepartment && refusal.allowed.contains("return"))
        #expect(refusal.sentence.hasPrefix("suggested_department wizards is not configured"))
        #expect(refusal.sentence.contains("gas, municipal-works") && refusal.sentence.hasSuffix("or unknown"))
        #expect(bench.value.flags.returns == 0)
    }

    @Test func `one return too many marks the case for a supervisor`() {
        var bench = MoveCity.bench("E01")
        for _ in 1...2 {
            bench.giveBack("sanitation", to: nil)
            bench.dispatch([("sanitation", .lead)])
        }
        #expect(!bench.value.flags.escalated)
        #expect(bench.giveBack("sanitation", to: nil).refusal?.code == .returnLimit)
        #expect(bench.value.flags.escalated && bench.value.state == .dispatched)
    }

    @Test func `under the rule lead, a done co-department leads when the lead is waived`() {
        var bench = MoveCity.bench("T02", .lead)
        bench.work("urban-management")
        #expect(bench.value.state == .inProgress)
        bench.waive("traffic-police")
        #expect(bench.task("urban-management")?.role == .lead && bench.value.state == .resolved)
    }

    @Test func `a department at work becomes lead before one that is done`() {
        var bench = MoveCity.bench("S03", .lead)
        bench.work("subdistrict")
        bench.waive("urban-management")
        #expect(bench.task("sanitation")?.role == .lead && bench.value.state == .inProgress)
    }
}
