internal import MessageLog
internal import SQLite

/// Reads one partition in order, waiting for new records where it ends.
final class PartitionReader: LogReader {
    private let writer: Writer
    private let pool: ReadPool
    private let at: TopicPartition
    private let partition: Int
    private var next: Int64
    private var hasToldEnd = false

    init(_ writer: Writer, _ pool: ReadPool, at: TopicPartition, partition: Int, from next: Int64) {
        self.writer = writer
        self.pool = pool
        self.at = at
        self.partition = partition
        self.next = max(0, next)
    }

    /// Says once that the end is reached, without waiting there; then waits for what comes.
    func read(max: Int, milliseconds: Int) throws(LogFailure) -> LogBatch {
        var records: [Record] = []
        let end = try self.end(after: hasToldEnd ? next : -1, milliseconds: milliseconds)
        next = try pool.read { (file) throws(SQLiteError) in
            try file.records(of: at, partition, from: next, below: end, max: max, into: &records)
        }
        hasToldEnd = next >= end
        return LogBatch(records: records, atEnd: hasToldEnd, next: [Position(at, next: next)])
    }

    /// Where the partition ends, waiting until that is beyond `seen` or time is up.
    private func end(after seen: Int64, milliseconds: Int) throws(LogFailure) -> Int64 {
        let end: Int64? = writer.published.wait(milliseconds: milliseconds) { published in
            if published.isClosed { return -1 }
            let end = published.catalog.next(partition)
            return end > seen ? end : nil
        }
        if end == -1 { throw .closed }
        return end ?? next
    }
}
