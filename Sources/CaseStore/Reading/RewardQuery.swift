package import HazardCore
internal import SQLite

/// Which entries of the ledger to read; a nil field does not filter.
package struct RewardFilter: Hashable, Sendable {
    package var programme: String?
    package var account: String?
    package var caseID: String?
    package var reportID: String?
    package var state: RewardState?

    package init() {}
}

/// The sums of an account in one kind and unit, over all its entries.
package struct RewardBalance: Hashable, Sendable {
    package var programme: String
    package var account: String
    package var kind: RewardKind
    package var unit: String
    /// Granted: credited, to be claimed, or claimed.
    package var granted: Int
    /// Of those, the sum still to be claimed.
    package var toClaim: Int
    /// Of those, the claimed sum.
    package var claimed: Int
    /// Waiting for the fund.
    package var waiting: Int
    /// Claimed and clawed back afterwards.
    package var owed: Int
}

extension StoreReader {
    /// Up to `limit` entries after the one with the id `after`, in the order of their ids.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func rewards(
        _ filter: RewardFilter, after: String? = nil, limit: Int
    ) throws(StoreFault) -> [StoredReward] {
        var conditions = ["entry_id > ?1"]
        var values = [after ?? ""]
        func add(_ column: String, _ value: String?) {
            guard let value else { return }
            values.append(value)
            conditions.append("\(column) = ?\(values.count + 1)")
        }
        add("programme", filter.programme)
        add("account", filter.account)
        add("case_id", filter.caseID)
        add("report_id", filter.reportID)
        add("state", filter.state?.rawValue)
        let sql = """
            SELECT entry_id, programme, account, checksum, body FROM rewards
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY entry_id LIMIT ?2
            """
        let found = try query(sql) { row throws(SQLiteError) in
            row.bind(values[0], at: 1)
            row.bind(limit, at: 2)
            for (index, value) in values.dropFirst().enumerated() { row.bind(value, at: index + 3) }
            return try row.all {
                ($0.string(0), $0.string(1), $0.string(2), CheckedBody($0, checksum: 3, body: 4))
            }
        }
        return try found.map { id, programme, account, body throws(StoreFault) in
            StoredReward(id: id, programme: programme, account: account, body: try intact(body, id))
        }
    }

    /// The sums of an account of a programme, by kind and unit.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func balances(of account: String, in programme: String) throws(StoreFault) -> [RewardBalance] {
        let sql = """
            SELECT kind, unit,
                sum(CASE WHEN state = 'granted' THEN amount ELSE 0 END),
                sum(CASE WHEN state = 'granted' AND claim_until IS NOT NULL AND claimed_at IS NULL
                    THEN amount ELSE 0 END),
                sum(CASE WHEN state = 'granted' AND claimed_at IS NOT NULL THEN amount ELSE 0 END),
                sum(CASE WHEN state = 'waiting' THEN amount ELSE 0 END),
                sum(CASE WHEN state = 'clawed-back' AND claimed_at IS NOT NULL THEN amount ELSE 0 END)
            FROM rewards WHERE programme = ?1 AND account = ?2 GROUP BY kind, unit ORDER BY kind, unit
            """
        let found = try query(sql) { row throws(SQLiteError) in
            row.bind(programme, at: 1)
            row.bind(account, at: 2)
            return try row.all { row in
                (row.string(0), row.string(1), (2...6).map { row.int($0) })
            }
        }
        return try found.map { kind, unit, sums throws(StoreFault) in
            RewardBalance(
                programme: programme, account: account, kind: try name(kind), unit: unit, granted: sums[0],
                toClaim: sums[1], claimed: sums[2], waiting: sums[3], owed: sums[4])
        }
    }

    /// The records of the funds that this shard stores.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func funds(of programme: String? = nil) throws(StoreFault) -> [[UInt8]] {
        let sql = "SELECT programme, checksum, body FROM funds WHERE ?1 IS NULL OR programme = ?1 ORDER BY programme"
        let found = try query(sql) { row throws(SQLiteError) in
            row.bind(programme, at: 1)
            return try row.all { ($0.string(0), CheckedBody($0, checksum: 1, body: 2)) }
        }
        return try found.map { id, body throws(StoreFault) in try intact(body, id) }
    }
}

/// A stored entry of the ledger.
package struct StoredReward: Hashable, Sendable {
    package var id: String
    package var programme: String
    package var account: String
    /// The exact bytes of its latest record on `hazard.rewards`.
    package var body: [UInt8]
}
