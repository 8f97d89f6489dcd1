internal import ChineseText
import Foundation
import HazardCore
import JSONText

/// Scores the classifier's category and condition of texts: lines `{text, category[, condition]}`.
struct CategoryEvaluation: Evaluation {
    private static let example = "{\"text\":…,\"category\":…}"
    private let policy: Policy
    private let clock = ContinuousClock()
    private var verdicts: [LabelScore.Verdict] = []
    private var spent = Swift.Duration.zero
    /// The texts that need no review, and those of them with the right category.
    private var unreviewed = 0
    private var unreviewedRight = 0

    init(_ policy: Policy) {
        self.policy = policy
    }

    mutating func add(_ line: LabelledLine) throws {
        let text = try line.text("text", example: Self.example)
        guard let label = line["category"]?.string, let category = policy.category(label) else {
            let given = line["category"]?.string ?? ""
            throw line.fault(
                zh: "没有类别“\(given)”（category）：请写类别代码或英文标识",
                en: "category \"\(given)\" is unknown: give a code or an id")
        }
        let start = clock.now
        let classification = policy.textClassifier.classify(text)
        spent += clock.now - start
        var actual = classification.category.flatMap(policy.category)?.code
        // A text with the label "unclassified" is right when the classifier finds no category.
        if actual == nil, category.id == HazardCategory.unclassifiedID { actual = category.code }
        var verdict = LabelScore.Verdict(
            position: line.number, subject: text, expected: category.code, actual: actual, score: classification.score)
        verdict.expectedCondition = line["condition"]?.string
        verdict.actualCondition = classification.condition
        verdicts.append(verdict)
        if !classification.needsReview {
            unreviewed += 1
            if actual == category.code { unreviewedRight += 1 }
        }
    }

    func lines(_ words: AnswerWords, worst: Int) -> [String] {
        let score = LabelScore(verdicts)
        return TextTable.lines([
            [words("条数", "Texts"), "\(verdicts.count)"],
            [words("准确率", "Accuracy"), Figure.text(words, score.accuracy)],
            [words("宏平均 F1", "Macro-F1"), Figure.text(words, score.macroF1)],
            [words("立案条件准确率", "Accuracy of conditions"), Figure.text(words, score.conditionAccuracy)],
            [words("需要复核", "Need review"), Figure.text(words, reviewShare)],
            [words("不复核的准确率", "Accuracy without review"), Figure.text(words, unreviewedAccuracy)],
            [
                words("每条用时（微秒）", "Microseconds a text"),
                microseconds.map { String(format: "%.1f", $0) } ?? words.noFigure,
            ],
        ]) + LabelFigures(score: score, label: "category").lines(words, worst: worst)
    }

    func write(worst: Int, _ writer: inout JSONWriter) {
        let score = LabelScore(verdicts)
        writer.field("texts", verdicts.count)
        writer.field("accuracy", score.accuracy)
        writer.field("macro_f1", score.macroF1)
        writer.field("condition_accuracy", score.conditionAccuracy)
        writer.field("review_share", reviewShare)
        writer.field("unreviewed_accuracy", unreviewedAccuracy)
        writer.field("microseconds", microseconds)
        LabelFigures(score: score, label: "category").write(worst: worst, subject: "text", &writer)
    }

    /// The share of texts that a person must look at.
    private var reviewShare: Double? {
        verdicts.isEmpty ? nil : Double(verdicts.count - unreviewed) / Double(verdicts.count)
    }

    private var unreviewedAccuracy: Double? {
        unreviewed == 0 ? nil : Double(unreviewedRight) / Double(unreviewed)
    }

    private var microseconds: Double? {
        verdicts.isEmpty ? nil : spent / .microseconds(1) / Double(verdicts.count)
    }
}
