internal import MessageLog
internal import SQLite

/// Deletes records older than their retention, oldest first, a slice at a time.
///
/// Records that a group has not read yet are kept however old they are: a server that was off for a month still has its inputs.
enum Retention {
    /// Records processed in one transaction; small, so that commits do not wait long.
    static let slice = 2000

    /// Deletes one slice of a partition; returns true when there may be more to do.
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
        let unreadNext = try unread.first { $0.optionalInt64(0) } ?? nil
        let end = unreadNext.map { RowID.of(partition, $0) } ?? RowID.of(partition + 1, 0)
        last.bind(RowID.of(partition, 0), end, slice, cutoff)
        guard let found = try last.first({ ($0.int(0), $0.int64(1)) }), found.0 > 0 else { return false }
        let delete = try file.connection.prepare("DELETE FROM records WHERE id >= ? AND id <= ?")
        delete.bind(RowID.of(partition, 0), found.1)
        try delete.run()
        if compacts {
            let deleteKeys = try file.connection.prepare("DELETE FROM keys WHERE partition = ? AND offset <= ?")
            deleteKeys.bind(partition, RowID.offset(found.1))
            try deleteKeys.run()
        }
        return found.0 == slice
    }
}
