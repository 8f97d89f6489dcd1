internal import HazardCore
package import MessageLog
internal import SQLite

/// Everything that a shard's file holds at one moment, as digests: for the comparison with the log (`hazard audit`).
///
/// It takes about 100 bytes a case. A running lane goes on meanwhile.
package struct ShardImage: Sendable {
    /// What the file has of one case.
    package struct Entry: Sendable {
        package var caseID: String
        /// The checksum of the stored bytes; nil when they no longer have the checksum that was stored with them.
        package var body: Int64?
        package var digest = CaseDigest()
    }

    /// By the digest of the case id.
    package private(set) var cases: [UInt64: Entry] = [:]
    /// The checksum of each entry and fund of the ledger by the digest of its record key; nil when it is damaged.
    package private(set) var rewards: [UInt64: Int64?] = [:]
    package private(set) var rewardKeys: [UInt64: String] = [:]
    package private(set) var positions: [Position] = []
    /// The highest `shard_seq` that the file knows.
    package private(set) var shardSequence: Int64 = 0
    /// The rows of tables that belong to no case of the table `cases`.
    package private(set) var strayRows = 0

    /// Takes a case out, because it was compared.
    package mutating func remove(_ key: UInt64) -> Entry? { cases.removeValue(forKey: key) }

    package mutating func removeReward(_ key: UInt64) -> Int64?? { rewards.removeValue(forKey: key) }

    /// The checksum of a record's bytes, as the file stores it.
    package static func checksum(_ bytes: [UInt8]) -> Int64 { bytes.withUnsafeBytes(bodyChecksum) }

    /// Where the file stands in a partition; nil before its first commit with it.
    package func position(_ at: TopicPartition) -> Int64? { positions.first { $0.at == at }?.next }
}

extension StoreReader {
    /// Reads the whole file in one read transaction.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func image() throws(StoreFault) -> ShardImage {
        try consistently { () throws(StoreFault) in
            var image = ShardImage()
            try image.readCases(self)
            try image.readParts(self)
            try image.readLedger(self)
            return image
        }
    }
}

extension ShardImage {
    fileprivate mutating func readCases(_ reader: StoreReader) throws(StoreFault) {
        let sql = """
            SELECT case_id, state, programme, category, condition, priority, district, opened_at, due_at, resolved_at,
                closed_at, close_code, version, overdue, events, next_due_at, checksum, body
            FROM cases LEFT JOIN bodies USING (case_key)
            """
        cases = try reader.query(sql) { row throws(SQLiteError) in
            var cases: [UInt64: Entry] = [:]
            while try row.step() {
                var entry = Entry(caseID: row.string(0))
                for column in 1...6 { entry.digest.row.add(row.optionalString(column)) }
                for column in 7...10 { entry.digest.row.add(row.optionalInt64(column)) }
                entry.digest.row.add(row.optionalString(11))
                for column in 12...15 { entry.digest.row.add(row.optionalInt64(column)) }
                entry.body = Self.intact(row, checksum: 16, body: 17)
                cases[RowDigest.of(entry.caseID)] = entry
            }
            return cases
        }
    }

    private static func intact(_ row: Statement, checksum: Int, body: Int) -> Int64? {
        let sum = row.int64(checksum)
        return row.withBytes(body) { bodyChecksum($0) == sum } ? sum : nil
    }

    /// Reads the tables with several rows a case, and counts the rows without one. `history` is a view of the bodies.
    fileprivate mutating func readParts(_ reader: StoreReader) throws(StoreFault) {
        try readPart(
            reader,
            """
            SELECT case_id, department, role, r.state, r.version, r.due_at
            FROM task_rows r LEFT JOIN cases USING (case_key)
            """, \.tasks, texts: 1...3, numbers: 4...5)
        try readPart(
            reader,
            """
            SELECT case_id, report_id, role, content_hash, received_at, merge_time
            FROM report_rows LEFT JOIN cases USING (case_key)
            """, \.reports, texts: 1...3, numbers: 4...5)
        let sql = "SELECT count(*) FROM bodies WHERE case_key NOT IN (SELECT case_key FROM cases)"
        strayRows += try reader.query(sql) { row throws(SQLiteError) in try row.first { $0.int(0) } } ?? 0
    }

    private mutating func readPart(
        _ reader: StoreReader, _ sql: String, _ part: WritableKeyPath<CaseDigest, RowDigest>, texts: ClosedRange<Int>,
        numbers: ClosedRange<Int>
    ) throws(StoreFault) {
        var (found, stray) = (cases, strayRows)
        cases = [:]
        try reader.query(sql) { row throws(SQLiteError) in
            while try row.step() {
                guard let id = row.optionalString(0), let index = found.index(forKey: RowDigest.of(id)) else {
                    stray += 1
                    continue
                }
                var digest = RowDigest()
                for column in texts { digest.add(row.optionalString(column)) }
                for column in numbers { digest.add(row.optionalInt64(column)) }
                found.values[index].digest[keyPath: part].addUnordered(digest)
            }
        }
        (cases, strayRows) = (found, stray)
    }

    fileprivate mutating func readLedger(_ reader: StoreReader) throws(StoreFault) {
        let sql = """
            SELECT programme || '/' || entry_id, checksum, body FROM rewards
            UNION ALL SELECT programme || '/fund', checksum, body FROM funds
            """
        let entries = try reader.query(sql) { row throws(SQLiteError) in
            try row.all { ($0.string(0), Self.intact($0, checksum: 1, body: 2)) }
        }
        for (key, sum) in entries {
            rewards[RowDigest.of(key)] = .some(sum)
            rewardKeys[RowDigest.of(key)] = key
        }
        positions = try reader.query("SELECT topic, partition, next FROM positions") { row throws(SQLiteError) in
            try row.all { Position(TopicPartition($0.string(0), $0.int(1)), next: $0.int64(2)) }
        }
        shardSequence =
            try reader.query("SELECT shard_sequence FROM marks") { row throws(SQLiteError) in
                try row.first { $0.int64(0) }
            } ?? 0
    }
}
