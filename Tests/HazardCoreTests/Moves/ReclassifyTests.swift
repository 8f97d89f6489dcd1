import HazardCore
import TestSupport
import Testing

/// A case that is out already turns out to be something else, or goes to somebody else: its promises follow.
struct ReclassifyTests {
    @Test func `the case promises what its new lead does`() {
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

    @Test func `a lead by dispatch on a case at work has a fresh clock, and the case follows it`() {
        var bench = MoveCity.bench("T02")
        bench.now = TestCity.start.adding(minutes: 30)
        bench.dispatch([("sanitation", .lead)])
        #expect(bench.minutes(bench.value.dueAt) == 90)
        bench.giveBack("sanitation", to: "urban-management")
        #expect(bench.minutes(bench.value.dueAt) == 60, "urban management was told at the beginning")
        bench.waive("urban-management")
        #expect(bench.task("traffic-police")?.role == .lead && bench.minutes(bench.value.dueAt) == 60)
    }

    @Test func `a gas leak among cases at work has a time to make safe, which is watched`() {
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

    @Test func `the time to make safe goes with the hazard that had it`() {
        var bench = MoveCity.bench("R02")
        #expect(bench.minutes(bench.value.makeSafeDueAt) == 120)
        bench.now = TestCity.start.adding(minutes: 121)
        bench.timers()
        bench.classify("R01")
        #expect(bench.value.makeSafeDueAt == nil && !bench.value.flags.madeSafeLate)
        bench.classify("R02")
        #expect(bench.minutes(bench.value.makeSafeDueAt) == 241 && !bench.value.flags.madeSafeLate)
    }

    @Test func `who stays at work is told that the category or condition changed, though the limit did not`() {
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

    @Test func `a category without a limit promises nothing`() {
        var bench = MoveCity.bench("T02")
        bench.classify("P02")
        #expect(bench.value.dueAt == nil && bench.task("subdistrict")?.dueAt == nil)
    }

    @Test func `what is classified for the triage centre goes back to it, whoever was at work`() {
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

    @Test func `dispatched without being classified, a case has the deadline that the configuration gives it`() {
        var bench = MoveCity.bench(nil)
        bench.now = TestCity.start.adding(minutes: 10)
        bench.dispatch([("sanitation", .lead)])
        bench.feedback("sanitation", .accept)
        #expect(bench.value.decision.limit == Limit(amount: 6, clock: .uh))
        #expect(bench.minutes(bench.value.dueAt) == 370 && bench.minutes(bench.task("sanitation")?.dueAt) == 370)
        #expect(bench.value.wakeAt(retention: .milliseconds(1)) == bench.task("sanitation")?.nextLevelAt)
        #expect(TestCity.policy.dispatchedLimit == Limit(amount: 1, clock: .wd), "unless it says nothing")
    }

    @Test func `the triage centre named in a dispatch is asked beside the others and leads nobody`() {
        var bench = MoveCity.bench("T02")
        bench.dispatch([("triage", .lead)])
        #expect(bench.task("traffic-police")?.role == .lead && bench.task("triage")?.role == .co)
        #expect(bench.value.state == .dispatched)
        var waiting = MoveCity.bench(nil)
        #expect(waiting.dispatch([("triage", .lead)]).refusal?.code == .alreadyDispatched)
        waiting.dispatch([("triage", .co), ("sanitation", .co)])
        #expect(waiting.value.state == .dispatched && waiting.task("sanitation")?.role == .lead)
    }

    @Test func `a fallback that names a department asks the triage centre too`() {
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
