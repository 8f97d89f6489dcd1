import HazardCore
import JSONText

/// How many repeats are found when people also look at what is suggested, by the share of reports that they look at.
///
/// A report that joined a case needs no look. A repeat is found when its report joined a case of its group, or when a case with
/// an earlier report of its group is among those suggested.
struct SuggestionScore {
    /// The shares of all reports that are flagged.
    static let shares = [0.01, 0.02, 0.05, 0.06, 0.10, 0.20]

    private struct Flag {
        let score: Double
        /// The score of the suggested case with an earlier report of the group; nil when none is suggested.
        let right: Double?
        /// The likest one is proven to be another thing.
        let isWrong: Bool
    }

    private var flags: [Flag] = []
    private var joinedRight = 0
    private var repeats = 0
    private var rows = 0
    private var shown = 0
    private var shownRight = 0
    private var groups: Set<String> = []
    private var members: [Int: [MergeScore.Row]] = [:]

    /// Adds the next report with the cases suggested for it.
    mutating func add(_ row: MergeScore.Row, _ similar: [(openedBy: Int, resemblance: Resemblance)]) {
        rows += 1
        let isRepeat = row.group.map { groups.contains($0) } ?? false
        if isRepeat { repeats += 1 }
        if row.isJoined, isSame(row, as: row.openedBy) { joinedRight += 1 }
        if let first = similar.first {
            let right = similar.first { isSame(row, as: $0.openedBy) }
            let isWrong = (members[first.openedBy] ?? []).contains {
                !row.things.isEmpty && !$0.things.isEmpty && row.things.isDisjoint(with: $0.things)
                    && !(row.group != nil && row.group == $0.group)
            }
            flags.append(
                Flag(score: first.resemblance.score, right: right?.resemblance.score, isWrong: isWrong))
            if first.resemblance.isWorthALook { shown += 1 }
            if let right, right.resemblance.isWorthALook { shownRight += 1 }
        }
        if let group = row.group { groups.insert(group) }
        members[row.openedBy, default: []].append(row)
    }

    private func isSame(_ row: MergeScore.Row, as openedBy: Int) -> Bool {
        guard let group = row.group else { return false }
        return (members[openedBy] ?? []).contains { $0.group == group }
    }

    private struct Point {
        var flagged: Double
        var least: Double?
        var found: Int
        var recall: Double?
        var right: Int
        var wrong: Int
    }

    private var points: [Point] {
        let ranked = flags.sorted { $0.score > $1.score }
        return Self.shares.map { share in
            let taken = ranked.prefix(Int(share * Double(rows)))
            let least = taken.last?.score ?? 0
            let right = taken.count { ($0.right ?? -1) >= least }
            return Point(
                flagged: share, least: taken.last?.score, found: joinedRight + right,
                recall: FlagScore.share(joinedRight + right, of: repeats), right: right,
                wrong: taken.count(where: \.isWrong))
        }
    }

    func lines(_ words: AnswerWords) -> [String] {
        var table = [
            [
                words("提示的比例", "More reports looked at"), words("找到的重复", "repeats found"), "",
                words("分数不低于", "score from"), words("首个确证不同", "first proven different"),
            ]
        ]
        for point in points {
            table.append([
                Figure.text(words, point.flagged), "\(point.found)/\(repeats)", Figure.text(words, point.recall),
                Figure.text(words, point.least), "\(point.wrong)",
            ])
        }
        table.append([
            words("实际提示", "As shown to people") + " " + Figure.text(words, FlagScore.share(shown, of: rows)),
            "\(joinedRight + shownRight)/\(repeats)",
            Figure.text(words, FlagScore.share(joinedRight + shownRight, of: repeats)),
        ])
        return ["", words("可能相同的提示（只提示，不并案）：", "Suggested as possibly the same (never merged):")]
            + TextTable.lines(table)
    }

    func write(_ writer: inout JSONWriter) {
        writer.key("suggestions")
        writer.beginObject()
        writer.field("shown", FlagScore.share(shown, of: rows))
        writer.field("repeats_found", joinedRight + shownRight)
        writer.field("repeat_recall", FlagScore.share(joinedRight + shownRight, of: repeats))
        writer.array("curve", points) { writer, point in
            writer.beginObject()
            writer.field("flagged", point.flagged)
            writer.field("least_score", point.least)
            writer.field("repeats_found", point.found)
            writer.field("repeat_recall", point.recall)
            writer.field("first_different", point.wrong)
            writer.endObject()
        }
        writer.endObject()
    }
}
