package import HazardCore
internal import SQLite

/// How many open cases need somebody now.
package struct UrgentCounts: Hashable, Sendable {
    /// Emergencies that wait in triage, for which nobody was paged yet.
    package var waiting = 0
    /// When the first of them began to wait; nil without any.
    package var oldestWaiting: Instant?
    /// Other open P0 cases.
    package var emergencies = 0
    /// Not P0, overdue, with the work not done.
    package var overdue = 0
    /// All open cases past their deadline with the work not done, emergencies too.
    package var late = 0
    /// When the oldest case in triage was opened; nil without any.
    package var oldestTriage: Instant?
    /// Open cases by priority and state.
    package var open: [OpenKey: Int] = [:]

    package struct OpenKey: Hashable, Sendable {
        package var priority: Priority
        package var state: CaseState

        package init(priority: Priority, state: CaseState) {
            self.priority = priority
            self.state = state
        }
    }

    package init() {}

    /// The counts of two shards together.
    package func adding(_ other: UrgentCounts) -> UrgentCounts {
        var sum = self
        sum.waiting += other.waiting
        sum.oldestWaiting = [oldestWaiting, other.oldestWaiting].compactMap(\.self).min()
        sum.emergencies += other.emergencies
        sum.overdue += other.overdue
        sum.late += other.late
        sum.oldestTriage = [oldestTriage, other.oldestTriage].compactMap(\.self).min()
        sum.open.merge(other.open, uniquingKeysWith: +)
        return sum
    }
}

/// The queries of the board and of the live stream.
extension StoreReader {
    /// Counts the open cases. It reads their rows in the index of urgency, and no body.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func urgentCounts(at now: Instant) throws(StoreFault) -> UrgentCounts {
        let found = try query(Self.countOpen) { row throws(SQLiteError) in
            row.bind(now.milliseconds, at: 1)
            return try row.all {
                (
                    priority: $0.string(0), state: $0.string(1), all: $0.int(2), late: $0.int(3), since: $0.int64(4),
                    opened: $0.int64(5)
                )
            }
        }
        var counts = UrgentCounts()
        for group in found {
            let priority: Priority = try name(group.priority)
            let state: CaseState = try name(group.state)
            counts.open[UrgentCounts.OpenKey(priority: priority, state: state)] = group.all
            counts.late += group.late
            if state == .triage {
                let opened = Instant(milliseconds: group.opened)
                counts.oldestTriage = min(counts.oldestTriage ?? opened, opened)
            }
            switch (priority, state) {
            case (.p0, .triage):
                counts.waiting += group.all
                counts.oldestWaiting = Instant(milliseconds: group.since)
            case (.p0, _): counts.emergencies += group.all
            default: counts.overdue += group.late
            }
        }
        return counts
    }

    static let countOpen = """
        SELECT priority, state, count(*), sum(resolved_at IS NULL AND (overdue = 1 OR due_at < ?1)), min(urgency_at),
            min(opened_at)
        FROM cases WHERE urgency < \(CaseUrgency.Rank.ended.rawValue) GROUP BY priority, state
        """

    /// Up to `limit` cases after `position`, in an order.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func cases(
        _ filter: CaseFilter = CaseFilter(), order: CaseOrder, after position: CasePosition? = nil, limit: Int
    ) throws(StoreFault) -> [StoredCase] {
        let wanted = CaseQuery(filter, order: order, after: position, shard: shard, limit: limit)
        let found = try query(wanted.sql) { row throws(SQLiteError) in
            wanted.bind(to: row)
            return try row.all { CaseRow($0) }
        }
        return try found.map { row throws(StoreFault) in
            let position = CaseKey.id(of: row.key, shard: shard).map {
                CasePosition(order, rank: row.rank, value: row.value, id: $0)
            }
            return StoredCase(id: row.id, position: position, body: try intact(row.body, row.id))
        }
    }

    private struct CaseRow {
        let key: Int64
        let id: String
        let rank: Int
        let value: Int64
        let body: CheckedBody

        init(_ row: Statement) {
            key = row.int64(0)
            id = row.string(1)
            rank = row.int(2)
            value = row.int64(3)
            body = CheckedBody(row, checksum: 4, body: 5)
        }
    }

    /// The next offset of a partition to apply to this file; nil before the first commit that has it.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func position(topic: String, partition: Int) throws(StoreFault) -> Int64? {
        try query("SELECT next FROM positions WHERE topic = ?1 AND partition = ?2") { row throws(SQLiteError) in
            row.bind(topic, at: 1)
            row.bind(partition, at: 2)
            return try row.first { $0.int64(0) }
        }
    }
}
