package import MessageLog
internal import Synchronization
package import Wording

/// The log on Apache Kafka, through librdkafka. Installations with more than one server need it.
///
/// It creates clients when they are first needed: one for topics, one for appending, one group member with one fetcher, one
/// writer for each shard, and one consumer for each reader. Every throwing call throws `LogFailure` as `MessageLog` says; the codes
/// are librdkafka's (`ErrorCode`).
package final class KafkaLog: MessageLog {
    private let settings: KafkaSettings
    private let diagnostics: DiagnosticHandler
    private let counters = LogCounters()
    private let clients = Mutex(Clients())

    private struct Clients {
        var admin: KafkaClient?
        var appender: Appender?
        var group: GroupConsumer?
        var isClosed = false
    }

    /// Checks the settings; connects to nothing.
    ///
    /// - Throws: `_INVALID_ARG` with the first of `KafkaSettings.problems`.
    package init(
        _ settings: KafkaSettings, diagnostics: @escaping DiagnosticHandler
    ) throws(LogFailure) {
        if let problem = settings.problems().first {
            throw LogFailure(code: "_INVALID_ARG", sentence: problem.text, isRetriable: false)
        }
        self.settings = settings
        self.diagnostics = diagnostics
    }

    package var lostTransactionAdvice: LocalText? { .lostTransactionAdvice }

    // MARK: Topics

    package func clusterID() throws(LogFailure) -> String {
        try withAdmin { (admin) throws(KafkaError) in try admin.clusterID() }
    }

    package func describe(_ topics: [String]) throws(LogFailure) -> [TopicDescription] {
        try withAdmin { (admin) throws(KafkaError) in try admin.describe(topics) }
    }

    package func partitions(of topic: String) throws(LogFailure) -> Int {
        try withAdmin { (admin) throws(KafkaError) in try admin.shape(of: topic)?.partitions ?? 0 }
    }

    package func create(_ topics: [TopicDescription]) throws(LogFailure) {
        try withAdmin { (admin) throws(KafkaError) in try admin.create(topics) }
    }

    package func alter(_ topic: String, settings changes: [String: String]) throws(LogFailure) {
        try withAdmin { (admin) throws(KafkaError) in try admin.alter(topic, changes) }
    }

    // MARK: Records

    package func append(_ records: [NewRecord]) throws(LogFailure) -> [RecordPlace] {
        try withLogFailure { () throws(KafkaError) in
            let appender = try client(\.appender) { () throws(KafkaError) in
                try Appender.open(settings, diagnostics: diagnostics)
            }
            return try appender.append(records)
        }
    }

    package var offsetsPerCommit: Int64 { 1 }

    package func appendTogether(_ records: [NewRecord], as writer: String) throws(LogFailure) {
        guard !clients.withLock({ $0.isClosed }) else { throw KafkaError.closed.failure }
        try withLogFailure { () throws(KafkaError) in
            let producer = try TransactionalWriter(settings, transactionalID: writer, diagnostics: diagnostics)
            defer { producer.close(within: Self.transactionLimit) }
            do throws(KafkaError) {
                try producer.initialise(within: Self.transactionLimit) { true }
            } catch { throw error.explained(byLogin: producer.refusedLogin) }
            do throws(TransactionalWriter.Failure) {
                _ = try producer.commit(records, [], watched: [], nil)
            } catch { throw error.error }
        }
    }

    /// How long a writer for one transaction may take to start.
    private static let transactionLimit = Duration.seconds(20)

    package func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> any LogReader {
        try withLogFailure { () throws(KafkaError) in
            try KafkaReader(settings, of: at, from: next, diagnostics: diagnostics)
        }
    }

    // MARK: Shards

    package func join(_ membership: Membership, host: any ShardHost) throws(LogFailure) {
        try withLogFailure { () throws(KafkaError) in
            let hasJoined = clients.withLock { $0.group != nil }
            guard !hasJoined else {
                throw KafkaError(
                    code: "_STATE",
                    reason: LocalText(zh: "本日志已是成员：请先退出", en: "this log is a member already: leave first"),
                    origin: .group(membership.group))
            }
            _ = try client(\.group) { () throws(KafkaError) in
                try GroupConsumer(settings, membership, host: host, counters: counters, diagnostics: diagnostics)
            }
        }
    }

    /// Revokes every shard and leaves the group, within the limit.
    ///
    /// A static member of librdkafka 2.0.2 sends no LeaveGroup request: another process gets its shards after
    /// `session.timeout.ms` (10 s by default), unless this process joins again before.
    package func leave(within limit: Duration) {
        guard let group = clients.withLock({ $0.group.take() }) else { return }
        let deadline = ContinuousClock.now + limit
        _ = group.leave(within: limit)
        group.close(within: deadline.timeLeft(atLeast: Self.minimumWait))
    }

    // MARK: Metrics and closing

    package func statistics() -> [LogStatistic] {
        let counts = counters.now
        var numbers = [
            LogStatistic(name: "hazard_rebalances_total", value: Double(counts.rebalances)),
            LogStatistic(name: "hazard_fenced_total", value: Double(counts.fenced)),
            LogStatistic(name: "hazard_txn_tainted_total", value: Double(counts.tainted)),
        ]
        guard let group = clients.withLock({ $0.group }) else { return numbers }
        let (owned, committed) = group.progress
        numbers.append(LogStatistic(name: "hazard_shards_owned", value: Double(owned)))
        let json = group.fetcher.client.context.statistics
        numbers += ClientStatistics.ofClient("fetcher", json)
        numbers += ClientStatistics.lag(group: group.membership.group, committed: committed, json)
        return numbers
    }

    package func close(within limit: Duration) {
        let deadline = ContinuousClock.now + limit
        leave(within: limit)
        let (admin, appender) = clients.withLock { clients in
            clients.isClosed = true
            return (clients.admin.take(), clients.appender.take())
        }
        appender?.close(within: deadline.timeLeft(atLeast: Self.minimumWait))
        admin?.destroy(within: deadline.timeLeft(atLeast: Self.minimumWait))
    }

    /// Ends every connection as a killed process would: no shard is revoked, nothing is committed or aborted.
    ///
    /// For tests of what a crash leaves.
    package func abandon() {
        let (admin, appender, group) = clients.withLock { clients in
            clients.isClosed = true
            return (clients.admin.take(), clients.appender.take(), clients.group.take())
        }
        group?.abandon()
        appender?.close(within: .seconds(1))
        admin?.destroy(within: .zero)
    }

    // MARK: Clients

    /// Each client gets at least this long to end, even after the deadline.
    private static let minimumWait = Duration.milliseconds(200)

    private func withAdmin<T>(_ body: (KafkaClient) throws(KafkaError) -> T) throws(LogFailure) -> T {
        try withLogFailure { () throws(KafkaError) in
            try body(
                try client(\.admin) { () throws(KafkaError) in
                    try KafkaClient(settings, .admin, diagnostics: diagnostics)
                })
        }
    }

    /// The existing client, or a new one.
    private func client<T: Sendable>(
        _ path: WritableKeyPath<Clients, T?>, _ make: () throws(KafkaError) -> T
    ) throws(KafkaError) -> T {
        try clients.withLock { (clients) throws(KafkaError) in
            guard !clients.isClosed else {
                throw .closed
            }
            if let existing = clients[keyPath: path] { return existing }
            let new = try make()
            clients[keyPath: path] = new
            return new
        }
    }

    private func withLogFailure<T>(_ body: () throws(KafkaError) -> T) throws(LogFailure) -> T {
        do throws(KafkaError) { return try body() } catch { throw error.failure }
    }
}
