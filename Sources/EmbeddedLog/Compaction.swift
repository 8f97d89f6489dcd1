internal import MessageLog
internal import SQLite

/// Deletes records whose key has a newer record, a slice at a time; offsets do not change, so gaps remain.
///
/// Below `partitions.cleaned` each key has one record, and `keys` has its offset. Tombstones are deleted after their retention.
enum Compaction {
    /// Records processed in one transaction; small, so that commits do not wait long.
    static let slice = 1000

    /// Compacts one slice of a partition; returns true when there may be more to do.
    static func step(
        _ partition: Int, below end: Int64, tombstonesBefore cutoff: Int64, on file: LogFile
    ) throws(SQLiteError) -> Bool {
        let cleaned = try clean(partition, below: end, on: file.connection)
        return try deleteTombstones(partition, before: cutoff, on: file.connection) == slice || cleaned == slice
    }

    /// Reads records from `cleaned` on, deletes the older record of each key, and returns how many it read.
    private static func clean(
        _ partition: Int, below end: Int64, on connection: SQLiteConnection
    ) throws(SQLiteError) -> Int {
        let next = try connection.prepare(
            """
            SELECT id, time, key, value IS NULL FROM records
            WHERE id >= ?1 + (SELECT cleaned FROM partitions WHERE id = ?2) AND id < ?3 ORDER BY id LIMIT ?4
            """)
        next.bind(RowID.of(partition, 0), partition, RowID.of(partition, end), slice)
        let rows = try next.all {
            (id: $0.int64(0), time: $0.int64(1), key: $0.optionalBytes(2), isTombstone: $0.bool(3))
        }
        let older = try connection.prepare("SELECT offset FROM keys WHERE partition = ? AND key = ?")
        let delete = try connection.prepare("DELETE FROM records WHERE id = ?")
        let remember = try connection.prepare("INSERT OR REPLACE INTO keys(partition, key, offset) VALUES (?, ?, ?)")
        let mark = try connection.prepare("INSERT OR REPLACE INTO tombstones(id, time, key) VALUES (?, ?, ?)")
        for row in rows {
            guard let key = row.key else { continue }
            older.bind(partition, key)
            if let offset = try older.first({ $0.int64(0) }), offset < RowID.offset(row.id) {
                delete.bind(RowID.of(partition, offset))
                try delete.run()
            }
            remember.bind(partition, key, RowID.offset(row.id))
            try remember.run()
            guard row.isTombstone else { continue }
            mark.bind(row.id, row.time, key)
            try mark.run()
        }
        guard let last = rows.last else { return 0 }
        let advance = try connection.prepare("UPDATE partitions SET cleaned = ? WHERE id = ?")
        advance.bind(RowID.offset(last.id) + 1, partition)
        try advance.run()
        return rows.count
    }

    /// Deletes tombstones older than `cutoff` together with their rows in `keys`; returns how many.
    private static func deleteTombstones(
        _ partition: Int, before cutoff: Int64, on connection: SQLiteConnection
    ) throws(SQLiteError) -> Int {
        let due = try connection.prepare(
            "SELECT id, key FROM tombstones WHERE id >= ? AND id < ? AND time < ? ORDER BY id LIMIT ?")
        due.bind(RowID.of(partition, 0), RowID.of(partition + 1, 0), cutoff, slice)
        let rows = try due.all { ($0.int64(0), $0.bytes(1)) }
        let delete = try connection.prepare("DELETE FROM records WHERE id = ?")
        let deleteKey = try connection.prepare("DELETE FROM keys WHERE partition = ? AND key = ? AND offset = ?")
        let unmark = try connection.prepare("DELETE FROM tombstones WHERE id = ?")
        for (id, key) in rows {
            delete.bind(id)
            try delete.run()
            deleteKey.bind(partition, key, RowID.offset(id))
            try deleteKey.run()
            unmark.bind(id)
            try unmark.run()
        }
        return rows.count
    }
}
