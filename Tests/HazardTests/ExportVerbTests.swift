import Foundation
import JSONText
import Testing

/// Learning from the work itself: report, decide, export, train, evaluate.
struct ExportVerbTests {
    @Test func `what people decided is exported, and a model learns from it`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let serving = try RunningHazard(["serve"] + folder.settings)
        let url = try #require(await ServerWalkTests().address(of: serving))
        let words = ["U01": "那根高高的杆子又黑了", "E01": "这里一大堆脏东西没人收"]
        for number in 0..<12 {
            let category = number.isMultiple(of: 2) ? "U01" : "E01"
            let sent = try await Hazard.run([
                "report", "--programme", "jianyang.sentinel", "--district", "510185", "--id", "e-\(number)", "--wait",
                "20",
                "--json", "--server", url, "--text", "第\(number)处，\(words[category] ?? "")，电话1381234567\(number % 10)",
            ])
            let id = try #require(try JSONValue(reading: Array(sent.output.utf8))["case_id"]?.string)
            let done = try await Hazard.run([
                "command", id, "classify", "--category", category, "--operator", "li", "--role", "dispatcher",
                "--server", url,
            ])
            #expect(done.code == 0, "\(done.errorOutput)\(done.output)")
        }
        let file = try folder.write("labels.jsonl", "")
        let export = try await Hazard.run([
            "export", "labels", "--since", "2026-01-01", "--of", "category", "--out", file, "--operator", "wang",
            "--server", url,
        ])
        #expect(export.code == 0 && export.errorOutput.contains("12"), "\(export.errorOutput)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.split(separator: "\n").count == 12 && !text.contains("1381234567"))
        let model = try folder.write("model.json", "")
        let config = ["--config", Hazard.config.appending(path: "hazard.yaml").path]
        let trained = try await Hazard.run(["train", file, "--of", "category", "--out", model] + config)
        #expect(trained.code == 0, "\(trained.errorOutput)")
        let scored = try await Hazard.run(["evaluate", file, "--of", "category", "--model", model, "--json"] + config)
        let answer = try JSONValue(reading: Array((scored.lines.first ?? "").utf8))
        #expect(answer["model"]?["accuracy"]?.double == 1, "\(scored.output)")
        #expect(await serving.stop().code == 0)
    }
}
