package import MessageLog
internal import SQLite

/// The records of an embedded log, for a process that does not write it. A server may run.
package final class EmbeddedLogView {
    private let path: String
    private let catalog: SQLiteConnection

    /// Opens the log of a directory to read it.
    ///
    /// - Throws: `io-error` when there is no log; `foreign-file`, `other-version` or `corrupt` when it cannot be read.
    package init(_ directory: String) throws(LogFailure) {
        path = directory + "/log.db"
        do {
            catalog = try SQLiteConnection(path, mode: .readOnly)
            let application = try catalog.integer("PRAGMA application_id") ?? 0
            guard application == LogSchema.applicationID else {
                throw LogFailure.foreignFile(path, applicationID: application)
            }
            let version = try catalog.integer("PRAGMA user_version") ?? 0
            guard version == LogSchema.version else {
                throw LogFailure.otherVersion(path, found: version, known: LogSchema.version)
            }
        } catch {
            throw .opening(error, path: path)
        }
    }

    /// The number of partitions of a topic; nil when there is no such topic.
    ///
    /// - Throws: `io-error` or `corrupt`.
    package func partitions(of topic: String) throws(LogFailure) -> Int? {
        let count = try read { () throws(SQLiteError) in
            let statement = try catalog.prepare(
                "SELECT count(*) FROM partitions JOIN topics ON topics.id = topic WHERE name = ?1")
            statement.bind(topic, at: 1)
            return try statement.first { $0.int(0) }
        }
        return count.flatMap { $0 > 0 ? $0 : nil }
    }

    /// A reader of one partition, from offset `next` on or from the oldest record when that is negative. It does not wait.
    ///
    /// - Throws: `unknown-partition`; `io-error` or `corrupt`.
    package func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> any LogReader {
        let number = try read { () throws(SQLiteError) in
            let statement = try catalog.prepare(
                """
                SELECT partitions.id FROM partitions JOIN topics ON topics.id = topic
                WHERE name = ?1 AND number = ?2
                """)
            statement.bind(at.topic, at: 1)
            statement.bind(at.partition, at: 2)
            return try statement.first { $0.int(0) }
        }
        guard let number else { throw .unknownPartition(at, of: try partitions(of: at.topic) ?? 0) }
        return try read { () throws(SQLiteError) in try ViewReader(path, at: at, partition: number, from: next) }
    }

    private func read<Result>(_ body: () throws(SQLiteError) -> Result) throws(LogFailure) -> Result {
        do { return try body() } catch { throw LogFailure(error, path: path) }
    }
}

/// Reads one partition up to the end that it has at each call.
private final class ViewReader: LogReader {
    private let path: String
    private let at: TopicPartition
    private let partition: Int
    private var next: Int64
    private let file: ReadFile

    init(_ path: String, at: TopicPartition, partition: Int, from next: Int64) throws(SQLiteError) {
        self.path = path
        self.at = at
        self.partition = partition
        self.next = max(0, next)
        file = try ReadFile(path)
    }

    func read(max: Int, timeout: Duration) throws(LogFailure) -> LogBatch {
        var records: [Record] = []
        let end: Int64
        do {
            end = try file.end(partition)
            next = try file.records(of: at, partition, from: next, below: end, max: max, into: &records)
        } catch { throw LogFailure(error, path: path) }
        return LogBatch(records: records, atEnd: next >= end, next: [Position(at, next: next)])
    }
}
