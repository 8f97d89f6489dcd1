/// What a shard's file is a view of; a file of anything else is refused.
package struct StoreIdentity: Hashable, Sendable {
    /// The Kafka cluster's id, or the embedded log's.
    package var cluster: String
    /// The names of the topics that follow the shard number, in a fixed order.
    package var topics: [String]
    /// P, the number of partitions of each.
    package var shards: Int

    package init(cluster: String, topics: [String], shards: Int) {
        self.cluster = cluster
        self.topics = topics
        self.shards = shards
    }
}

/// The next offset to read of one partition.
package struct StoredPosition: Hashable, Sendable {
    package var topic: String
    package var partition: Int
    package var next: Int64

    package init(topic: String, partition: Int, next: Int64) {
        self.topic = topic
        self.partition = partition
        self.next = next
    }
}
