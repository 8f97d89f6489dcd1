import HazardCore
import HazardStatistics
import TestSupport
import Testing

/// Tests the grouping of figures, the sums over shards, and the bounds of the window.
struct KPIStatisticsTests {
    @Test(arguments: [nil] + KPIGrouping.allCases)
    func `separate tallies add up to the tally of all cases`(_ grouping: KPIGrouping?) {
        let whole = statistics(KPISamples.all, by: grouping)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<20 {
            let shuffled = KPISamples.all.shuffled(using: &random)
            let cut = Int.random(in: 0...shuffled.count, using: &random)
            var sum = statistics(Array(shuffled[..<cut]), by: grouping)
            sum.merge(statistics(Array(shuffled[cut...]), by: grouping))
            #expect(sum.total.figures == whole.total.figures)
            #expect(sum.groups.mapValues(\.figures) == whole.groups.mapValues(\.figures))
            #expect(sum.total.states == whole.total.states && sum.total.cases == whole.total.cases)
        }
    }

    @Test func `a case is counted in each of its groups only`() {
        let byDepartment = statistics(KPISamples.all, by: .department)
        #expect(byDepartment.groups.mapValues(\.cases) == ["traffic-police": 3, "urban-management": 4, "triage": 1])
        let bySubdistrict = statistics(KPISamples.all, by: .subdistrict)
        #expect(bySubdistrict.groups.mapValues(\.cases) == ["east": 4, "west": 3, "": 1])
        #expect(bySubdistrict.total.cases == 8, "the ninth was neither opened in November nor due or ended in it")
    }

    @Test func `a report counts for its own programme, a case for the case's`() {
        var joined = KPISamples.one
        joined.reports[1].programme = "baohe.hummingbird"
        let groups = statistics([joined], by: .programme).groups
        #expect(groups["jianyang.sentinel"]?.received == 1 && groups["jianyang.sentinel"]?.cases == 1)
        #expect(groups["baohe.hummingbird"]?.received == 1 && groups["baohe.hummingbird"]?.cases == 0)
    }

    @Test func `a question about one department shows no other department`() {
        var scope = KPIScope()
        scope.department = "traffic-police"
        var statistics = KPIStatistics(KPISamples.window, scope, by: .department)
        for value in KPISamples.all { statistics.add(value) }
        #expect(Array(statistics.groups.keys) == ["traffic-police"])
    }

    @Test func `later deadlines and later facts than the question do not count`() {
        var window = KPISamples.window
        window.asOf = KPISamples.day(11, 3, minute: 630)
        #expect(rate(.closingRate, [KPISamples.two], window) == nil, "half an hour before its deadline")
        window.asOf = KPISamples.day(11, 3, minute: 670)
        #expect(rate(.closingRate, [KPISamples.two], window) == KPIRatio(0, of: 1), "due, and closed only later")
        window.to = KPISamples.day(11, 2)
        #expect(rate(.closingRate, [KPISamples.one], window) == nil)
    }

    @Test func `the end of a window belongs to the next one`() {
        let case8 = KPISamples.eight
        let october = KPIWindow(
            from: KPISamples.day(10, 1), to: case8.openedAt, asOf: KPISamples.window.asOf)
        let november = KPIWindow(from: case8.openedAt, to: KPISamples.day(12, 1), asOf: KPISamples.window.asOf)
        #expect(rate(.validReportRate, [case8], october) == nil)
        #expect(rate(.validReportRate, [case8], november) == KPIRatio(1, of: 1))
    }

    @Test func `the reports of a merged case are counted in the case that took them over`() {
        var merged = KPISamples.six
        merged.state = .merged
        for kpi in [KPI.validReportRate, .firstDispatchAccuracy, .returnRate, .responseRate] {
            #expect(rate(kpi, [merged], KPISamples.window) == nil, "\(kpi)")
        }
        var sixth = KPISamples.six.reports[0]
        sixth.role = .follower
        var target = KPISamples.one
        target.reports.append(sixth)
        #expect(rate(.mergeRate, [merged, target], KPISamples.window) == KPIRatio(2, of: 3))
    }

    @Test func `a further message of a chat does not count as a report`() {
        var value = KPISamples.one
        value.reports[1].role = .followUp
        #expect(rate(.validReportRate, [value], KPISamples.window) == KPIRatio(1, of: 1))
    }

    @Test func `a granted appeal takes a case out of on time and leaves it overdue`() {
        var value = KPISamples.five
        #expect(rate(.onTimeRate, [value], KPISamples.window) == nil)
        #expect(rate(.overdueRate, [value], KPISamples.window) == KPIRatio(1, of: 1))
        value.flags.exempt = false
        #expect(rate(.onTimeRate, [value], KPISamples.window) == KPIRatio(0, of: 1))
    }

    @Test func `one place without coordinates counts once, however it is written`() {
        let addresses = ["沱江一号桥", "沱江 1 号桥", "沱江一號橋"]
        let cases = addresses.map { address in
            var value = KPISamples.six
            value.location?.wgs84 = nil
            value.location?.address = address
            return value
        }
        #expect(rate(.recurrenceRate, cases, KPISamples.window) == KPIRatio(1, of: 1))
    }

    @Test func `a forced close does not count as checked`() {
        var value = KPISamples.eight
        value.history[value.history.count - 1].kind = "force-close"
        #expect(rate(.reworkRate, [value], KPISamples.window) == nil)
    }

    @Test func `an area is a district, a subdistrict, a community or a grid`() {
        var value = KPISamples.one
        value.location?.community = "hall"
        value.location?.grid = "g-7"
        for area in ["510185", "east", "hall", "g-7"] {
            #expect(count([value]) { $0.area = area } == 1)
        }
        #expect(count([value]) { $0.area = "west" } == 0)
        #expect(count([value]) { $0.district = "east" } == 0)
        #expect(count([value]) { $0.category = "T02" } == 1)
        #expect(count([value]) { $0.category = "E01" } == 0)
    }

    @Test func `a month begins and ends at local midnight`() {
        let late = KPISamples.day(12, 1).adding(milliseconds: -1)
        #expect(
            KPIWindow.month(of: late, .china)
                == KPIWindow(from: KPISamples.day(11, 1), to: KPISamples.day(12, 1), asOf: late))
        let next = KPIWindow.month(of: KPISamples.day(12, 1), .china)
        #expect(next.from == KPISamples.day(12, 1) && next.to == KPISamples.day(12, 31, minute: 1440))
    }

    @Test func `a category corrected by people counts as wrong, a first one does not`() {
        var bench = CaseBench()
        bench.command(.classify) { $0.arguments.category = "T02" }
        #expect(bench.value.flags.recategorised == 0)
        bench.command(.classify) { $0.arguments.category = "E01" }
        #expect(bench.value.flags.recategorised == 1)
        var unknown = CaseBench(TestCity.report(hint: nil))
        unknown.command(.classify) { $0.arguments.category = "E01" }
        #expect(unknown.value.category.code == "E01" && unknown.value.flags.recategorised == 0)
    }

    @Test func `a reporter's last rating counts`() {
        var bench = CaseBench()
        bench.feedback("traffic-police", .accept)
        bench.feedback("urban-management", .accept)
        bench.feedback("traffic-police", .resolve)
        bench.feedback("urban-management", .resolve)
        for score in [2, 5] {
            bench.rate(score, by: "g1-1")
            #expect(bench.value.reports[0].score == score)
        }
    }

    // MARK: - Helpers

    private func statistics(_ cases: [Case], by grouping: KPIGrouping?) -> KPIStatistics {
        var statistics = KPIStatistics(KPISamples.window, by: grouping)
        for value in cases { statistics.add(value) }
        return statistics
    }

    private func rate(_ kpi: KPI, _ cases: [Case], _ window: KPIWindow) -> KPIRatio? {
        var tally = KPITally(window)
        for value in cases { tally.add(value) }
        guard let figure = tally.figures.first(where: { $0.kpi == kpi }), figure.value != nil else { return nil }
        return KPIRatio(figure.numerator ?? -1, of: figure.denominator ?? -1)
    }

    private func count(_ cases: [Case], _ edit: (inout KPIScope) -> Void) -> Int {
        var scope = KPIScope()
        edit(&scope)
        var tally = KPITally(KPISamples.window, scope)
        for value in cases { tally.add(value) }
        return tally.cases
    }
}
