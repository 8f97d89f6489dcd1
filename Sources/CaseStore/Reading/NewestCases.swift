package import HazardCore
internal import SQLite

/// A case as a board shows it, with what boards of several shards are put together by.
package struct BoardCase: Hashable, Sendable {
    package var id: String
    package var openedAt: Instant
    package var isEmergency: Bool
    /// The exact bytes of its last record on `hazard.cases`.
    package var body: [UInt8]

    /// P0 before all others, then the newest.
    package static func comesFirst(_ one: BoardCase, _ other: BoardCase) -> Bool {
        guard one.isEmergency == other.isEmergency else { return one.isEmergency }
        return isNewer(one, other)
    }

    /// The one opened later; of two opened at the same time the higher id.
    package static func isNewer(_ one: BoardCase, _ other: BoardCase) -> Bool {
        (one.openedAt, one.id) > (other.openedAt, other.id)
    }
}

/// The open cases that nobody may overlook: how many there are, and the first of them.
package struct UrgentCases: Hashable, Sendable {
    package var cases: [BoardCase] = []
    /// P0, not ended.
    package var emergencies = 0
    /// Not P0, past their deadline with the work not done.
    package var overdue = 0

    package init() {}
}

/// What a board and a live stream ask.
extension StoreReader {
    /// Up to `limit` cases, of one state if one is named, the newest first: in a shard times rise with the numbers.
    package func newestCases(_ state: CaseState? = nil, limit: Int) throws(StoreFault) -> [BoardCase] {
        let condition = state == nil ? "" : "WHERE state = ?2"
        // Of one state in the order of its index; ids of a shard sort as they were given up to a million a day.
        let order = state == nil ? "case_key" : "case_id"
        let sql = """
            SELECT case_id, opened_at, priority = 'P0', checksum, body
            FROM (SELECT case_key FROM cases \(condition) ORDER BY \(order) DESC LIMIT ?1)
            CROSS JOIN cases USING (case_key) CROSS JOIN bodies USING (case_key)
            ORDER BY case_key DESC
            """
        let found = try query(sql) { row throws(SQLiteError) in
            row.bind(limit, at: 1)
            if let state { row.bind(state.rawValue, at: 2) }
            return try row.all { BoardRow($0) }
        }
        return try found.map { row throws(StoreFault) in try boardCase(row) }
    }

    /// The open cases that are P0, or late at that time with the work not done; P0 first, then the newest, up to `limit`.
    package func urgentCases(at now: Instant, limit: Int) throws(StoreFault) -> UrgentCases {
        let found = try query(Self.urgent) { row throws(SQLiteError) in
            row.bind(now.milliseconds, at: 1)
            row.bind(limit, at: 2)
            return try row.all { (row: BoardRow($0), all: $0.int(5), emergencies: $0.int(6)) }
        }
        var answer = UrgentCases()
        guard let first = found.first else { return answer }
        answer.emergencies = first.emergencies
        answer.overdue = first.all - first.emergencies
        answer.cases = try found.map { entry throws(StoreFault) in try boardCase(entry.row) }
        return answer
    }

    /// One look at the open cases by the index of states: bodies are read of those only that are shown.
    static let urgent: String = {
        let open = CaseState.allCases.filter { !$0.isEnded }.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return """
            SELECT case_id, opened_at, is_p0, checksum, body, found, emergencies
            FROM (
                SELECT case_key, case_id, opened_at, priority = 'P0' AS is_p0, count(*) OVER () AS found,
                    sum(priority = 'P0') OVER () AS emergencies
                FROM cases
                WHERE state IN (\(open))
                    AND (priority = 'P0' OR (resolved_at IS NULL AND (overdue = 1 OR due_at < ?1)))
                ORDER BY is_p0 DESC, opened_at DESC, case_key DESC LIMIT ?2
            ) CROSS JOIN bodies USING (case_key)
            ORDER BY is_p0 DESC, opened_at DESC, case_key DESC
            """
    }()

    /// A row while it can be read.
    private struct BoardRow {
        let id: String
        let openedAt: Int64
        let isEmergency: Bool
        let body: CheckedBody

        init(_ row: Statement) {
            id = row.string(0)
            openedAt = row.int64(1)
            isEmergency = row.int(2) == 1
            body = CheckedBody(row, checksum: 3, body: 4)
        }
    }

    private func boardCase(_ row: BoardRow) throws(StoreFault) -> BoardCase {
        BoardCase(
            id: row.id, openedAt: Instant(milliseconds: row.openedAt), isEmergency: row.isEmergency,
            body: try intact(row.body, row.id))
    }

    /// The next offset of that partition to be applied to this file; nil before the first commit that named it.
    package func position(topic: String, partition: Int) throws(StoreFault) -> Int64? {
        try query("SELECT next FROM positions WHERE topic = ?1 AND partition = ?2") { row throws(SQLiteError) in
            row.bind(topic, at: 1)
            row.bind(partition, at: 2)
            return try row.first { $0.int64(0) }
        }
    }
}
