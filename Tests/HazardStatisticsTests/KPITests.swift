import HazardCore
import HazardStatistics
import TestSupport
import Testing

/// Tests every formula on the nine cases of `KPISamples`, computed by hand.
struct KPITests {
    @Test(arguments: [
        // Eight reports came in November; one opened a rejected case and one is a follower.
        (KPI.validReportRate, 7, 8), (.mergeRate, 1, 8),
        // Six cases were opened with a category, and one of them was corrected.
        (.classificationAccuracy, 5, 6),
        // In the period and dispatched: 1, 2, 3, 4, 5, 8.
        (.firstDispatchAccuracy, 5, 6), (.buckPassingRate, 1, 6),
        // Seven tasks, two returned; accepted late: 2, and the second of 3.
        (.returnRate, 2, 7), (.responseRate, 5, 7),
        // Checked: 1, 2, 5, 8.
        (.reworkRate, 1, 4),
        // Should close: 1, 2, 3, 4, 5, 8; without the suspended 4 and the exempt 5 for "on time".
        (.closingRate, 4, 6), (.onTimeRate, 2, 4), (.overdueRate, 3, 6),
        (.urgentClosingRate, 2, 2), (.urgentOnTimeRate, 1, 2), (.makeSafeOnTimeRate, 1, 2),
        // Closed in November: 1, 2, 5; 5 was referred.
        (.solvedRate, 1, 2), (.answerRate, 2, 4), (.satisfactionRate, 1, 2),
        // Closed in November at some time: also 9, which was reopened.
        (.reopeningRate, 1, 4),
        // Of three grantable rewards one was in time, one late, one is missing.
        (.rewardOnTimeRate, 1, 3),
        // 1, 2 and 3 are at one place, 4 and 6 at another, 5 at a third.
        (.recurrenceRate, 1, 3),
    ])
    func `each rate equals the hand-computed value`(_ kpi: KPI, _ part: Int, _ whole: Int) {
        let value = figure(kpi)
        #expect(value?.numerator == part)
        #expect(value?.denominator == whole)
        #expect(value?.value == Double(part) * 100 / Double(whole))
    }

    @Test(
        arguments: [
            // 50, 120 less 30, 100 and 40 minutes.
            (KPI.handlingMean, 70, 4), (.handlingMedian, 70, 4), (.handlingP90, 100, 4),
            // 10, 20, 5, 12 and 8 minutes.
            (.firstResponse, 10, 5),
            // 0, 2, 4, 0 and 10 seconds.
            (.endToEndP50, 2, 5), (.endToEndP95, 10, 5),
            // Seven valid reports of five accounts.
            (.validReportsPerReporter, 1.4, 5),
            // East 1 of 1, west 1 of 3.
            (.fairness, 100 - 100.0 / 3, 2),
        ] as [(KPI, Double, Int)])
    func `each time and number equals the hand-computed value`(
        _ kpi: KPI, _ expected: Double, _ count: Int
    ) throws {
        let value = try #require(figure(kpi))
        #expect(abs((value.value ?? -1) - expected) < 1e-9)
        #expect(value.denominator == count)
    }

    @Test func `where nobody reviewed a category, nobody knows the classification accuracy`() throws {
        var tally = KPITally(KPISamples.window)
        for value in KPISamples.all where value.flags.recategorised == 0 { tally.add(value) }
        let value = try #require(tally.figures.first { $0.kpi == .classificationAccuracy })
        #expect(value.value == nil && value.denominator == 0)
    }

    @Test func `every figure of the table has a value, a name in both languages and a formula`() {
        let known = Set(tally().figures.map(\.kpi) + KPIPresent().figures.map(\.kpi))
        #expect(known == Set(KPI.allCases))
        for kpi in KPI.allCases {
            let definition = KPIDefinition.of(kpi)
            #expect(definition.kpi == kpi && !definition.name.isEmpty && !definition.formula.isEmpty)
            #expect(definition.nameEnglish.utf8.allSatisfy { $0 < 0x80 })
        }
        #expect(Set(KPI.allCases.map { KPIDefinition.of($0).name }).count == KPI.allCases.count)
        #expect(Set(KPI.allCases.map { KPIDefinition.of($0).formula }).count == KPI.allCases.count)
    }

    @Test func `nothing out of nothing is n-a, neither 0 nor 100`() {
        let empty = KPITally(KPISamples.window).figures + KPIPresent().figures
        #expect(empty.count == KPI.allCases.count)
        for value in empty { #expect(value.value == nil, "\(value.kpi)") }
        var present = KPIPresent()
        present.received = 0
        present.deadLetters = 0
        #expect(present.figures.first?.value == nil)
    }

    @Test func `a department is judged by its own tasks, its volume and its checks`() throws {
        // 交警: 1 done in time, 5 done late but exempt, 3 returned; two points for this volume.
        let police = tally { $0.department = "traffic-police" }
        #expect(rate(police, .closingRate) == KPIRatio(2, of: 2))
        #expect(rate(police, .onTimeRate) == KPIRatio(1, of: 1))
        #expect(rate(police, .reworkRate) == KPIRatio(0, of: 2))
        #expect(rate(police, .returnRate) == KPIRatio(1, of: 3))
        let first = try #require(police.figures.first { $0.kpi == .departmentScore })
        #expect(first.value == 92 && first.grade == .a)
        // 城管: 2 done late after a failed check, 4 suspended, 8 done in time, 3 returned.
        let streets = tally { $0.department = "urban-management" }
        #expect(rate(streets, .closingRate) == KPIRatio(2, of: 3))
        #expect(rate(streets, .onTimeRate) == KPIRatio(1, of: 2))
        #expect(rate(streets, .reworkRate) == KPIRatio(1, of: 2))
        let second = try #require(streets.figures.first { $0.kpi == .departmentScore })
        #expect(abs((second.value ?? 0) - 52) < 1e-9 && second.grade == .d)
        #expect(figure(.departmentScore)?.value == nil, "the whole city is no department")
    }

    @Test(arguments: [(90.0, KPIGrade.a), (89.9, .b), (75, .b), (74.9, .c), (60, .c), (59.9, .d), (40, .d), (39.9, .e)])
    func `a grade begins at its lower bound`(_ score: Double, _ grade: KPIGrade) {
        #expect(KPIGrade(score) == grade)
    }

    @Test func `a volume gets the points of the highest band it reaches`() {
        let bands = KPINorms().bands
        #expect(bands.map(\.points) == [10, 8, 6, 4, 2])
        #expect(bands.map(\.atLeast) == bands.map(\.atLeast).sorted(by: >), "the first band that fits is the highest")
    }

    @Test func `a programme's counts are beside its rates`() {
        let tally = tally { $0.programme = "jianyang.sentinel" }
        #expect(tally.received == 7 && tally.valid == 6 && tally.activeReporters == 4)
        #expect(tally.states == [.closed: 2, .triage: 1, .suspended: 1, .registered: 1, .rejected: 1])
    }

    // MARK: - Helpers

    private func tally(_ edit: (inout KPIScope) -> Void = { _ in }) -> KPITally {
        var scope = KPIScope()
        edit(&scope)
        var tally = KPITally(KPISamples.window, scope)
        for value in KPISamples.all { tally.add(value) }
        return tally
    }

    private func figure(_ kpi: KPI) -> KPIValue? { tally().figures.first { $0.kpi == kpi } }

    private func rate(_ tally: KPITally, _ kpi: KPI) -> KPIRatio? {
        tally.figures.first { $0.kpi == kpi }.map { KPIRatio($0.numerator ?? -1, of: $0.denominator ?? -1) }
    }
}
