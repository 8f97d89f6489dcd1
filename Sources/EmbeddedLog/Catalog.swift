internal import MessageLog

/// All topics, and the end of each partition; small enough to be copied for each transaction.
struct Catalog: Sendable {
    struct Topic: Sendable {
        var id: Int64
        var settings: EmbeddedTopicSettings
        /// Each partition's number in `tails` and in the file.
        var partitions: [Int]
    }

    /// The end of one partition.
    struct Tail: Sendable {
        var next: Int64
        /// Append time of the last record in milliseconds since 1970; later records are never earlier.
        var lastTime: Int64
    }

    var topics: [String: Topic] = [:]
    var tails: [Tail] = []
    /// The epoch of the newest writer of each name opened since the start; older writers are fenced.
    var epochs: [String: Int64] = [:]

    /// The topic of that name.
    ///
    /// - Throws: `unknown-topic`.
    func topic(_ name: String) throws(LogFailure) -> Topic {
        guard let topic = topics[name] else { throw .unknownTopic(name) }
        return topic
    }

    /// The partition's number in `tails` and in the file.
    ///
    /// - Throws: `unknown-topic` or `unknown-partition`.
    func partition(_ at: TopicPartition) throws(LogFailure) -> Int {
        let topic = try topic(at.topic)
        guard topic.partitions.indices.contains(at.partition) else {
            throw .unknownPartition(at, of: topic.partitions.count)
        }
        return topic.partitions[at.partition]
    }

    func next(_ partition: Int) -> Int64 { tails[partition].next }
}

/// The row id of a record: the partition's number in the high bits, the offset in the low bits, so that the rows of a
/// partition are stored together in order.
enum RowID {
    static let offsetBits = 40

    static func of(_ partition: Int, _ offset: Int64) -> Int64 { Int64(partition) << offsetBits | offset }
    static func offset(_ row: Int64) -> Int64 { row & (1 << offsetBits - 1) }
}
