internal import MessageLog
internal import SQLite

/// Deletes records whose time is over, oldest first, a slice at a time.
///
/// What a group has not read yet is kept however old it is: a server that was off for a month finds its inputs.
enum Retention {
    /// Records looked at in one transaction, so that commits wait for a short one only.
    static let slice = 2000

    /// One slice of that partition; `true` when there may be more to do.
    static func step(_ partition: Int, olderThan cutoff: Int64, compacts: Bool, on file: LogFile) throws(SQLiteError)
        -> Bool
    {
        let last = try file.connection.prepare(
            """
            SELECT count(*), max(id) FROM (SELECT id, time FROM records WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?3)
            WHERE time < ?4
            """)
        let unread = try file.connection.prepare("SELECT min(next) FROM positions WHERE partition = ?")
        unread.bind(partition)
        let kept = try unread.first { $0.optionalInt64(0) } ?? nil
        let end = kept.map { RowID.of(partition, $0) } ?? RowID.of(partition + 1, 0)
        last.bind(RowID.of(partition, 0), end, slice, cutoff)
        guard let found = try last.first({ ($0.int(0), $0.int64(1)) }), found.0 > 0 else { return false }
        let delete = try file.connection.prepare("DELETE FROM records WHERE id >= ? AND id <= ?")
        delete.bind(RowID.of(partition, 0), found.1)
        try delete.run()
        if compacts {
            let forget = try file.connection.prepare("DELETE FROM keys WHERE partition = ? AND offset <= ?")
            forget.bind(partition, RowID.offset(found.1))
            try forget.run()
        }
        return found.0 == slice
    }
}
