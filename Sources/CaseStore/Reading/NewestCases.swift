package import HazardCore
internal import SQLite

/// A case as the board shows it, with the values that order the cases of several shards.
package struct BoardCase: Hashable, Sendable {
    package var id: String
    package var openedAt: Instant
    package var isEmergency: Bool
    /// The exact bytes of its latest record on `hazard.cases`.
    package var body: [UInt8]

    /// Orders P0 before all others, then newer before older.
    package static func comesFirst(_ one: BoardCase, _ other: BoardCase) -> Bool {
        guard one.isEmergency == other.isEmergency else { return one.isEmergency }
        return isNewer(one, other)
    }

    /// Whether one was opened later; of equal times the higher id is newer.
    package static func isNewer(_ one: BoardCase, _ other: BoardCase) -> Bool {
        (one.openedAt, one.id) > (other.openedAt, other.id)
    }
}

/// The open cases that are urgent: how many there are, and the first of them.
package struct UrgentCases: Hashable, Sendable {
    package var cases: [BoardCase] = []
    /// P0, not ended.
    package var emergencies = 0
    /// Not P0, and overdue without being resolved.
    package var overdue = 0

    package init() {}
}

/// The queries of the board and of the live stream.
extension StoreReader {
    /// Up to `limit` cases, of one state when it is given, newest first. In a shard, times rise with the case numbers.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func newestCases(_ state: CaseState? = nil, limit: Int) throws(StoreFault) -> [BoardCase] {
        let condition = state == nil ? "" : "WHERE state = ?2"
        // With a state, the order of its index; a shard's ids sort in the order of their numbers, up to a million a day.
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

    /// The open cases that are P0, or overdue at that time and not resolved: P0 first, then newest first, up to `limit`.
    ///
    /// - Throws: `.disk` or `.corrupt`.
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

    /// Scans the open cases by the index of states; reads bodies only of the returned cases.
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

    /// The columns of one row.
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
