internal import Foundation
package import MessageLog
internal import Synchronization

/// The log on Apache Kafka, through librdkafka: production, and the only one for more than one machine.
///
/// Clients are made when first needed: one that asks about topics, one that appends, one member of the group with one that
/// fetches, one writer per shard, one consumer per reader.
package final class KafkaLog: MessageLog {
    private let settings: KafkaSettings
    private let note: LogNoteSink
    private let counters = LogCounters()
    private let parts = Mutex(Parts())

    private struct Parts {
        var admin: KafkaClient?
        var appender: Appender?
        var group: GroupConsumer?
        var isClosed = false
    }

    /// Checks the settings; nothing is connected yet.
    ///
    /// - Throws: the first problem of `KafkaSettings.problems`, as a failure that no waiting cures.
    package init(_ settings: KafkaSettings, note: @escaping @Sendable (LogNote) -> Void) throws(LogFailure) {
        if let problem = settings.problems().first {
            throw LogFailure(code: "_INVALID_ARG", reason: problem.description, isRetriable: false)
        }
        self.settings = settings
        self.note = note
    }

    // MARK: Topics

    package func clusterID() throws(LogFailure) -> String {
        try asking { (admin) throws(KafkaError) in try admin.clusterID() }
    }

    package func describe(_ topics: [String]) throws(LogFailure) -> [TopicDescription] {
        try asking { (admin) throws(KafkaError) in try admin.describe(topics) }
    }

    package func create(_ topics: [TopicDescription]) throws(LogFailure) {
        try asking { (admin) throws(KafkaError) in try admin.create(topics) }
    }

    package func alter(_ topic: String, settings changes: [String: String]) throws(LogFailure) {
        try asking { (admin) throws(KafkaError) in try admin.alter(topic, changes) }
    }

    // MARK: Records

    package func append(_ records: [NewRecord]) throws(LogFailure) -> [RecordPlace] {
        try seam { () throws(KafkaError) in
            let appender = try part(\.appender) { () throws(KafkaError) in try Appender.open(settings, note: note) }
            return try appender.append(records)
        }
    }

    package func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> any LogReader {
        try seam { () throws(KafkaError) in try KafkaReader(settings, of: at, from: next, note: note) }
    }

    // MARK: Shards

    package func join(_ membership: Membership, host: any ShardHost) throws(LogFailure) {
        try seam { () throws(KafkaError) in
            let isMember = parts.withLock { $0.group != nil }
            guard !isMember else {
                throw KafkaError(
                    code: "_STATE", reason: "this log is a member already: leave first",
                    origin: "group \(membership.group)")
            }
            _ = try part(\.group) { () throws(KafkaError) in
                try GroupConsumer(settings, membership, host: host, counters: counters, note: note)
            }
        }
    }

    /// A static member says no good-bye in librdkafka 2.0.2: what it gives back waits for `session.timeout.ms` (10 s unless set)
    /// before another takes it, or for its own return within that time, which moves nothing.
    package func leave(within seconds: Double) {
        guard let group = parts.withLock({ $0.group.take() }) else { return }
        let deadline = Date(timeIntervalSinceNow: seconds)
        _ = group.leave(within: seconds)
        group.close(within: max(0.2, deadline.timeIntervalSinceNow))
    }

    // MARK: Numbers and the end

    package func statistics() -> [LogStatistic] {
        let counts = counters.now
        var numbers = [
            LogStatistic(name: "hazard_rebalances_total", value: Double(counts.rebalances)),
            LogStatistic(name: "hazard_fenced_total", value: Double(counts.fenced)),
            LogStatistic(name: "hazard_txn_tainted_total", value: Double(counts.tainted)),
        ]
        guard let group = parts.withLock({ $0.group }) else { return numbers }
        let (owned, committed) = group.progress
        numbers.append(LogStatistic(name: "hazard_shards_owned", value: Double(owned)))
        let json = group.fetcher.client.context.statistics
        numbers += Statistics.ofClient("fetcher", json)
        numbers += Statistics.lag(group: group.membership.group, committed: committed, json)
        return numbers
    }

    package func close(within seconds: Double) {
        let deadline = Date(timeIntervalSinceNow: seconds)
        leave(within: seconds)
        let (admin, appender) = parts.withLock { parts in
            parts.isClosed = true
            return (parts.admin.take(), parts.appender.take())
        }
        appender?.close(within: max(0.2, deadline.timeIntervalSinceNow))
        admin?.destroy(within: max(0.2, deadline.timeIntervalSinceNow))
    }

    /// Ends every connection as the death of the process would: nothing is given back, committed or aborted.
    ///
    /// For tests of what a crash leaves behind.
    package func abandon() {
        let gone = parts.withLock { parts in
            parts.isClosed = true
            return (parts.admin.take(), parts.appender.take(), parts.group.take())
        }
        gone.2?.abandon()
        gone.1?.close(within: 1)
        gone.0?.destroy(within: 0)
    }

    // MARK: Parts

    private func asking<T>(_ body: (KafkaClient) throws(KafkaError) -> T) throws(LogFailure) -> T {
        try seam { () throws(KafkaError) in
            try body(try part(\.admin) { () throws(KafkaError) in try KafkaClient(settings, .admin, note: note) })
        }
    }

    /// The part there is, or a new one.
    private func part<T: Sendable>(
        _ path: WritableKeyPath<Parts, T?>, _ make: () throws(KafkaError) -> T
    ) throws(KafkaError) -> T {
        try parts.withLock { (parts) throws(KafkaError) in
            guard !parts.isClosed else {
                throw KafkaError(code: "_DESTROY", reason: "this log is closed", origin: "Kafka log")
            }
            if let there = parts[keyPath: path] { return there }
            let new = try make()
            parts[keyPath: path] = new
            return new
        }
    }

    private func seam<T>(_ body: () throws(KafkaError) -> T) throws(LogFailure) -> T {
        do throws(KafkaError) { return try body() } catch { throw error.failure }
    }
}
