internal import SQLite

/// What a board and a live stream ask.
extension StoreReader {
    /// Up to `limit` cases, the newest first.
    package func newestCases(limit: Int) throws(StoreFault) -> [StoredCase] {
        let sql = """
            SELECT case_id, checksum, body
            FROM (SELECT case_id FROM cases ORDER BY case_id DESC LIMIT ?1)
            CROSS JOIN cases USING (case_id) CROSS JOIN bodies USING (case_key)
            """
        let found = try query(sql) { row throws(SQLiteError) in
            row.bind(limit, at: 1)
            return try row.all { ($0.string(0), CheckedBody($0, checksum: 1, body: 2)) }
        }
        return try found.map { id, body throws(StoreFault) in
            guard case .intact(let bytes) = body else {
                throw StoreFault(
                    .corrupt(reason: "the body of case \(id) has changed on the disk"), path: path, shard: shard)
            }
            return StoredCase(id: id, body: bytes)
        }
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
