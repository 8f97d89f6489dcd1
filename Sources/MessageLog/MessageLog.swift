/// A partitioned, durable log of records: the seam between the dispatcher and what carries its messages.
///
/// Two implementations pass one suite: `KafkaLog` and `EmbeddedLog`. Every call blocks until done; none is made on the
/// cooperative pool.
package protocol MessageLog: AnyObject, Sendable {
    /// The name of this log for ever: Kafka's cluster id, or the id written into the embedded file at birth.
    func clusterID() throws(LogFailure) -> String

    /// What exists of the named topics; those that do not exist are missing from the answer.
    func describe(_ topics: [String]) throws(LogFailure) -> [TopicDescription]

    /// Creates the topics that do not exist; an existing one is left as it is.
    func create(_ topics: [TopicDescription]) throws(LogFailure)

    /// Sets the named settings of an existing topic.
    func alter(_ topic: String, settings: [String: String]) throws(LogFailure)

    /// Writes records durably, outside any transaction; answers where each one is, in their order.
    func append(_ records: [NewRecord]) throws(LogFailure) -> [RecordPlace]

    /// Reads one partition, committed records only, from `next` on (`earliest` when that is gone or negative).
    func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> any LogReader

    /// Joins the members that share the shards; `host` is told of shards given and taken until `leave`.
    func join(_ membership: Membership, host: any ShardHost) throws(LogFailure)

    /// Gives every shard back (each through `host.take`), leaves the group and returns, within the seconds given.
    func leave(within seconds: Double)

    /// Numbers for metrics, by name; bounded labels only.
    func statistics() -> [LogStatistic]

    /// Ends every connection and thread within the seconds given. Nothing works afterwards.
    func close(within seconds: Double)
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

/// Where an appended record landed.
package struct RecordPlace: Hashable, Sendable {
    package var at: TopicPartition
    package var offset: Int64
    package var timestamp: Int64

    package init(at: TopicPartition, offset: Int64, timestamp: Int64) {
        self.at = at
        self.offset = offset
        self.timestamp = timestamp
    }
}

/// One published number about the log.
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

/// Reads one partition in order, committed records only. Used by one thread at a time; closed when released.
package protocol LogReader: AnyObject {
    /// The next records, at most `max`, waiting up to `milliseconds` for the first.
    ///
    /// `atEnd` is true when every committed record that existed at some moment after the call has been handed out.
    func read(max: Int, milliseconds: Int) throws(LogFailure) -> LogBatch
}

/// Records in order, and whether the inputs were read to their end with them.
package struct LogBatch: Sendable {
    package var records: [Record]
    /// Nothing committed was waiting behind these records.
    package var atEnd: Bool
    /// The position after these records by partition, control records skipped.
    package var next: [Position]

    package init(records: [Record], atEnd: Bool, next: [Position]) {
        self.records = records
        self.atEnd = atEnd
        self.next = next
    }
}
