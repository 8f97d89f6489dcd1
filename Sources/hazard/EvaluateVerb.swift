import CommandArguments
import Foundation
import HazardConfig
import HazardCore
import JSONText

/// `hazard evaluate FILE`: reads labelled texts and says how many were understood, which were confused, and the worst.
let evaluateVerb = Verb(
    path: ["evaluate"],
    summary: Phrase(
        zh: "用带标注的文件检验文字分类：准确率、宏平均 F1、混淆与最差例",
        en: "score the reading of texts on a labelled file: accuracy, macro-F1, confusions, worst cases"),
    options: Configuration.options + [
        .json,
        Option(
            "worst", .value("N"),
            summary: Phrase(zh: "列出最差的几例，默认 20", en: "how many of the worst to list, by default 20")),
    ],
    positionals: [
        Positional(
            "FILE",
            summary: Phrase(
                zh: "每行一个 {text, category[, condition]}；- 为标准输入",
                en: "{text, category[, condition]} a line; - is standard input"))
    ]
) { arguments in
    let policy = try Configuration.load(arguments).policy
    let worst = try arguments.integer("worst", in: 0...1_000_000) ?? 20
    let lines = try ReportLines(arguments.positional("FILE") ?? "-")
    let clock = ContinuousClock()
    var verdicts: [ClassifierScore.Verdict] = []
    var spent = Swift.Duration.zero
    while let piece = try lines.next() {
        for line in piece {
            let labelled = try LabelledText(line, policy)
            let start = clock.now
            let said = policy.textClassifier.classify(labelled.text)
            spent += clock.now - start
            verdicts.append(labelled.verdict(said, policy))
        }
    }
    let evaluation = Evaluation(score: ClassifierScore(verdicts), spent: spent, worst: worst)
    if arguments.flag("json") {
        Terminal.print(bytes: evaluation.json)
    } else {
        Terminal.print(evaluation.text(CaseWords(language: arguments.language)))
    }
    return .done
}

/// One line of a labelled file.
private struct LabelledText {
    let text: String
    private let number: Int
    private let category: HazardCategory
    private let condition: String?

    init(_ line: ReportLine, _ policy: Policy) throws(CommandFault) {
        number = line.number
        let value: JSONValue
        do {
            value = try JSONValue(reading: line.bytes)
        } catch {
            throw CommandFault(.usage, "line \(line.number): \(error.sentence(in: line.bytes))")
        }
        guard let text = value["text"]?.string else {
            throw CommandFault(.usage, "line \(line.number): text is missing: give {\"text\":…,\"category\":…}")
        }
        guard let label = value["category"]?.string, let category = policy.category(label) else {
            let given = value["category"]?.string ?? ""
            throw CommandFault(
                .usage, "line \(line.number): category \"\(given)\" is none of ours: give a code or an id")
        }
        self.text = text
        self.category = category
        condition = value["condition"]?.string
    }

    /// A text that is labelled as unclassified is read right when it is read as nothing.
    func verdict(_ said: TextClassification, _ policy: Policy) -> ClassifierScore.Verdict {
        var actual = said.category.flatMap(policy.category)?.code
        if actual == nil, category.id == HazardCategory.unclassifiedID { actual = category.code }
        var verdict = ClassifierScore.Verdict(
            position: number, text: text, expected: category.code, actual: actual, score: said.score)
        verdict.expectedCondition = condition
        verdict.actualCondition = said.condition
        return verdict
    }
}

/// The figures of one evaluation, for people and for scripts.
private struct Evaluation {
    let score: ClassifierScore
    let spent: Swift.Duration
    let worst: Int

    private var microseconds: Double? {
        guard !score.verdicts.isEmpty else { return nil }
        return spent / .microseconds(1) / Double(score.verdicts.count)
    }

    func text(_ words: CaseWords) -> String {
        func figure(_ value: Double?) -> String { value.map { String(format: "%.4f", $0) } ?? "n/a" }
        var lines = TextTable.lines([
            [words("条数", "Texts"), "\(score.verdicts.count)"],
            [words("准确率", "Accuracy"), figure(score.accuracy)],
            [words("宏平均 F1", "Macro-F1"), figure(score.macroF1)],
            [words("立案条件准确率", "Accuracy of conditions"), figure(score.conditionAccuracy)],
            [words("每条用时（微秒）", "Microseconds a text"), microseconds.map { String(format: "%.1f", $0) } ?? "n/a"],
        ])
        lines += ["", words("各类 F1：", "F1 by category:")]
        lines += score.f1.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { "  \($0.key)  \(figure($0.value))" }
        if !score.confusions.isEmpty {
            lines += ["", words("混淆（应为 → 读作）：", "Confusions (label → read as):")]
            lines += score.confusions.map { "  \($0.count)  \($0.expected) → \($0.actual ?? "-")" }
        }
        let cases = score.worst.prefix(worst)
        if !cases.isEmpty {
            lines += ["", words("最差例：", "Worst cases:")]
            lines += cases.map { verdict in
                "  \(verdict.position): \(verdict.expected) → \(verdict.actual ?? "-") "
                    + "(\(TextClassification.decimal(verdict.score))) \(verdict.text)"
            }
        }
        return lines.joined(separator: "\n")
    }

    var json: [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("texts", score.verdicts.count)
            writer.field("accuracy", score.accuracy)
            writer.field("macro_f1", score.macroF1)
            writer.field("condition_accuracy", score.conditionAccuracy)
            writer.field("microseconds", microseconds)
            writer.array("f1", score.f1.sorted { $0.key < $1.key }) { writer, entry in
                writer.beginObject()
                writer.field("category", entry.key)
                writer.field("f1", entry.value)
                writer.endObject()
            }
            writer.array("confusions", score.confusions) { writer, confusion in
                writer.beginObject()
                writer.field("expected", confusion.expected)
                writer.field("actual", confusion.actual)
                writer.field("count", confusion.count)
                writer.endObject()
            }
            writer.array("worst", Array(score.worst.prefix(worst))) { writer, verdict in
                writer.beginObject()
                writer.field("line", verdict.position)
                writer.field("expected", verdict.expected)
                writer.field("actual", verdict.actual)
                writer.field("score", Double(verdict.score) / 100)
                writer.field("text", verdict.text)
                writer.endObject()
            }
            writer.endObject()
        }
    }
}
