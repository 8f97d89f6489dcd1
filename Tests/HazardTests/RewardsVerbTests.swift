import Foundation
import JSONText
import Testing

/// `hazard rewards` with a server that the test starts.
struct RewardsVerbTests {
    @Test func `an operator sees what a report earned, its account's balance, and why another report earned nothing`()
        async throws
    {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let serving = try RunningHazard(["serve"] + folder.settings)
        let ready = try #require(await serving.errorLine(containing: "ready "))
        let url = try #require(ready.split(separator: " ").first { $0.hasPrefix("http") }.map(String.init))
        // Four events: the case, the tasks of its two departments, and the case again after the ledger's answer.
        let earned = try await tell("r-1", reporter: #""ref":"ref-4711","kind":"rider""#, events: 4, url, folder)
        let rewards = ["rewards", "--server", url]
        let found = try await Hazard.run(rewards + ["--report", "r-1", "--json"])
        #expect(found.code == 0, "\(found.errorOutput)")
        let records = try found.lines.map { try JSONValue(reading: Array($0.utf8)) }
        #expect(records.compactMap { $0["record"]?.string } == ["reward", "balance"])
        let entry = try #require(records.first)
        #expect(entry["state"] == "granted" && entry["rule"] == "taking-part" && entry["case_id"]?.string == earned)
        let account = try #require(entry["account"]?.string)
        #expect(records[1]["account"]?.string == account && records[1]["granted"]?.int == 1)
        #expect(!found.output.contains("ref-4711"))

        let anonymous = try await tell("r-2", reporter: #""anonymous":true"#, events: 1, url, folder)
        let none = try await Hazard.run(rewards + ["--case", anonymous, "--lang", "en"])
        #expect(none.code == 0 && none.output.contains("withheld") && none.output.contains("anonymous"))
        let mine = try await Hazard.run(
            rewards + ["--account", account, "--programme", "jinguanyi.observer", "--lang", "zh"])
        #expect(mine.code == 0 && mine.output.contains("已得") && mine.output.contains("1 红色积分"))
        let wrong = try await Hazard.run(rewards + ["--programme", "nobody"])
        #expect(wrong.code == 2 && wrong.errorOutput.contains("programme"))
        let empty = try await Hazard.run(rewards + ["--state", "void", "--lang", "en"])
        #expect(empty.code == 0 && empty.output.contains("no rewards"))
        #expect(await serving.stop().code == 0)
    }

    /// Sends a report, waits for that many events about its case, and returns the case's id.
    private func tell(
        _ report: String, reporter: String, events: Int, _ url: String, _ folder: HazardFolder
    ) async throws -> String {
        let tail = try RunningHazard(["tail", "--json", "--count", String(events), "--server", url])
        _ = try #require(await tail.errorLine(containing: "following"))
        let file = try folder.write(
            report + ".jsonl",
            #"{"schema_version":1,"report_id":"\#(report)","programme":"jinguanyi.observer","channel":"chat","#
                + #""reported_at":"\#(Date().formatted(.iso8601))","text":"\#(report)","category_hint":"E01","#
                + #""reporter":{\#(reporter)},"location":{"district":"510104","address":"\#(report) 号"}}"# + "\n")
        #expect(try await Hazard.run(["report", "--file", file, "--server", url]).code == 0)
        let last = try #require(await tail.ended().lines.last)
        return try #require(try JSONValue(reading: Array(last.utf8))["data"]?["case_id"]?.string)
    }
}
