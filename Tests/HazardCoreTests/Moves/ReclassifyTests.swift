import HazardCore
import TestSupport
import Testing

/// Tests that deadlines follow when a dispatched case gets another category or other departments.
struct ReclassifyTests {
    @Test func `the case takes over the deadline of its new lead`() {
        var bench = MoveCity.bench("T02", calendar: TestCalendar.calendar)
        bench.now = TestCity.start.adding(minutes: 10)
        bench.feedback("traffic-police", .accept)
        bench.classify("E01")
        #expect(bench.value.state == .inProgress && bench.value.decision.limit == Limit(amount: 4, clock: .wh))
        #expect(TestCalendar.text(bench.value.dueAt) == "2026-11-19 12:00")
        #expect(bench.value.dueAt == bench.task("sanitation")?.dueAt)
        bench.dispatch([("municipal-works", .lead)])
        #expect(bench.value.dueAt == bench.task("municipal-works")?.dueAt)
        #expect(bench.task("sanitation")?.role == .co)
    }

    @Test func `a new lead of a case at work has a fresh clock, which the case follows`() {
        var bench = MoveCity.bench("T02")
        bench.now = TestCity.start.adding(minutes: 30)
        bench.dispatch([("sanitation", .lead)])
        #expect(bench.minutes(bench.value.dueAt) == 90)
        bench.giveBack("sanitation", to: "urban-management")
        #expect(bench.minutes(bench.value.dueAt) == 60, "urban management was told at the beginning")
        bench.waive("urban-management")
        #expect(bench.task("traffic-police")?.role == .lead && bench.minutes(bench.value.dueAt) == 60)
    }

    @Test func `a case classified as a gas leak gets a make-safe limit with its warning`() {
        var bench = MoveCity.bench("T02")
        bench.now = TestCity.start.adding(minutes: 30)
        bench.classify("F05")
        #expect(bench.value.flags.emergency && bench.minutes(bench.value.makeSafeDueAt) == 90)
        #expect(bench.value.dueAt == bench.task("gas")?.dueAt)
        bench.feedback("gas", .accept)
        var safe = bench
        #expect(safe.feedback("gas", .madeSafe) == .applied)
        bench.now = TestCity.start.adding(minutes: 90)
        bench.timers()
        #expect(bench.value.flags.madeSafeLate)
    }

    @Test func `the make-safe limit ends when the new category has none`() {
        var bench = MoveCity.bench("R02")
        #expect(bench.minutes(bench.value.makeSafeDueAt) == 120)
        bench.now = TestCity.start.adding(minutes: 121)
        bench.timers()
        bench.classify("R01")
        #expect(bench.value.makeSafeDueAt == nil && !bench.value.flags.madeSafeLate)
        bench.classify("R02")
        #expect(bench.minutes(bench.value.makeSafeDueAt) == 241 && !bench.value.flags.madeSafeLate)
    }

    @Test func `departments at work learn a new category or condition, even when the limit is the same`() {
        var bench = MoveCity.bench("R03")
        bench.classify("R06")
        #expect(bench.toldOf("municipal-works") == ["dispatched", "changed classified as bridge-underpass"])
        bench.classify("R06")
        #expect(bench.toldOf("municipal-works").count == 2, "nothing new")
        bench.classify("R01", "b")
        bench.classify("R01", "a")
        #expect(
            bench.toldOf("municipal-works").suffix(2) == [
                "changed classified as road-damage", "changed classified as road-damage",
            ])
        #expect(bench.minutes(bench.task("municipal-works")?.dueAt) == bench.minutes(bench.value.dueAt))
    }

    @Test func `a category without a limit gives no deadline`() {
        var bench = MoveCity.bench("T02")
        bench.classify("P02")
        #expect(bench.value.dueAt == nil && bench.task("subdistrict")?.dueAt == nil)
    }

    @Test func `a case classified for the triage centre goes back to triage`() {
        var bench = MoveCity.bench("T02")
        bench.feedback("traffic-police", .accept)
        bench.now = TestCity.start.adding(minutes: 20)
        bench.classify("Z01")
        #expect(bench.value.state == .triage && bench.value.flags.needsReview)
        #expect(bench.task("traffic-police")?.state == .revoked && bench.task("triage")?.state == .sent)
        #expect(bench.minutes(bench.value.dueAt) == 35)
        var rejected = bench
        #expect(rejected.command(.reject) == .applied)
        bench.classify("E01")
        #expect(bench.value.state == .dispatched && bench.task("triage")?.state == .done)
        bench.work("sanitation")
        #expect(bench.value.state == .resolved)
    }

    @Test func `a case dispatched without a category has the configured deadline`() {
        var bench = MoveCity.bench(nil)
        bench.now = TestCity.start.adding(minutes: 10)
        bench.dispatch([("sanitation", .lead)])
        bench.feedback("sanitation", .accept)
        #expect(bench.value.decision.limit == Limit(amount: 6, clock: .uh))
        #expect(bench.minutes(bench.value.dueAt) == 370 && bench.minutes(bench.task("sanitation")?.dueAt) == 370)
        #expect(bench.value.wakeAt(retention: .milliseconds(1)) == bench.task("sanitation")?.nextLevelAt)
        #expect(TestCity.policy.dispatchedLimit == Limit(amount: 1, clock: .wd), "unless it says nothing")
    }

    @Test func `the triage centre named in a dispatch never leads`() {
        var bench = MoveCity.bench("T02")
        bench.dispatch([("triage", .lead)])
        #expect(bench.task("traffic-police")?.role == .lead && bench.task("triage")?.role == .co)
        #expect(bench.value.state == .dispatched)
        var waiting = MoveCity.bench(nil)
        #expect(waiting.dispatch([("triage", .lead)]).refusal?.code == .alreadyDispatched)
        waiting.dispatch([("triage", .co), ("sanitation", .co)])
        #expect(waiting.value.state == .dispatched && waiting.task("sanitation")?.role == .lead)
    }

    @Test func `a fallback that names a department gives the triage centre a task too`() {
        let city = MoveCity.policy()
        let policy = Policy(
            departments: Array(city.departments.values), categories: city.categories,
            programmes: Array(city.programmes.values), schemes: [],
            routing: RoutingTable(rules: [], fallback: RoutingOutcome(lead: "subdistrict")), basics: city.basics)
        var bench = CaseBench(TestCity.report(hint: nil), policy: policy)
        #expect(bench.value.state == .triage && bench.told.count == 2)
        bench.dispatch([("subdistrict", .lead)])
        #expect(bench.value.state == .dispatched && bench.minutes(bench.value.dueAt) == 360)
        bench.work("subdistrict")
        #expect(bench.value.state == .resolved)
    }
}
