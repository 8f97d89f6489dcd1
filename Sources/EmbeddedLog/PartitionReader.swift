internal import MessageLog
internal import SQLite

/// Reads one partition in order and waits at its end for new records.
final class PartitionReader: LogReader {
    private let writer: LogWriter
    private let pool: ReadPool
    private let at: TopicPartition
    private let partition: Int
    private var next: Int64
    private var hasReachedEnd = false

    init(_ writer: LogWriter, _ pool: ReadPool, at: TopicPartition, partition: Int, from next: Int64) {
        self.writer = writer
        self.pool = pool
        self.at = at
        self.partition = partition
        self.next = max(0, next)
    }

    /// Returns the first time at the end without waiting; later calls wait there for new records.
    func read(max: Int, timeout: Duration) throws(LogFailure) -> LogBatch {
        var records: [Record] = []
        let end = try self.end(after: hasReachedEnd ? next : -1, timeout: timeout)
        next = try pool.read { (file) throws(SQLiteError) in
            try file.records(of: at, partition, from: next, below: end, max: max, into: &records)
        }
        hasReachedEnd = next >= end
        return LogBatch(records: records, atEnd: hasReachedEnd, next: [Position(at, next: next)])
    }

    /// The end of the partition; waits until it is beyond `seen`, at most the timeout.
    private func end(after seen: Int64, timeout: Duration) throws(LogFailure) -> Int64 {
        let end: Int64? = writer.published.wait(timeout: timeout) { published in
            if published.isClosed { return -1 }
            let end = published.catalog.next(partition)
            return end > seen ? end : nil
        }
        if end == -1 { throw .closed }
        return end ?? next
    }
}
