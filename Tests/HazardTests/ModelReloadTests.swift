import Foundation
import JSONText
import TestSupport
import Testing

/// Models of a running server: SIGHUP reads them again, and a file that cannot be used changes nothing.
struct ModelReloadTests {
    private static let words = ["U01": ["那根高高的杆子", "又黑了"], "E01": ["这里一大堆脏东西", "没人收"]]

    /// Rows of two categories; the same number gives the same model.
    private static func rows(_ count: Int) -> String {
        (0..<count).map { number in
            let code = number.isMultiple(of: 2) ? "U01" : "E01"
            return
                "{\"text\":\"\((words[code] ?? []).joined(separator: number % 3 == 0 ? "，" : "好像"))\",\"label\":\"\(code)\"}\n"
        }.joined()
    }

    @Test func `SIGHUP reads a changed model, and a cut one is refused with the reason`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let model = try folder.write("model.json", "")
        let list = try folder.write(
            "models.yaml", "models: [{of: category, file: model.json, likely: 50, sure: 100}]\n")
        try await train(80, model, folder)
        let serving = try RunningHazard(
            ["serve", "--set", "log_format=json", "--set", "policy.models=\(list)"] + folder.settings)
        let url = try #require(await ServerWalkTests().address(of: serving))
        let first = try #require(try await evidence("m-1", url))

        try await train(120, model, folder)
        serving.hangUp()
        #expect(await serving.errorLine(containing: "\"reloaded\"") != nil)
        let second = try #require(try await evidence("m-2", url))
        #expect(second != first)

        try Data(try Data(contentsOf: URL(filePath: model)).dropLast(40)).write(to: URL(filePath: model))
        serving.hangUp()
        let refused = try #require(await serving.errorLine(containing: "reload-refused"))
        #expect(refused.contains("the file is cut") && refused.contains("models[0].file"), "\(refused)")
        #expect(try await evidence("m-3", url) == second)
        #expect(await serving.stop().code == 0)
    }

    private func train(_ rows: Int, _ model: String, _ folder: HazardFolder) async throws {
        let file = try folder.write("rows.jsonl", Self.rows(rows))
        let trained = try await Hazard.run([
            "train", file, "--of", "category", "--out", model, "--config",
            Hazard.config.appending(path: "hazard.yaml").path,
        ])
        #expect(trained.code == 0, "\(trained.errorOutput)")
    }

    /// The hash of the model that spoke of a new report.
    private func evidence(_ id: String, _ url: String) async throws -> String? {
        let sent = try await Hazard.run([
            "report", "--programme", "jianyang.sentinel", "--district", "510185", "--id", id, "--wait", "20", "--json",
            "--server", url, "--text", "那根高高的杆子又黑了",
        ])
        let caseID = try #require(try JSONValue(reading: Array(sent.output.utf8))["case_id"]?.string)
        let shown = try await Hazard.run(["case", "show", caseID, "--json", "--server", url])
        let value = try JSONValue(reading: Array(shown.output.utf8))
        return value["decision"]?["facts"]?.array?.compactMap { $0["hash"]?.string }.first
    }
}
