internal import MessageLog
internal import SQLite
internal import Synchronization

/// A read-only connection to the log's file with its statements. One thread at a time uses it.
final class ReadFile {
    /// A batch ends at this many bytes, even when more records were asked for.
    static let batchBytes = 16 << 20

    private let connection: SQLiteConnection
    private let range: Statement
    private let oldestRow: Statement
    private let position: Statement
    private let endRow: Statement

    init(_ path: String) throws(SQLiteError) {
        connection = try SQLiteConnection(path, mode: .readOnly)
        range = try connection.prepare(
            "SELECT id, time, key, value, headers FROM records WHERE id >= ? AND id < ? ORDER BY id LIMIT ?")
        oldestRow = try connection.prepare("SELECT id FROM records WHERE id >= ? AND id < ? ORDER BY id LIMIT 1")
        position = try connection.prepare("SELECT next FROM positions WHERE member_group = ? AND partition = ?")
        endRow = try connection.prepare("SELECT next FROM partitions WHERE id = ?")
    }

    /// Appends the records of a partition from `next` on and below `end`, at most `max`.
    ///
    /// Returns the position after them: `end` when there are no more below it.
    func records(
        of at: TopicPartition, _ partition: Int, from next: Int64, below end: Int64, max: Int,
        into records: inout [Record]
    ) throws(SQLiteError) -> Int64 {
        guard next < end, max > 0 else { return next }
        range.bind(RowID.of(partition, next), at: 1)
        range.bind(RowID.of(partition, end), at: 2)
        range.bind(max, at: 3)
        defer { range.reset() }
        var count = 0
        var bytes = 0
        while try range.step() {
            let record = Record(
                at: at, offset: RowID.offset(range.int64(0)), timestamp: range.int64(1), key: range.optionalBytes(2),
                value: range.optionalBytes(3), headers: range.withBytes(4) { HeaderCodec.decode($0) })
            bytes += (record.key?.count ?? 0) + (record.value?.count ?? 0)
            records.append(record)
            count += 1
            if count == max || bytes >= Self.batchBytes { return record.offset + 1 }
        }
        return end
    }

    /// The offset of the oldest record below `end`.
    func oldest(_ partition: Int, below end: Int64) throws(SQLiteError) -> Int64? {
        oldestRow.bind(RowID.of(partition, 0), RowID.of(partition, end))
        return try oldestRow.first { RowID.offset($0.int64(0)) }
    }

    /// The end of a partition, as the file has it.
    func end(_ partition: Int) throws(SQLiteError) -> Int64 {
        endRow.bind(partition)
        return try endRow.first { $0.int64(0) } ?? 0
    }

    func committed(group: String, _ partition: Int) throws(SQLiteError) -> Int64? {
        position.bind(group, partition)
        return try position.first { $0.int64(0) }
    }
}

/// Read-only connections for reuse; any number may be in use at the same time.
final class ReadPool: Sendable {
    private let path: String
    private let pool = Mutex(Pool())

    /// A connection; only the thread that took it from the pool uses it.
    private struct PooledFile: @unchecked Sendable { let file: ReadFile }

    private struct Pool: Sendable {
        var idle: [PooledFile] = []
        var isClosed = false
    }

    init(path: String) { self.path = path }

    /// Calls `body` with a connection.
    ///
    /// - Throws: `closed`, or the failure of an SQLite error.
    func read<Result>(_ body: (ReadFile) throws(SQLiteError) -> Result) throws(LogFailure) -> Result {
        if pool.withLock({ $0.isClosed }) { throw .closed }
        do throws(SQLiteError) {
            let idle = pool.withLock { $0.idle.popLast() }
            let pooled = if let idle { idle } else { PooledFile(file: try ReadFile(path)) }
            let result = try body(pooled.file)
            pool.withLock { if $0.idle.count < 16, !$0.isClosed { $0.idle.append(pooled) } }
            return result
        } catch { throw LogFailure(error, path: path) }
    }

    /// Closes the idle connections; those in use close when they are returned.
    func close() { pool.withLock { $0 = Pool(isClosed: true) } }
}
