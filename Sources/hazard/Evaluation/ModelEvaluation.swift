internal import ChineseText
import CommandArguments
import Foundation
import HazardCore
import JSONText

/// Compares the rules, a model, and both on labelled lines: lines as `hazard train` reads them.
struct ModelEvaluation: Evaluation {
    private let verdicts: ModelVerdicts
    private let policy: Policy
    private var lines: [(number: Int, text: String, expected: String)] = []
    private var answers: [[ModelVerdict]] = [[], [], []]

    /// The names of the three, in the order of the answers.
    static let names: [StaticString] = ["rules", "model", "both"]

    init(_ model: LinearModel, _ policy: Policy, sure: Double, likely: Double) {
        verdicts = ModelVerdicts(model, policy, sure: sure, likely: likely)
        self.policy = policy
    }

    private var model: LinearModel { verdicts.model }

    mutating func add(_ line: LabelledLine) throws {
        let line = try ModelLine(line, of: model.subject, policy)
        lines.append((line.number, line.input.text, verdicts.expected(line)))
        let (rules, learned) = (verdicts.rules(line), verdicts.model(line))
        for (index, verdict) in [rules, learned, verdicts.both(rules, learned)].enumerated() {
            answers[index].append(verdict)
        }
    }

    // MARK: - Figures

    private func score(_ index: Int) -> LabelScore {
        LabelScore(
            zip(lines, answers[index]).map { line, verdict in
                LabelScore.Verdict(
                    position: line.number, subject: line.text, expected: line.expected, actual: verdict.answer,
                    score: Int((verdict.score * 100).rounded()))
            })
    }

    private func answered(_ index: Int) -> Double? {
        FlagScore.share(answers[index].count(where: \.isAnswered), of: lines.count)
    }

    /// The accuracy of what no person must look at.
    private func answeredAccuracy(_ index: Int) -> Double? {
        let right = zip(lines, answers[index]).filter { $1.isAnswered }.map { $0.expected == $1.answer }
        return FlagScore.share(right.count { $0 }, of: right.count)
    }

    /// For urgency: what is flagged as most urgent. Else: what is left to people, the least sure first; sought are errors.
    func curve(_ index: Int) -> FlagCurve {
        FlagCurve(
            zip(lines, answers[index]).map { line, verdict in
                model.subject == .urgency
                    ? (verdict.score, line.expected == "true") : (-verdict.score, line.expected != verdict.answer)
            })
    }

    /// The model's probabilities beside the share of right answers.
    private var calibration: [Calibration.Point] {
        let counted = lines.indices.map { index -> (Double, Bool) in
            let verdict = answers[1][index]
            return model.subject == .urgency
                ? (model.calibration.observed(verdict.score), lines[index].expected == "true")
                : (min(verdict.score, 1), lines[index].expected == verdict.answer)
        }
        return (0..<10).compactMap { bin in
            let part = counted.filter { min(9, Int($0.0 * 10)) == bin }
            guard !part.isEmpty else { return nil }
            return Calibration.Point(
                given: part.reduce(0) { $0 + $1.0 } / Double(part.count),
                observed: Double(part.count(where: \.1)) / Double(part.count), rows: part.count)
        }
    }

    // MARK: - Output

    func lines(_ words: AnswerWords, worst: Int) -> [String] {
        let titles = [words("规则", "rules"), words("模型", "model"), words("两者", "both")]
        var rows = [[""] + titles]
        func row(_ title: String, _ value: (Int) -> Double?) {
            rows.append([title] + (0..<3).map { Figure.text(words, value($0)) })
        }
        let scores = (0..<3).map(score)
        row(words("准确率", "Accuracy")) { scores[$0].accuracy }
        row(words("宏平均 F1", "Macro-F1")) { scores[$0].macroF1 }
        row(words("无须复核", "Answered")) { answered($0) }
        row(words("其中准确率", "Accuracy of those")) { answeredAccuracy($0) }
        let curves = (0..<3).map(curve)
        let isUrgency = model.subject == .urgency
        for (index, share) in FlagCurve.shares.enumerated() {
            let percent = Int((share * 100).rounded())
            row(
                isUrgency
                    ? words("标记 \(percent) % 的召回率", "Recall at \(percent) % flagged")
                    : words("复核 \(percent) % 查出的错", "Errors found in \(percent) %")
            ) { curves[$0].points[index].recall }
        }
        var lines = [words("条数", "Texts") + "  \(self.lines.count)", ""] + TextTable.lines(rows)
        lines += ["", words("校准（给出 → 实际）：", "Calibration (given → observed):")]
        lines += calibration.map {
            "  \(Figure.text(words, $0.given)) → \(Figure.text(words, $0.observed))  \($0.rows)"
        }
        for (title, score) in zip(titles, scores) {
            lines += ["", "── \(title)"] + LabelFigures(score: score, label: "label").lines(words, worst: worst)
        }
        return lines
    }

    func write(worst: Int, _ writer: inout JSONWriter) {
        writer.field("texts", lines.count)
        writer.field("of", model.subject)
        writer.field("name", model.card.name)
        writer.field("hash", model.hash)
        for index in 0..<3 {
            writer.key(Self.names[index])
            writer.beginObject()
            let score = score(index)
            writer.field("accuracy", score.accuracy)
            writer.field("macro_f1", score.macroF1)
            writer.field("answered", answered(index))
            writer.field("answered_accuracy", answeredAccuracy(index))
            writer.array("curve", curve(index).points) { writer, point in
                writer.beginObject()
                writer.field("flagged", point.flagged)
                writer.field("recall", point.recall)
                writer.field("precision", point.precision)
                writer.endObject()
            }
            if index == 1 { writeCalibration(&writer) }
            LabelFigures(score: score, label: "label").write(worst: worst, subject: "text", &writer)
            writer.endObject()
        }
    }

    private func writeCalibration(_ writer: inout JSONWriter) {
        writer.array("calibration", calibration) { writer, point in
            writer.beginObject()
            writer.field("given", point.given)
            writer.field("observed", point.observed)
            writer.field("rows", point.rows)
            writer.endObject()
        }
    }

    /// The three curves as a picture.
    func plot(_ words: AnswerWords) -> String {
        let titles = [words("规则", "rules"), words("模型", "model"), words("两者", "both")]
        return CurvePlot(
            title: model.subject == .urgency
                ? words("标记的比例与找到的紧急上报", "share flagged and urgent reports found")
                : words("复核的比例与查出的错误", "share reviewed and errors found"),
            curves: (0..<3).map { (titles[$0], curve($0)) }
        ).svg
    }
}
