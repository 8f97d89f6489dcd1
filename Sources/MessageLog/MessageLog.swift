package import Wording

/// A partitioned, durable log of records.
///
/// `KafkaLog` and `EmbeddedLog` implement it, and both pass the same test suite. Every call blocks until it is done, so no call
/// is made on the cooperative thread pool.
package protocol MessageLog: AnyObject, Sendable {
    /// The permanent name of this log: Kafka's cluster id, or the id written when the embedded file was created.
    ///
    /// - Throws: `LogFailure` when the log cannot be reached or is closed.
    func clusterID() throws(LogFailure) -> String

    /// Describes those of the named topics that exist.
    ///
    /// - Throws: `LogFailure` when the log cannot be reached or is closed.
    func describe(_ topics: [String]) throws(LogFailure) -> [TopicDescription]

    /// How many partitions a topic has; 0 when there is no such topic. A reader of the topic may ask this; its settings it may not.
    ///
    /// - Throws: `LogFailure` when the log cannot be reached or is closed.
    func partitions(of topic: String) throws(LogFailure) -> Int

    /// What an operator does when a topic has lost the end of a transaction; nil where that cannot happen.
    var lostTransactionAdvice: LocalText? { get }

    /// Creates the topics that do not exist; existing topics are not changed.
    ///
    /// - Throws: `LogFailure` when a topic is not valid or the log does not create it.
    func create(_ topics: [TopicDescription]) throws(LogFailure)

    /// Sets the named settings of an existing topic; its other settings keep their values.
    ///
    /// - Throws: `LogFailure` when the topic does not exist or a setting is refused.
    func alter(_ topic: String, settings: [String: String]) throws(LogFailure)

    /// Writes records durably, outside any transaction, and returns where each record is, in their order.
    ///
    /// - Throws: `LogFailure` when a record was not written; on Kafka others of the call may have been.
    func append(_ records: [NewRecord]) throws(LogFailure) -> [RecordPlace]

    /// Writes records durably, all or nothing. `writer` names the caller; only one may write under a name at a time.
    ///
    /// - Throws: `LogFailure` when the records were not written, or when the log does not know.
    func appendTogether(_ records: [NewRecord], as writer: String) throws(LogFailure)

    /// How many offsets of a partition the end of a transaction takes.
    var offsetsPerCommit: Int64 { get }

    /// Opens a reader of one partition's committed records from offset `next`.
    ///
    /// The reader begins at the oldest record when `next` is negative or retention has removed it.
    ///
    /// - Throws: `LogFailure` when the partition does not exist or cannot be read.
    func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> any LogReader

    /// Joins the group that shares the shards; `host` learns which shards are assigned and revoked until `leave`.
    ///
    /// - Throws: `LogFailure` when this log has joined already or the inputs do not exist.
    func join(_ membership: Membership, host: any ShardHost) throws(LogFailure)

    /// Revokes every shard through `host.revoke`, leaves the group, and returns within the limit.
    func leave(within limit: Duration)

    /// Numbers for metrics; label values come from closed lists.
    func statistics() -> [LogStatistic]

    /// Ends every connection and thread, and returns within the limit. Every later call fails.
    func close(within limit: Duration)
}

extension MessageLog {
    package var lostTransactionAdvice: LocalText? { nil }
    package var offsetsPerCommit: Int64 { 0 }

    package func partitions(of topic: String) throws(LogFailure) -> Int {
        try describe([topic]).first?.partitions ?? 0
    }

    /// For logs whose `append` is all or nothing.
    package func appendTogether(_ records: [NewRecord], as writer: String) throws(LogFailure) {
        _ = try append(records)
    }
}

/// A topic as it is, or as it should be.
package struct TopicDescription: Hashable, Sendable {
    package var name: String
    package var partitions: Int
    /// By Kafka's names: `cleanup.policy`, `retention.ms`, `message.timestamp.type`, `max.message.bytes`, …
    package var settings: [String: String]
    /// Copies of each partition; -1 is the broker's default.
    package var replicas: Int

    package init(name: String, partitions: Int, settings: [String: String] = [:], replicas: Int = -1) {
        self.name = name
        self.partitions = partitions
        self.settings = settings
        self.replicas = replicas
    }
}

/// Where an appended record is stored.
package struct RecordPlace: Hashable, Sendable {
    package var at: TopicPartition
    package var offset: Int64
    /// Milliseconds since 1970.
    package var timestamp: Int64

    package init(at: TopicPartition, offset: Int64, timestamp: Int64) {
        self.at = at
        self.offset = offset
        self.timestamp = timestamp
    }
}

/// One number about the log, published as a metric.
package struct LogStatistic: Hashable, Sendable {
    package var name: String
    package var labels: [String: String]
    package var value: Double

    package init(name: String, labels: [String: String] = [:], value: Double) {
        self.name = name
        self.labels = labels
        self.value = value
    }
}

/// Reads one partition's committed records in order. One thread at a time uses it; releasing it closes it.
package protocol LogReader: AnyObject {
    /// Returns the next records, at most `max`, and waits up to `timeout` for the first one.
    ///
    /// `atEnd` is true when the reader has returned every committed record that existed at some moment after the call began.
    ///
    /// - Throws: `LogFailure` when the partition cannot be read.
    func read(max: Int, timeout: Duration) throws(LogFailure) -> LogBatch
}

/// Records in order, and whether they reach the end of the inputs.
package struct LogBatch: Sendable {
    package var records: [Record]
    /// No committed record followed these.
    package var atEnd: Bool
    /// The position after these records by partition; control records are skipped.
    package var next: [Position]

    package init(records: [Record], atEnd: Bool, next: [Position]) {
        self.records = records
        self.atEnd = atEnd
        self.next = next
    }
}
