internal import MessageLog
internal import SQLite
internal import Synchronization

/// A read-only connection to the log's file with its statements; used by one thread at a time.
final class ReadFile {
    /// More than this is not handed over in one batch, however many records were asked for.
    static let batchBytes = 16 << 20

    private let connection: Connection
    private let range: Statement
    private let oldestRow: Statement
    private let position: Statement

    init(_ path: String) throws(SQLiteError) {
        connection = try Connection(path, mode: .readOnly)
        range = try connection.prepare(
            "SELECT id, time, key, value, headers FROM records WHERE id >= ? AND id < ? ORDER BY id LIMIT ?")
        oldestRow = try connection.prepare("SELECT id FROM records WHERE id >= ? AND id < ? ORDER BY id LIMIT 1")
        position = try connection.prepare("SELECT next FROM positions WHERE member_group = ? AND partition = ?")
    }

    /// The records of that partition from `next` on and below `end`, at most `max`.
    ///
    /// Answers the position after them: `end` when there are no more below it.
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

    func committed(group: String, _ partition: Int) throws(SQLiteError) -> Int64? {
        position.bind(group, partition)
        return try position.first { $0.int64(0) }
    }
}

/// Read-only connections that wait for their next use; any number may be out at one time.
final class ReadPool: Sendable {
    private let path: String
    private let pool = Mutex(Pool())

    /// A connection that one thread holds while it is out of the pool.
    private struct Held: @unchecked Sendable { let file: ReadFile }

    private struct Pool: Sendable {
        var idle: [Held] = []
        var isClosed = false
    }

    init(path: String) { self.path = path }

    /// Lends a connection to `body`.
    func read<Result>(_ body: (ReadFile) throws(SQLiteError) -> Result) throws(LogFailure) -> Result {
        if pool.withLock({ $0.isClosed }) { throw .closed }
        do throws(SQLiteError) {
            let waiting = pool.withLock { $0.idle.popLast() }
            let held = if let waiting { waiting } else { Held(file: try ReadFile(path)) }
            let result = try body(held.file)
            pool.withLock { if $0.idle.count < 16, !$0.isClosed { $0.idle.append(held) } }
            return result
        } catch { throw LogFailure(error, path: path) }
    }

    /// Closes those that wait; those lent out close when they come back.
    func close() { pool.withLock { $0 = Pool(isClosed: true) } }
}
