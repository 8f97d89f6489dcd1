/// The log and topics that a shard's file is a view of; a file of another identity is refused.
package struct StoreIdentity: Hashable, Sendable {
    /// The Kafka cluster's id, or the embedded log's.
    package var cluster: String
    /// The names of the topics that have one partition for each shard, in a fixed order.
    package var topics: [String]
    /// The number of shards, which is the number of partitions of each topic.
    package var shards: Int

    package init(cluster: String, topics: [String], shards: Int) {
        self.cluster = cluster
        self.topics = topics
        self.shards = shards
    }
}
