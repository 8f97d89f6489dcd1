import MessageLog
import Synchronization

/// A log that counts all records written to each topic of another log.
///
/// Kafka acknowledges a commit before every reader can see it. With the count, a test can wait until it sees all
/// records.
final class CountingLog: MessageLog {
    private let inner: any MessageLog
    private let counts = Mutex<[String: Int]>([:])

    init(_ inner: any MessageLog) { self.inner = inner }

    /// The number of records that were written to these topics so far.
    func count(_ topics: [String]) -> Int {
        counts.withLock { counts in topics.reduce(0) { $0 + (counts[$1] ?? 0) } }
    }

    fileprivate func add(_ records: [NewRecord]) {
        counts.withLock { counts in for record in records { counts[record.topic, default: 0] += 1 } }
    }

    func append(_ records: [NewRecord]) throws(LogFailure) -> [RecordPlace] {
        let places = try inner.append(records)
        add(records)
        return places
    }

    func join(_ membership: Membership, host: any ShardHost) throws(LogFailure) {
        try inner.join(membership, host: CountingHost(host, self))
    }

    var offsetsPerCommit: Int64 { inner.offsetsPerCommit }
    func clusterID() throws(LogFailure) -> String { try inner.clusterID() }
    func describe(_ topics: [String]) throws(LogFailure) -> [TopicDescription] { try inner.describe(topics) }
    func create(_ topics: [TopicDescription]) throws(LogFailure) { try inner.create(topics) }

    func alter(_ topic: String, settings: [String: String]) throws(LogFailure) {
        try inner.alter(topic, settings: settings)
    }

    func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> any LogReader {
        try inner.reader(of: at, from: next)
    }

    func leave(within limit: Duration) { inner.leave(within: limit) }
    func statistics() -> [LogStatistic] { inner.statistics() }
    func close(within limit: Duration) { inner.close(within: limit) }
}

/// Wraps every session, so that its commits are counted.
private final class CountingHost: ShardHost {
    private let inner: any ShardHost
    private let log: CountingLog

    init(_ inner: any ShardHost, _ log: CountingLog) {
        self.inner = inner
        self.log = log
    }

    func assign(_ session: any ShardSession) { inner.assign(CountingSession(session, log)) }
    func revoke(_ shard: Int, lost: Bool) { inner.revoke(shard, lost: lost) }
    func failed(_ failure: LogFailure) { inner.failed(failure) }
}

private final class CountingSession: ShardSession {
    private let inner: any ShardSession
    private let log: CountingLog

    init(_ inner: any ShardSession, _ log: CountingLog) {
        self.inner = inner
        self.log = log
    }

    var shard: Int { inner.shard }

    func commit(
        _ records: [NewRecord], positions: [Position], watched: [TopicPartition]
    ) throws(CommitFailure) -> [Position] {
        let next = try inner.commit(records, positions: positions, watched: watched)
        log.add(records)
        return next
    }

    func openWriter() throws(CommitFailure) { try inner.openWriter() }
    func findInputs() throws(LogFailure) -> [TopicPartition] { try inner.findInputs() }
    func replacedInputs() throws(LogFailure) -> [TopicPartition] { try inner.replacedInputs() }
    func committed() throws(LogFailure) -> [Position] { try inner.committed() }

    func bounds(of at: TopicPartition) throws(LogFailure) -> (oldest: Int64, next: Int64) {
        try inner.bounds(of: at)
    }

    func start(at positions: [Position]) throws(LogFailure) { try inner.start(at: positions) }

    func poll(max: Int, timeout: Duration) throws(LogFailure) -> LogBatch {
        try inner.poll(max: max, timeout: timeout)
    }

    func close() { inner.close() }
}
