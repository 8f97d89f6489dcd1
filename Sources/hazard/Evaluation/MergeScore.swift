/// How well reports were joined into cases, held against what is proven about some of them.
///
/// Only a few pairs of real reports are proven: of one group, the same; naming different things, different. All others
/// count for neither, and what joining them cost is seen in the share of joined reports, the flag budget.
package struct MergeScore: Hashable, Sendable {
    /// One report in the order of receipt, and the case it ended in.
    package struct Row: Hashable, Sendable {
        /// Its line or position, from 1.
        package var position: Int
        /// The input in words, for people.
        package var subject: String
        /// The position of the report that opened its case: its own when it opened one.
        package var openedBy: Int
        /// Reports of one group are proven to be about the same hazard; nil proves nothing.
        package var group: String?
        /// What the report is about, by name, such as a lamp's number: two that name only different ones are proven different.
        package var things: Set<String>

        package init(position: Int, subject: String, openedBy: Int, group: String?, things: Set<String> = []) {
            self.position = position
            self.subject = subject
            self.openedBy = openedBy
            self.group = group
            self.things = things
        }

        package var isJoined: Bool { openedBy != position }

        func isSame(as other: Row) -> Bool {
            group != nil && group == other.group
        }

        func isDifferent(from other: Row) -> Bool {
            !isSame(as: other) && !things.isEmpty && !other.things.isEmpty && things.isDisjoint(with: other.things)
        }
    }

    /// Two reports in one case that are proven different, the earlier first.
    package struct Mistake: Hashable, Sendable {
        package var first: Row
        package var second: Row
    }

    package let rows: [Row]
    /// Pairs in one case that are proven the same.
    package let rightPairs: Int
    /// Pairs in one case that are proven different, in the order of the later report.
    package let mistakes: [Mistake]
    /// Pairs in one case about which nothing is proven.
    package let unprovenPairs: Int
    /// Pairs that are proven the same, wherever they ended.
    package let samePairs: Int
    /// Reports that repeat an earlier one of their group.
    package let repeats: Int
    /// Those of them whose case holds an earlier one of their group.
    package let repeatsFound: Int

    package init(_ rows: [Row]) {
        self.rows = rows
        var right = 0
        var unproven = 0
        var mistakes: [Mistake] = []
        var found = 0
        var repeats = 0
        var cases: [Int: [Row]] = [:]
        var groups: [String: Int] = [:]
        var same = 0
        for row in rows {
            let earlier = cases[row.openedBy] ?? []
            for other in earlier {
                if row.isSame(as: other) {
                    right += 1
                } else if row.isDifferent(from: other) {
                    mistakes.append(Mistake(first: other, second: row))
                } else {
                    unproven += 1
                }
            }
            cases[row.openedBy, default: []].append(row)
            guard let group = row.group else { continue }
            let before = groups[group] ?? 0
            same += before
            if before > 0 { repeats += 1 }
            if earlier.contains(where: row.isSame) { found += 1 }
            groups[group] = before + 1
        }
        rightPairs = right
        unprovenPairs = unproven
        self.mistakes = mistakes
        samePairs = same
        self.repeats = repeats
        repeatsFound = found
    }

    /// Reports that joined an earlier one.
    package var joined: Int { rows.count(where: \.isJoined) }

    /// The flag budget: the share of reports that joined an earlier one; nil without reports.
    package var joinedShare: Double? { FlagScore.share(joined, of: rows.count) }

    /// The share of pairs proven the same among those in one case that are proven either way; nil without such.
    package var precision: Double? { FlagScore.share(rightPairs, of: rightPairs + mistakes.count) }

    /// The share of the pairs proven the same that are in one case; nil without such pairs.
    package var recall: Double? { FlagScore.share(rightPairs, of: samePairs) }

    /// The harmonic mean of both; nil when there is nothing to find and nothing was joined wrongly.
    package var f1: Double? { FlagScore.share(2 * rightPairs, of: rightPairs + mistakes.count + samePairs) }

    /// The share of the repeats that were joined with an earlier report of theirs; nil without repeats.
    package var repeatRecall: Double? { FlagScore.share(repeatsFound, of: repeats) }

    /// Reports of a group that ended in a case without an earlier one of theirs, in order.
    package var missed: [Row] {
        var seen: [String: Set<Int>] = [:]
        var missed: [Row] = []
        for row in rows {
            guard let group = row.group else { continue }
            if let cases = seen[group], !cases.contains(row.openedBy) { missed.append(row) }
            seen[group, default: []].insert(row.openedBy)
        }
        return missed
    }
}
