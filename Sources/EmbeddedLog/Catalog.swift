internal import MessageLog

/// Every topic, and where each partition ends: small enough to be copied for each transaction.
struct Catalog: Sendable {
    struct Topic: Sendable {
        var id: Int64
        var settings: TopicSettings
        /// The number of each partition in `tails` and in the file.
        var partitions: [Int]
    }

    /// The end of one partition.
    struct Tail: Sendable {
        var next: Int64
        /// The append time of the last record: time never runs backwards in a partition.
        var lastTime: Int64
    }

    var topics: [String: Topic] = [:]
    var tails: [Tail] = []
    /// The newest writer of each name opened since the start: an older one is fenced.
    var epochs: [String: Int64] = [:]

    /// The topic of that name, or the reason why a person does not find it.
    func topic(_ name: String) throws(LogFailure) -> Topic {
        guard let topic = topics[name] else { throw .unknownTopic(name) }
        return topic
    }

    /// The number of that partition in `tails` and in the file.
    func partition(_ at: TopicPartition) throws(LogFailure) -> Int {
        let topic = try topic(at.topic)
        guard topic.partitions.indices.contains(at.partition) else {
            throw .unknownPartition(at, of: topic.partitions.count)
        }
        return topic.partitions[at.partition]
    }

    func next(_ partition: Int) -> Int64 { tails[partition].next }
}

/// A record's row: the partition's number above, the offset below, so that a partition lies together in order.
enum RowID {
    static let offsetBits = 40

    static func of(_ partition: Int, _ offset: Int64) -> Int64 { Int64(partition) << offsetBits | offset }
    static func offset(_ row: Int64) -> Int64 { row & (1 << offsetBits - 1) }
}
