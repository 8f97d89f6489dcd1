internal import Foundation
package import MessageLog
internal import SQLite
internal import Wording

/// Reads the log in a directory while another process, its server, writes it. It writes nothing.
package final class EmbeddedLogFile: Sendable {
    private let path: String
    /// The permanent name of the log.
    package let clusterID: String

    /// - Throws: `io-error` when there is no log; `foreign-file` or `other-version` when this program cannot read it.
    package init(directory: String) throws(LogFailure) {
        path = directory + "/log.db"
        do {
            let connection = try SQLiteConnection(path, mode: .readOnly)
            let application = try connection.integer("PRAGMA application_id") ?? 0
            guard application == LogSchema.applicationID else {
                throw LogFailure.foreignFile(path, applicationID: application)
            }
            let version = try connection.integer("PRAGMA user_version") ?? 0
            guard version == LogSchema.version else {
                throw LogFailure.otherVersion(path, found: version, known: LogSchema.version)
            }
            clusterID = try connection.text("SELECT cluster_id FROM installation") ?? ""
        } catch {
            throw .opening(error, path: path)
        }
    }

    /// How many partitions a topic has; 0 when there is no such topic.
    ///
    /// - Throws: `LogFailure` when the file cannot be read.
    package func partitions(of topic: String) throws(LogFailure) -> Int {
        do {
            let count = try SQLiteConnection(path, mode: .readOnly).prepare(
                "SELECT count(*) FROM partitions JOIN topics ON topics.id = topic WHERE name = ?")
            count.bind(topic)
            return try count.first { $0.int(0) } ?? 0
        } catch {
            throw LogFailure(error, path: path)
        }
    }

    /// Opens a reader of a partition from offset `next`; from the oldest record when it is negative, or when it is beyond the
    /// end because the log was put back from a backup.
    ///
    /// - Throws: `unknown-partition` or `io-error`.
    package func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> any LogReader {
        try FilePartitionReader(path, at: at, from: next)
    }
}

/// Reads one partition of a file that another process writes, and looks for new records several times a second.
private final class FilePartitionReader: LogReader {
    private let path: String
    private let at: TopicPartition
    private let file: ReadFile
    private let connection: SQLiteConnection
    private let end: Statement
    private let partition: Int
    private var next: Int64
    private var hasReachedEnd = false

    /// How often the end is looked at while a reader waits.
    private static let lookEvery = Duration.milliseconds(100)

    init(_ path: String, at: TopicPartition, from next: Int64) throws(LogFailure) {
        self.path = path
        self.at = at
        do throws(SQLiteError) {
            file = try ReadFile(path)
            connection = try SQLiteConnection(path, mode: .readOnly)
            end = try connection.prepare("SELECT next FROM partitions WHERE id = ?")
            let find = try connection.prepare(
                "SELECT partitions.id FROM partitions JOIN topics ON topics.id = topic WHERE name = ? AND number = ?")
            find.bind(at.topic, at.partition)
            partition = try find.first { $0.int(0) } ?? -1
            end.bind(partition)
            let last = try end.first { $0.int64(0) } ?? 0
            self.next = next < 0 || next > last ? 0 : next
        } catch {
            throw LogFailure(error, path: path)
        }
        guard partition >= 0 else { throw .unknownPartition(at, of: 0) }
    }

    /// Returns the first time at the end without waiting; later calls wait there for new records.
    func read(max: Int, timeout: Duration) throws(LogFailure) -> LogBatch {
        let deadline = ContinuousClock.now + timeout
        var records: [Record] = []
        do throws(SQLiteError) {
            var last = try lastOffset()
            while hasReachedEnd, last <= next {
                let left = ContinuousClock.now.duration(to: deadline)
                guard left > .zero else { break }
                usleep(UInt32(min(left, Self.lookEvery) / .microseconds(1)))
                last = try lastOffset()
            }
            next = try file.records(of: at, partition, from: next, below: last, max: max, into: &records)
            hasReachedEnd = next >= last
        } catch {
            throw LogFailure(error, path: path)
        }
        return LogBatch(records: records, atEnd: hasReachedEnd, next: [Position(at, next: next)])
    }

    private func lastOffset() throws(SQLiteError) -> Int64 {
        end.bind(partition)
        return try end.first { $0.int64(0) } ?? 0
    }
}
