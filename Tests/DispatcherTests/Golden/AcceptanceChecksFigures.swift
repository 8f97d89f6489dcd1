import HazardCore
import HazardStatistics
import JSONText
import TestSupport
import Testing

extension AcceptanceChecks {
    @Test(arguments: TestedLog.here)
    func `check 17: the figures of a small town are those computed by hand`(_ log: TestedLog) throws {
        let scene = try Scene(log)
        // One case closed in time with two reports, one that failed its check first, and one that was returned and is
        // overdue.
        for name in ["closed", "failed", "open"] {
            try scene.report(name, "jianyang.sentinel", "phone", Self.obstruction(name))
        }
        try scene.report(
            "again", "jianyang.sentinel", "phone",
            Scene.merged(Self.obstruction("closed"), ["reporter": ["ref": "rider-again", "kind": "rider"]]))
        for name in ["closed", "failed"] { try scene.work(name) }
        try scene.commands("verify", about: "closed", ["result": "pass"])
        try scene.commands("verify", about: "failed", ["result": "fail"], reason: "still there")
        try scene.work("failed")
        try scene.commands("verify", about: "failed", ["result": "pass"])
        try scene.says(
            "traffic-police", "return", about: "open", ["reason": "not ours", "suggested_department": "unknown"])
        try scene.advance(minutes: 90)

        let window = KPIWindow(
            from: scene.now.adding(minutes: -24 * 60), to: scene.now.adding(minutes: 24 * 60), asOf: scene.now)
        var tally = KPITally(window)
        for value in try scene.cases() { tally.add(value) }
        let figures = Dictionary(uniqueKeysWithValues: tally.figures.map { ($0.kpi, $0) })
        let byHand: [(KPI, Int, Int)] = [
            (.validReportRate, 4, 4), (.mergeRate, 1, 4), (.firstDispatchAccuracy, 2, 3), (.returnRate, 1, 6),
            (.buckPassingRate, 0, 3), (.solvedRate, 2, 2), (.closingRate, 2, 3), (.onTimeRate, 2, 3),
            (.overdueRate, 1, 3), (.reworkRate, 1, 2), (.reopeningRate, 0, 2), (.validReportsPerReporter, 4, 4),
        ]
        for (kpi, numerator, denominator) in byHand {
            #expect(figures[kpi]?.numerator == numerator, "\(kpi)")
            #expect(figures[kpi]?.denominator == denominator, "\(kpi)")
        }
        // Without questions and answers the rate is neither 0 nor 100.
        let asked = try #require(figures[.satisfactionRate])
        #expect(asked.value == nil)
        try scene.end()
    }
}
