import HazardCore
import HazardWire
import JSONText
internal import Wording

/// Scores which reports the merging rule joins: lines `{report[, group][, things][, closed_at]}` in the order of
/// receipt (`DECISIONS.md` #29).
///
/// Reports of one `group` are about the same hazard. Reports with different `things` are about different hazards. A
/// case is open until the `closed_at` of the report that opened it.
struct DuplicateEvaluation: Evaluation {
    private static let example = "{\"report\":{…},\"group\":…}"
    private let policy: Policy
    private var replay: MergeReplay
    private var rows: [MergeScore.Row] = []
    private var suggestions = SuggestionScore()
    private var last: Instant?

    init(_ policy: Policy) {
        self.policy = policy
        replay = MergeReplay(policy)
    }

    mutating func add(_ line: LabelledLine) throws {
        let report = try line.report(policy, example: Self.example)
        if let last, report.reportedAt < last {
            throw line.fault(
                zh: "report.reported_at 早于上一行：各行须按收到的先后排列",
                en: "report.reported_at is earlier than that of the line before: give the lines in their order")
        }
        last = report.reportedAt
        let replayed = replay.add(report, position: line.number, closesAt: try closing(line))
        let subject = [report.location?.address, report.text].compactMap(\.self).joined(separator: " | ")
        let row = MergeScore.Row(
            position: line.number, subject: "\(report.reportID) \(subject)", openedBy: replayed.openedBy,
            group: line["group"]?.string, things: Set(line["things"]?.array?.compactMap(\.string) ?? []))
        rows.append(row)
        suggestions.add(row, replayed.similar)
    }

    private func closing(_ line: LabelledLine) throws -> Instant? {
        guard let given = line["closed_at"] else { return nil }
        guard let instant = given.string.flatMap(TimeText.parse) else {
            throw line.fault(zh: "closed_at 应为\(TimeText.form.zh)", en: "closed_at must be \(TimeText.form.en)")
        }
        return instant
    }

    func lines(_ words: AnswerWords, worst: Int) -> [String] {
        let score = MergeScore(rows)
        var lines = TextTable.lines([
            [words("上报", "Reports"), "\(rows.count)"],
            [words("并入先前案卷", "Joined an earlier one"), "\(score.joined)", Figure.text(words, score.joinedShare)],
            [words("确证同案的重复上报", "Repeats proven"), "\(score.repeats)"],
            [words("其中并入同案", "of them joined"), "\(score.repeatsFound)", Figure.text(words, score.repeatRecall)],
            [words("并对的成对上报", "Pairs joined and the same"), "\(score.rightPairs)"],
            [words("并错的成对上报", "Pairs joined and different"), "\(score.mistakes.count)"],
            [words("无从确证的", "Pairs joined, unproven"), "\(score.unprovenPairs)"],
            [words("精确率（确证者）", "Precision over proven pairs"), "", Figure.text(words, score.precision)],
            [words("召回率（成对）", "Recall of pairs"), "", Figure.text(words, score.recall)],
            ["F1", "", Figure.text(words, score.f1)],
        ])
        lines += suggestions.lines(words)
        let mistakes = score.mistakes.prefix(worst)
        if !mistakes.isEmpty {
            lines += ["", words("并错：", "Joined and different:")]
            lines += mistakes.flatMap { mistake in
                [
                    "  \(mistake.first.position): \(mistake.first.subject)",
                    "    \(mistake.second.position): \(mistake.second.subject)",
                ]
            }
        }
        let missed = score.missed.prefix(worst)
        if !missed.isEmpty {
            lines += ["", words("漏并：", "Repeats that were not joined:")]
            lines += missed.map { "  \($0.position): \($0.group ?? "-") \($0.subject)" }
        }
        return lines
    }

    func write(worst: Int, _ writer: inout JSONWriter) {
        let score = MergeScore(rows)
        writer.field("reports", rows.count)
        writer.field("joined", score.joined)
        writer.field("joined_share", score.joinedShare)
        writer.field("repeats", score.repeats)
        writer.field("repeats_found", score.repeatsFound)
        writer.field("repeat_recall", score.repeatRecall)
        writer.field("pairs_right", score.rightPairs)
        writer.field("pairs_wrong", score.mistakes.count)
        writer.field("pairs_unproven", score.unprovenPairs)
        writer.field("precision", score.precision)
        writer.field("recall", score.recall)
        writer.field("f1", score.f1)
        suggestions.write(&writer)
        writer.array("mistakes", Array(score.mistakes.prefix(worst))) { writer, mistake in
            writer.beginObject()
            writer.field("first", mistake.first.position)
            writer.field("second", mistake.second.position)
            writer.endObject()
        }
        writer.array("missed", Array(score.missed.prefix(worst))) { writer, row in
            writer.beginObject()
            writer.field("line", row.position)
            writer.field("group", row.group)
            writer.endObject()
        }
    }
}
