package import MessageLog

/// A record on `hazard.cases` or `hazard.rewards` that another program wrote. It has no effect
/// (`config/contracts/README.md`, Where a record belongs).
package struct ForeignRecord: Hashable, Sendable {
    package var at: TopicPartition
    package var offset: Int64
    /// The key as text when it is the key of a record that this shard may have; nil for any other key.
    package var key: String?

    init(_ record: Record, key: String?) {
        at = record.at
        offset = record.offset
        self.key = key
    }
}
