import Foundation
import JSONText
import TestSupport
import Testing

/// `hazard train`, `hazard evaluate --model` and `hazard classify --model` on made-up rows.
struct TrainTests {
    private static let labels = ["street-lighting", "sanitation", "traffic-police"]
    private static let config = ["--config", Hazard.config.appending(path: "hazard.yaml").path]

    private static func lines(_ rows: some Sequence<MadeUpRows.Row>) -> String {
        rows.enumerated().map { index, row in
            "{\"text\":\"\(row.text)，电话13812345678\",\"label\":\"\(labels[row.label])\",\"reporter\":\"r\(index % 40)\","
                + "\"at\":\"2026-10-\(10 + index % 20)\",\"place\":{\"district\":\"510185\"}}\n"
        }.joined()
    }

    private static func urgent(_ rows: some Sequence<MadeUpRows.Row>) -> String {
        rows.map { "{\"text\":\"\($0.text)\",\"urgent\":\($0.label == 1)}\n" }.joined()
    }

    @Test func `the same rows give the same file, which evaluate and classify read`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let rows = MadeUpRows.rows(600)
        let train = try folder.write("train.jsonl", Self.lines(rows[..<400]))
        let test = try folder.write("test.jsonl", Self.lines(rows[400...]))
        var files: [String] = []
        for name in ["one.json", "two.json"] {
            let file = try folder.write(name, "")
            let outcome = try await Hazard.run(["train", train, "--of", "department", "--out", file] + Self.config)
            #expect(outcome.code == 0, "\(outcome.errorOutput)")
            files.append(file)
        }
        let bytes = try Data(contentsOf: URL(filePath: files[0]))
        #expect(try bytes == Data(contentsOf: URL(filePath: files[1])))
        // Telephone numbers are masked, and no row's text is in the file.
        #expect(!String(decoding: bytes, as: UTF8.self).contains("138"))
        let scored = try await Hazard.run(
            ["evaluate", test, "--of", "department", "--model", files[0], "--json"] + Self.config)
        let answer = try JSONValue(reading: Array((scored.lines.first ?? "").utf8))
        for name in ["rules", "model", "both"] {
            #expect(answer[name]?["macro_f1"]?.double != nil && answer[name]?["answered"]?.double != nil)
            #expect(answer[name]?["curve"]?.array?.map { $0["flagged"]?.double } == [0.01, 0.02, 0.05, 0.1, 0.2])
        }
        #expect(answer["model"]?["accuracy"]?.double ?? 0 > 0.95)
        let read = try await Hazard.run(["classify", "污水横流", "--model", files[0], "--json"] + Self.config)
        let model = try JSONValue(reading: Array((read.lines.first ?? "").utf8))["models"]?[0]
        #expect(model?["answer"]?.string == "sanitation" && model?["ngrams"]?[0]?["ngram"]?.string != nil)
    }

    @Test func `urgency has curves, and a plot`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let rows = MadeUpRows.rows(500)
        let train = try folder.write("train.jsonl", Self.urgent(rows[..<400]))
        let test = try folder.write("test.jsonl", Self.urgent(rows[400...]))
        let file = try folder.write("urgency.json", "")
        let plot = try folder.write("plot.svg", "")
        _ = try await Hazard.run(["train", train, "--of", "urgency", "--out", file] + Self.config)
        let scored = try await Hazard.run(
            ["evaluate", test, "--model", file, "--json", "--plot", plot] + Self.config)
        let curve = try JSONValue(reading: Array((scored.lines.first ?? "").utf8))["model"]?["curve"]
        #expect(curve?[4]?["precision"]?.double == 1 && curve?[4]?["recall"]?.double ?? 0 > 0.4)
        #expect(try String(contentsOfFile: plot, encoding: .utf8).hasPrefix("<svg"))
    }

    @Test func `a cut file, foreign labels and one label only are told`() async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let cut = try folder.write("cut.json", "{\"format\":\"hazard-model\"")
        let refused = try await Hazard.run(["evaluate", cut, "--model", cut] + Self.config)
        #expect(refused.code == 2 && refused.errorOutput.contains("cut"))
        let one = try folder.write("one.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n")
        let alone = try await Hazard.run(["train", one, "--of", "category", "--out", cut] + Self.config)
        #expect(alone.code == 2 && alone.errorOutput.contains("same label"))
        let two = try folder.write(
            "two.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"U01\"}\n")
        let foreign = try await Hazard.run(["train", two, "--of", "category", "--out", cut] + Self.config)
        #expect(foreign.code == 0 && foreign.errorOutput.contains("\"x\" is no code of ours"))
    }
}
