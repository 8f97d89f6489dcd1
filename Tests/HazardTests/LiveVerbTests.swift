import Foundation
import JSONText
import TestSupport
import Testing

/// `queue`, `top`, `tail --since` and lists as CSV, with a server that the test starts.
struct LiveVerbTests {
    private func serve(_ folder: HazardFolder) async throws -> (RunningHazard, url: String) {
        let serving = try RunningHazard(["serve"] + folder.settings)
        let ready = try #require(await serving.errorLine(containing: "ready "))
        return (serving, try #require(ready.split(separator: " ").first { $0.hasPrefix("http") }.map(String.init)))
    }

    /// Reports a hazard and returns its case.
    private func report(_ url: String, _ category: String = "T02") async throws -> String {
        let outcome = try await Hazard.run([
            "report", "--programme", "jianyang.sentinel", "--text", "桥头三车道变一", "--category", category,
            "--district", "510185", "--server", url, "--wait", "20", "--json",
        ])
        return try #require(try JSONValue(reading: Array(outcome.output.utf8))["case_id"]?.string, "\(outcome)")
    }

    @Test func `lists by time and as CSV, the queue of a department, top and the past of a tail`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let (serving, url) = try await serve(folder)
        let id = try await report(url)
        try await list(id, url)
        try await queue(id, url)
        let top = try await Hazard.run(["top", "--once", "--server", url, "--lang", "zh"])
        #expect(top.code == 0 && top.output.contains(id) && top.output.contains("每秒："), "\(top)")
        #expect(top.output.contains("分片") && top.output.contains("本月：案卷 1") && !top.output.contains("\u{1B}"))
        let english = try await Hazard.run(["top", "--once", "--server", url, "--lang", "en"])
        #expect(english.output.contains("1 open") && english.output.contains("no emergency waits for a page"))
        try await tail(id, url)
        #expect(await serving.stop().code == 0)
    }

    private func list(_ id: String, _ url: String) async throws {
        for sort in ["next_due", "urgency", "opened", "priority", "id"] {
            let csv = try await Hazard.run(["case", "list", "--csv", "--sort", sort, "--since", "1h", "--server", url])
            #expect(csv.lines.first == "case_id,state,priority,category,district,opened_at,next_due_at")
            #expect(csv.lines.count == 2 && csv.lines[1].hasPrefix(id + ",dispatched,"), "\(csv)")
            #expect(csv.lines[1].contains(",T02,510185,2") && csv.lines[1].split(separator: ",").count == 7)
        }
        let none = try await Hazard.run(["case", "list", "--csv", "--until", "1h", "--server", url])
        #expect(none.code == 0 && none.lines.count == 1)
        let both = try await Hazard.run(["case", "list", "--csv", "--json", "--server", url])
        #expect(both.code == 2)
        let wrong = try await Hazard.run(["case", "list", "--since", "1 hour", "--server", url, "--lang", "zh"])
        #expect(wrong.code == 2 && wrong.errorOutput.contains("多久以前"), "\(wrong)")
    }

    private func queue(_ id: String, _ url: String) async throws {
        let shown = try await Hazard.run(["case", "show", id, "--json", "--server", url])
        let lead = try JSONValue(reading: Array(shown.output.utf8))["tasks"]?[0]?["department"]?.string
        let department = try #require(lead)
        let json = try await Hazard.run(["queue", department, "--json", "--server", url])
        let task = try JSONValue(reading: Array(try #require(json.lines.first).utf8))
        #expect(json.lines.count == 1 && task["case_id"]?.string == id && task["state"] == "sent", "\(json)")
        #expect(task["task_id"]?.string == "\(id)/\(department)" && task["light"] == "green")
        #expect((0...600).contains(task["age_seconds"]?.int ?? -1))
        let table = try await Hazard.run(["queue", department, "--server", url, "--lang", "zh"])
        #expect(table.output.contains("未完成 1、绿 1") && table.output.contains(id), "\(table)")
        let done = try await Hazard.run([
            "feedback", id, "return", "--department", department, "--reason", "不是我们的路段", "--suggest", "unknown",
            "--server", url, "--wait", "20",
        ])
        #expect(done.code == 0, "\(done)")
        let empty = try await Hazard.run(["queue", department, "--server", url, "--lang", "en"])
        #expect(empty.code == 0 && empty.output.isEmpty && empty.errorOutput.contains("no open work"))
        let unknown = try await Hazard.run(["queue", "nobody", "--server", url])
        #expect(unknown.code == 2)
    }

    private func tail(_ id: String, _ url: String) async throws {
        let past = try await Hazard.run([
            "tail", "--since", "1h", "--count", "3", "--district", "510185", "--server", url, "--lang", "en",
        ])
        #expect(past.code == 0 && past.lines.count == 3 && past.lines.allSatisfy { $0.contains(id) }, "\(past)")
        let json = try await Hazard.run(["tail", "--since", "1h", "--count", "1", "--json", "--server", url])
        #expect(try JSONValue(reading: Array(json.output.utf8))["data"]?["case_id"]?.string == id)
        let following = try RunningHazard(["tail", "--since", "1h", "--count", "2", "--json", "--server", url])
        _ = try #require(await following.errorLine(containing: "following"))
        let second = try await report(url, "A01")
        let lines = await following.ended().lines
        #expect(lines.count == 2 && lines[0].contains(id) && lines[1].contains(second))
    }

    @Test func `a dead letter is asked for by the place that the list prints, or by two numbers`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let (serving, url) = try await serve(folder)
        for words in [["0/41"], ["0", "41"]] {
            let outcome = try await Hazard.run(["dead-letters", "show"] + words + ["--server", url, "--lang", "en"])
            #expect(outcome.code == 1 && outcome.errorOutput.contains("no dead letter 0/41"), "\(outcome)")
        }
        for words in [["0"], ["0/x"], ["0/1", "2"], ["-1", "0"], ["0/1/2"]] {
            let outcome = try await Hazard.run(["dead-letters", "show", "--server", url, "--"] + words)
            #expect(outcome.code == 2, "\(words)")
        }
        #expect(await serving.stop().code == 0)
    }

    @Test func `the program describes itself: version as JSON, completion, manual page`() async throws {
        let version = try await Hazard.run(["version", "--json"])
        #expect(try JSONValue(reading: Array(version.output.utf8))["version"]?.string?.isEmpty == false)
        for shell in ["bash", "zsh", "fish"] {
            let script = try await Hazard.run(["completion", shell])
            #expect(script.code == 0 && script.output.contains("dead-letters") && script.output.contains("next_due"))
        }
        let unknown = try await Hazard.run(["completion", "csh", "--lang", "zh"])
        #expect(unknown.code == 2 && unknown.errorOutput.contains("bash、zsh 或 fish"))
        let page = try await Hazard.run(["man", "--lang", "zh"])
        #expect(page.code == 0 && page.output.contains(".TH HAZARD 1") && page.output.contains("HAZARD_TOKEN_FILE"))
    }
}
