import Foundation
import JSONText
import Testing

/// The commands in a row, as an operator uses them, with a server that the test starts.
struct ServerWalkTests {
    @Test func `a report becomes a case that is listed, resolved, refused a move, and restored by a rebuild`()
        async throws
    {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let serving = try RunningHazard(["serve"] + folder.settings)
        let url = try #require(await address(of: serving))
        let id = try await report(to: url, folder)
        try await list(id, url)
        try await work(id, url)

        let refused = try await Hazard.run(["rebuild", "--all"] + folder.settings)
        #expect(refused.code == 1 && refused.errorOutput.contains("stop it first"))
        #expect(await serving.stop().code == 0)
        let before = FileManager.default.fileExists(atPath: folder.path + "/store/shard-0.db")
        let rebuilt = try await Hazard.run(["rebuild", "--all"] + folder.settings)
        #expect(rebuilt.code == 0 && before)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/store/shard-0.db"))

        let again = try RunningHazard(["serve"] + folder.settings)
        let newURL = try #require(await address(of: again))
        let shown = try await Hazard.run(["case", "show", id, "--json", "--server", newURL])
        #expect(try JSONValue(reading: Array(shown.output.utf8))["state"] == "in-progress")
        #expect(await again.stop().code == 0)
    }

    @Test func `a supervisor can see who reported: the case records the reason, and no log line has the reporter`()
        async throws
    {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let serving = try RunningHazard(["serve", "--set", "log_level=debug"] + folder.settings)
        let url = try #require(await address(of: serving))
        let tail = try RunningHazard(["tail", "--json", "--count", "1", "--server", url])
        _ = try #require(await tail.errorLine(containing: "following"))
        let file = try folder.write(
            "report.jsonl",
            #"{"schema_version":1,"report_id":"r-1","programme":"jianyang.sentinel","channel":"phone","reported_at":""#
                + Date().formatted(.iso8601) + #"","text":"桥头三车道变一，13812345678","contact_token":"vault-4713","#
                + #""reporter":{"ref":"ref-4711","kind":"rider","platform":"platform-4712"}}"# + "\n")
        #expect(try await Hazard.run(["report", "--file", file, "--server", url]).code == 0)
        let id = try #require(
            try JSONValue(reading: Array(await tail.ended().output.utf8))["data"]?["case_id"]?.string)
        let reveal = ["reveal", id, "--operator", "li", "--server", url, "--lang", "en"]
        #expect(try await Hazard.run(reveal).errorOutput.contains("--reason"))
        let found = try await Hazard.run(reveal + ["--report", "r-1", "--reason", "the rider was threatened"])
        #expect(found.code == 0, "\(found.errorOutput)")
        for secret in ["ref-4711", "rider", "platform-4712", "vault-4713"] { #expect(found.output.contains(secret)) }
        #expect(!found.output.contains("三车道"))
        let shown = try await Hazard.run(["case", "show", id, "--json", "--server", url])
        #expect(shown.output.contains("the rider was threatened"))
        let ended = await serving.stop()
        #expect(ended.code == 0)
        for secret in ["ref-4711", "platform-4712", "vault-4713", "13812345678"] {
            #expect(!(ended.output + ended.errorOutput + shown.output).contains(secret), "\(secret)")
        }
    }

    @Test func `the valid lines of a file are accepted, and the invalid ones are named`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let serving = try RunningHazard(["serve"] + folder.settings)
        let url = try #require(await address(of: serving))
        let good =
            #"{"schema_version":1,"report_id":"f-1","programme":"jianyang.sentinel","channel":"phone","reported_at":""#
            + Date().formatted(.iso8601) + #"","text":"…"}"#
        let file = try folder.write(
            "reports.jsonl",
            good + "\r\n\nno json\n" + good.replacing("f-1", with: "f-2").replacing("phone", with: "fax"))
        let outcome = try await Hazard.run(["report", "--file", file, "--server", url])
        #expect(outcome.code == 1 && outcome.output.contains("sent 1 ") && outcome.output.contains("refused 2"))
        #expect(outcome.errorOutput.contains("line 3: ") && outcome.errorOutput.contains("line 4: channel: "))
        #expect(!outcome.errorOutput.contains("line 1"))
        let raw = try await Hazard.run(["report", "--file", file, "--raw", "--server", url])
        #expect(raw.code == 2 && raw.errorOutput.contains("--raw"))
        #expect(await serving.stop().code == 0)
    }

    func address(of serving: RunningHazard) async -> String? {
        await serving.errorLine(containing: "ready ")?.split(separator: " ").first { $0.hasPrefix("http") }.map(
            String.init)
    }

    /// Sends a report while `tail` follows. Returns the id of the case that `tail` shows.
    func report(to url: String, _ folder: HazardFolder) async throws -> String {
        let tail = try RunningHazard(["tail", "--json", "--count", "1", "--server", url])
        _ = try #require(await tail.errorLine(containing: "following"))
        let sent = try await Hazard.run([
            "report", "--programme", "jianyang.sentinel", "--category", "T02", "--text", "沱江一号桥", "--district",
            "510185",
            "--id", "walk-1", "--server", url,
        ])
        #expect(sent.code == 0 && sent.output == "walk-1\n")
        let ended = await tail.ended()
        #expect(ended.code == 0)
        let event = try JSONValue(reading: Array(ended.output.utf8))
        #expect(event["event"] == "case" && event["data"]?["reports"]?[0]?["report_id"] == "walk-1")
        let bad = try await Hazard.run(["report", "--programme", "nobody", "--text", "x", "--server", url])
        #expect(bad.code == 2 && bad.errorOutput.contains("--programme \"nobody\""))
        return try #require(event["data"]?["case_id"]?.string)
    }

    private func list(_ id: String, _ url: String) async throws {
        let listed = try await Hazard.run(["case", "list", "--json", "--department", "traffic-police", "--server", url])
        #expect(listed.code == 0 && listed.lines.count == 1)
        #expect(try JSONValue(reading: Array(listed.output.utf8))["case_id"]?.string == id)
        let none = try await Hazard.run(["case", "list", "--json", "--state", "closed", "--server", url])
        #expect(none.code == 0 && none.output.isEmpty)
        let shown = try await Hazard.run(["case", "show", id, "--lang", "en", "--server", url])
        #expect(shown.code == 0 && shown.output.contains("traffic-police") && shown.output.contains("opened"))
        let unknown = try await Hazard.run(["case", "show", "20200101-00-000001", "--server", url])
        #expect(unknown.code == 1 && unknown.errorOutput.contains("20200101-00-000001"))
    }

    private func work(_ id: String, _ url: String) async throws {
        let accept = ["feedback", id, "accept", "--department", "traffic-police", "--server", url, "--id"]
        let taken = try await Hazard.run(accept + ["a-1", "--json"])
        #expect(taken.code == 0)
        #expect(try JSONValue(reading: Array(taken.output.utf8))["state"] == "in-progress")
        #expect(try await Hazard.run(accept + ["a-1"]).code == 0, "the same message again has the same answer")
        let refused = try await Hazard.run(accept + ["a-2"])
        #expect(refused.code == 1 && refused.errorOutput.contains("allowed now: start, return, resolve,"))
        let close = try await Hazard.run(["command", id, "close", "--operator", "zhang", "--json", "--server", url])
        #expect(close.code == 1)
        #expect(try JSONValue(reading: Array(close.output.utf8))["code"] == "move-not-allowed")
    }
}
