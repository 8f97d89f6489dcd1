import ChineseText
import Foundation
import HazardCore
import JSONText
import ModelFiles
internal import HazardText
import HazardWire
import Wording

/// What a learned model suggests: one suggestion that a dispatcher accepts, and one that she refuses.
///
/// The model learns at the start of the demo from sentences that are put together here; nothing of a city is in it.
struct DemoModel {
    static let programme = "jianyang.sentinel"
    let stage: DemoStage

    // MARK: - The model

    /// Learns the model, and writes it with the `policy.models` that names it.
    ///
    /// - Returns: the path of the latter
    static func write(into directory: String) throws -> String {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let rows = rows
        var card = ModelCard(
            name: "demo", source: "made up for the demo", rows: rows.rows.count,
            leastReporters: ModelCard.leastReporters,
            rowsPerLabel: rows.labels.indices.map { ModelCard.Count(label: rows.labels[$0], rows: rows.counts[$0]) },
            notFor: ModelCard.usualNotFor)
        card.from = "2026-01-01"
        card.to = "2026-01-31"
        let model = ModelTraining(.category, on: rows, card: card).run { _ in }
        try Data(ModelFile.bytes(model)).write(to: URL(filePath: directory + "/demo.json"))
        let uses = """
            models:
              - of: category
                file: demo.json
                programmes: [\(programme)]
                likely: 50
                sure: 100  # only suggests: no probability is ever 1

            """
        try Data(uses.utf8).write(to: URL(filePath: directory + "/models.yaml"))
        return directory + "/models.yaml"
    }

    /// How people without the word for a thing speak of lamps, waste and piled objects.
    private static let words: [(category: String, things: [String], faults: [String])] = [
        ("street-light", ["那根高杆子", "那排杆子", "头顶那盏"], ["整夜黑着", "到晚上就黑乎乎的", "一闪一闪不亮"]),
        ("waste-dirt", ["墙角那一摊", "那一大袋东西", "那堆脏东西"], ["好几天没人收", "臭得很", "招来好多苍蝇"]),
        ("piled-objects", ["一捆长长的铁管", "一摞木板子", "一大堆砖头"], ["横在地上", "放在路边挡着", "码得老高"]),
    ]
    private static let places = ["小区门口", "巷子里", "河边", "学校旁边", "楼下", "菜场后面"]

    private static var rows: TrainingRows {
        var rows: [TrainingRow] = []
        for place in places {
            for fault in 0..<3 {
                for thing in 0..<3 {
                    for label in words.indices {
                        let text = place + words[label].things[thing] + "，" + words[label].faults[fault]
                        rows.append(TrainingRow(input: ModelInput(text: text), label: label, reporter: rows.count))
                    }
                }
            }
        }
        let names = words.map(\.category)
        return TrainingRows(rows: rows, labels: names, codes: names)
    }

    // MARK: - The scene

    func play() throws {
        try stage.narrate(
            "简阳：骑手的说法不在词表里。由已分类的句子学来的模型提出建议，写明依据；归类由分拨员决定。",
            "Jianyang: words that no phrase knows. A model that learned from classified sentences suggests, and says why; people decide."
        )
        let lamp = try suggestion("demo-model-1", "菜场后面那排杆子到晚上就黑乎乎的")
        stage.expect(
            "模型建议路灯故障，附依据；案卷待分拨", "the model suggests a street light with its reasons; the case waits in triage",
            isSuggested("street-light", lamp))
        try stage.narrate("分拨员采纳建议。", "The dispatcher accepts the suggestion.")
        let accepted = try stage.command(
            "demo-model-1", "classify", role: "dispatcher", [.init("category", "street-light")])
        stage.expect(
            "采纳后按规则派出", "accepted, and dispatched by the rules",
            accepted?["category"]?["id"] == "street-light" && DemoFacts(accepted).state == "dispatched")
        let poles = try suggestion("demo-model-2", "河边那排杆子横着，整夜没人收")
        stage.expect(
            "模型也把横放的杆子当成路灯", "the model takes poles on the ground for lamps too",
            isSuggested("street-light", poles))
        try stage.narrate(
            "分拨员看出是堆放的杆子，不采纳，改归乱堆物料。", "The dispatcher sees that they are piled poles, refuses, and decides otherwise.")
        let refused = try stage.command(
            "demo-model-2", "classify", role: "dispatcher", [.init("category", "piled-objects")])
        stage.expect(
            "不采纳：案卷归为乱堆物料", "refused: the case is one of piled objects",
            refused?["category"]?["id"] == "piled-objects")
        let counted = try stage.server.get("/v1/stats")["model_agreement"]?.array?.first
        stage.expect(
            "与模型一致的比例按月计数：2 次中 1 次", "agreement with the model is counted by month: 1 of 2",
            counted?["agreed"] == 1 && counted?["decided"] == 2)
        try stage.finish("demo-model-1")
        try stage.finish("demo-model-2")
    }

    /// Reports a text, and prints what the model says of it in both languages.
    private func suggestion(_ id: String, _ text: String) throws -> JSONValue {
        let value = try stage.report(
            id,
            [
                .init("programme", .string(Self.programme)), .init("channel", "chat"), .init("text", .string(text)),
                .init("reporter", ["ref": .string("rider-" + id), "kind": "rider"]),
                .init("location", ["district": "510185"]),
            ])
        for said in Self.evidence(value) {
            for language in Language.allCases {
                let words = CaseWords(language: language, names: stage.words.names)
                Terminal.print("          " + words.model(said))
            }
        }
        return value
    }

    private func isSuggested(_ category: String, _ value: JSONValue) -> Bool {
        DemoFacts(value).state == "triage"
            && Self.evidence(value).contains {
                $0.answer == category && $0.effect == .suggests && !$0.reasons.isEmpty
            }
    }

    private static func evidence(_ value: JSONValue) -> [ModelEvidence] {
        CaseFacts.evidence(value["decision"]).compactMap { found in
            if case .model(let said) = found { said } else { nil }
        }
    }
}
