import HazardCore
import TestSupport
import Testing

/// Tests the make-safe clock: counted without pauses, with a warning while a department is at work, anew for a fresh
/// lead.
@Suite struct MakeSafeTests {
    /// A road collapse: 60 minutes to make it safe, 5 hours to repair it.
    private static let collapse: HazardCategory = {
        var collapse = HazardCategory(
            code: "R02", id: "road-collapse", name: "路面塌陷", nameEnglish: "Road collapse", priority: .p1,
            conditions: [
                FilingCondition(
                    code: "a", description: "collapsed", descriptionChinese: "塌陷", limit: limit(1), closesWhen: "fenced"
                ),
                FilingCondition(
                    code: "b", description: "fenced", descriptionChinese: "已围挡", limit: limit(5), closesWhen: "repaired"
                ),
            ])
        collapse.twoStep = TwoStep(makeSafe: "a", repair: "b")
        return collapse
    }()

    private static func limit(_ hours: Int) -> Limit { Limit(amount: hours, clock: .uh) }

    static let policy: Policy = {
        let city = TestCity.policy
        var match = RoutingMatch()
        match.categories = [collapse.id]
        let rule = RoutingRule(
            id: "collapse", when: match,
            outcome: RoutingOutcome(lead: "traffic-police", co: ["urban-management"]))
        return Policy(
            departments: Array(city.departments.values), categories: city.categories + [collapse],
            programmes: Array(city.programmes.values), schemes: [],
            routing: RoutingTable(rules: [rule] + city.routing.rules),
            basics: PolicyBasics(rulesHash: "test", calendar: TestCalendar.calendar))
    }()

    /// A collapse that both its departments have accepted.
    static func working() -> CaseBench {
        var bench = CaseBench(TestCity.report(hint: "R02"), policy: policy)
        bench.feedback("traffic-police", .accept)
        bench.feedback("urban-management", .accept)
        return bench
    }

    @Test func `after a hold the place has its whole hour, and one warning when it ends`() {
        var bench = Self.working()
        #expect(bench.safeBy == 60)
        let until = bench.minute(110)
        bench.command(.suspend) { $0.arguments.until = until }
        #expect(bench.safeBy == 170, "what departments are told counts with that date")
        bench.now = until
        #expect(bench.timers() == true)
        #expect(bench.value.state == .inProgress && bench.safeBy == 170)
        #expect(!bench.value.flags.madeSafeLate && bench.value.flags.urges == 0)
        bench.now = bench.minute(169)
        bench.timers()
        #expect(!bench.value.flags.madeSafeLate)
        bench.now = bench.minute(170)
        bench.timers()
        #expect(bench.value.flags.madeSafeLate && bench.value.flags.urges == 1)
        #expect(bench.toldOf("traffic-police").last == "urged not-safe")
        #expect(!bench.toldOf("urban-management").contains("urged not-safe"), "the lead answers for it")
        #expect(bench.warnings == 1)
    }

    @Test func `a hold that ends early moves the make-safe deadline less`() {
        var bench = Self.working()
        bench.now = bench.minute(30)
        let until = bench.minute(600)
        bench.command(.suspend) { $0.arguments.until = until }
        #expect(bench.safeBy == 630)
        bench.now = bench.minute(40)
        bench.command(.resume)
        #expect(bench.safeBy == 70)
    }

    @Test func `a warning before a hold is not repeated after it`() {
        var bench = Self.working()
        bench.now = bench.minute(60)
        bench.timers()
        #expect(bench.warnings == 1)
        let until = bench.minute(600)
        bench.command(.suspend) { $0.arguments.until = until }
        bench.now = until
        bench.timers()
        bench.timers()
        #expect(bench.safeBy == 60 && bench.value.flags.madeSafeLate && bench.warnings == 1)
    }

    @Test func `a case in triage gives no warning, and another department gets the whole limit`() {
        var bench = Self.working()
        bench.now = bench.minute(50)
        bench.feedback("traffic-police", .return)
        bench.feedback("urban-management", .return)
        #expect(bench.value.state == .triage)
        bench.now = bench.minute(64)
        bench.timers()
        #expect(bench.warnings == 0 && bench.value.flags.urges == 0 && !bench.value.flags.madeSafeLate)
        bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("sanitation", .lead)] }
        #expect(bench.safeBy == 124)
        bench.feedback("sanitation", .accept)
        bench.now = bench.minute(124)
        bench.timers()
        #expect(bench.warnings == 1 && bench.toldOf("sanitation").last == "urged not-safe")
    }

    @Test func `the same department has what was left, also after the same classification`() {
        for classifies in [false, true] {
            var bench = Self.working()
            bench.now = bench.minute(50)
            bench.feedback("traffic-police", .return)
            bench.feedback("urban-management", .return)
            bench.now = bench.minute(64)
            if classifies {
                bench.command(.classify) { $0.arguments.category = "road-collapse" }
            } else {
                bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("traffic-police", .lead)] }
            }
            #expect(bench.safeBy == 74)
            bench.now = bench.minute(74)
            bench.timers()
            #expect(bench.warnings == 1 && bench.toldOf("traffic-police").last == "urged not-safe")
        }
    }

    @Test func `a lead that begins after the deadline gets a whole limit and its own warning`() {
        var bench = Self.working()
        bench.now = bench.minute(60)
        bench.timers()
        bench.feedback("traffic-police", .return)
        bench.feedback("urban-management", .return)
        bench.now = bench.minute(70)
        bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("sanitation", .lead)] }
        #expect(bench.safeBy == 130 && !bench.value.flags.madeSafeLate)
        bench.now = bench.minute(130)
        bench.timers()
        #expect(bench.warnings == 2 && bench.value.flags.madeSafeLate)
    }

    @Test func `a case that is classified in triage is warned by its new make-safe limit`() {
        var bench = CaseBench(TestCity.report(hint: nil), policy: Self.policy)
        // A report with one key opens such a case: it has the category and is in triage.
        bench.value.decision.makeSafeLimit = Self.limit(1)
        bench.value.setDeadlines(from: bench.now, TestCalendar.calendar)
        bench.now = bench.minute(62)
        bench.timers()
        #expect(bench.warnings == 0)
        bench.command(.classify) { $0.arguments.category = "road-collapse" }
        #expect(bench.safeBy == 122)
        bench.now = bench.minute(124)
        bench.timers()
        #expect(bench.warnings == 1 && bench.toldOf("traffic-police").contains("urged not-safe"))
    }

    @Test func `another limit restarts the clock, none ends it, and a safe place stays safe`() {
        var bench = Self.working()
        bench.now = bench.minute(10)
        bench.feedback("traffic-police", .madeSafe)
        bench.feedback("traffic-police", .return)
        bench.feedback("urban-management", .return)
        bench.now = bench.minute(30)
        bench.command(.dispatch) { $0.arguments.departments = [DepartmentRole("sanitation", .lead)] }
        #expect(bench.safeBy == 60 && bench.value.madeSafeAt == bench.minute(10))
        bench.command(.classify) { $0.arguments.category = "lane-obstruction" }
        #expect(bench.value.makeSafeDueAt == nil && bench.value.madeSafeAt == nil)
        bench.now = bench.minute(40)
        bench.command(.classify) { $0.arguments.category = "road-collapse" }
        #expect(bench.safeBy == 100)
    }

    @Test func `the departments at work are warned when the lead is done before the place is safe`() {
        var bench = Self.working()
        bench.feedback("traffic-police", .resolve)
        bench.now = bench.minute(60)
        bench.timers()
        #expect(bench.toldOf("urban-management").last == "urged not-safe" && bench.value.flags.urges == 1)
    }
}

extension CaseBench {
    /// This many minutes after the start.
    func minute(_ minutes: Int64) -> Instant { TestCity.start.adding(minutes: minutes) }

    /// The minutes from the start until the place should be safe.
    fileprivate var safeBy: Int64? {
        value.makeSafeDueAt.map { ($0.milliseconds - TestCity.start.milliseconds) / 60_000 }
    }

    fileprivate var warnings: Int { value.history.filter { $0.kind == .move(.own(.notSafe)) }.count }
}
