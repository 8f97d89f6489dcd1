import Foundation
import JSONText
import Testing

/// `hazard stats` with a server that the test starts.
struct StatsTests {
    @Test func `figures are shown with the counts that they were computed from, for people and for scripts`()
        async throws
    {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let serving = try RunningHazard(["serve"] + folder.settings)
        let ready = try #require(await serving.errorLine(containing: "ready "))
        let url = try #require(ready.split(separator: " ").first { $0.hasPrefix("http") }.map(String.init))
        let tail = try RunningHazard(["tail", "--json", "--count", "1", "--server", url])
        _ = try #require(await tail.errorLine(containing: "following"))
        let sent = try await Hazard.run([
            "report", "--programme", "jianyang.sentinel", "--category", "T02", "--text", "沱江一号桥", "--district",
            "510185", "--id", "stats-1", "--server", url,
        ])
        #expect(sent.code == 0)
        #expect(await tail.ended().code == 0)

        let chinese = try await Hazard.run(["stats", "--lang", "zh", "--server", url])
        #expect(chinese.code == 0)
        let valid = chinese.lines.first { $0.contains("有效上报率") }
        #expect(valid?.contains("100 %") == true && valid?.contains("1/1") == true, "\(chinese.output)")
        #expect(chinese.lines.first { $0.contains("返工率") }?.contains("无数据") == true)
        let english = try await Hazard.run([
            "stats", "--lang", "en", "--formulas", "--by", "programme", "--server", url,
        ])
        #expect(english.output.contains("(registered + merged) / received") && english.output.contains("target ≥95"))
        #expect(english.lines.last?.hasPrefix("jianyang.sentinel") == true, "\(english.output)")
        let json = try await Hazard.run(["stats", "--json", "--department", "sanitation", "--server", url])
        let answer = try JSONValue(reading: Array(json.output.utf8))
        #expect(json.code == 0 && answer["counts"]?["cases"] == 0)
        let wrong = try await Hazard.run(["stats", "--from", "yesterday", "--server", url])
        #expect(wrong.code == 2 && wrong.errorOutput.contains("--from \"yesterday\": "))
        #expect(await serving.stop().code == 0)
    }

    @Test func `an unknown grouping is refused, and the error lists the known ones`() async throws {
        let outcome = try await Hazard.run(["stats", "--by", "colour", "--lang", "en"])
        #expect(outcome.code == 2 && outcome.errorOutput.contains("department"))
    }
}
