internal import ChineseText
import Foundation
import HazardCore
import JSONText

/// The figures of a label score, for people and for scripts.
struct LabelFigures {
    let score: LabelScore
    /// The kind of label: `category` or `department`.
    let label: StaticString

    /// F1 by label, confusions and worst answers, as lines of text.
    func lines(_ words: AnswerWords, worst: Int) -> [String] {
        var lines = ["", words("各类 F1：", "F1 by \(label):")]
        lines += score.f1.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
            "  \($0.key)  \(Figure.text(words, $0.value))"
        }
        if !score.confusions.isEmpty {
            lines += ["", words("混淆（应为 → 判为）：", "Confusions (label → answer):")]
            lines += score.confusions.map { "  \($0.count)  \($0.expected) → \($0.actual ?? "-")" }
        }
        let cases = score.worst.prefix(worst)
        if !cases.isEmpty {
            lines += ["", words("最差例：", "Worst cases:")]
            lines += cases.map { verdict in
                "  \(verdict.position): \(verdict.expected) → \(verdict.actual ?? "-") "
                    + "(\(TextClassification.decimal(verdict.score))) \(verdict.subject)"
            }
        }
        return lines
    }

    /// Writes the fields `f1`, `confusions` and `worst`; `subject` is the field name of an input in `worst`.
    func write(worst: Int, subject: StaticString, _ writer: inout JSONWriter) {
        writer.array("f1", score.f1.sorted { $0.key < $1.key }) { writer, entry in
            writer.beginObject()
            writer.field(label, entry.key)
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
            writer.field(subject, verdict.subject)
            writer.endObject()
        }
    }
}

/// A fraction with four decimal places.
enum Figure {
    static func text(_ words: AnswerWords, _ value: Double?) -> String {
        value.map { String(format: "%.4f", $0) } ?? words.noFigure
    }
}
