/// How well reports were joined into cases, compared with what is proven about some of them.
///
/// Few pairs of real reports are proven: reports of one group are the same hazard, reports with different things are
/// different hazards. All other pairs count for neither. Their cost is visible in the share of joined reports.
package struct MergeScore: Hashable, Sendable {
    /// One report in the order of receipt, and its case.
    package struct Row: Hashable, Sendable {
        /// The line number, from 1.
        package var position: Int
        /// The input as text, for people.
        package var subject: String
        /// The position of the report that opened the case. For the opening report this is its own position.
        package var openedBy: Int
        /// Reports of one group are proven to be about the same hazard; nil proves nothing.
        package var group: String?
        /// The names of what the report is about, such as a lamp's number. Two reports without a common name are proven
        /// different.
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
    /// The number of pairs in one case that are proven the same.
    package let rightPairs: Int
    /// The pairs in one case that are proven different, in the order of the later report.
    package let mistakes: [Mistake]
    /// The number of pairs of reports in one case for which the data do not say whether they are the same hazard.
    package let unprovenPairs: Int
    /// The number of pairs that are proven the same, in one case or in two.
    package let samePairs: Int
    /// The number of reports that repeat an earlier report of their group.
    package let repeats: Int
    /// The number of repeats that joined the case of an earlier report of their group.
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

    /// The number of reports that joined an earlier one.
    package var joined: Int { rows.count(where: \.isJoined) }

    /// The share of reports that joined an earlier one; nil without reports.
    package var joinedShare: Double? { FlagScore.share(joined, of: rows.count) }

    /// The share of pairs proven the same among all proven pairs in one case; nil without such pairs.
    package var precision: Double? { FlagScore.share(rightPairs, of: rightPairs + mistakes.count) }

    /// The share of pairs in one case among all pairs proven the same; nil without such pairs.
    package var recall: Double? { FlagScore.share(rightPairs, of: samePairs) }

    /// The harmonic mean of precision and recall; nil without proven pairs.
    package var f1: Double? { FlagScore.share(2 * rightPairs, of: rightPairs + mistakes.count + samePairs) }

    /// The share of repeats that joined an earlier report of their group; nil without repeats.
    package var repeatRecall: Double? { FlagScore.share(repeatsFound, of: repeats) }

    /// The repeats whose case has no earlier report of their group, in order.
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
