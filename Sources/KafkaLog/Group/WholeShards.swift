internal import MessageLog

extension Membership {
    /// The shards among the partitions the group gave us, and the partitions beyond the last shard, which are nobody's.
    ///
    /// The range assignor gives the same p of every input to the same member when the inputs have equally many partitions;
    /// throws when a shard came without one of its inputs.
    func wholeShards(_ given: [TopicPartition]) throws(KafkaError) -> (shards: [Int], beyond: [TopicPartition]) {
        let ours = Dictionary(grouping: given.filter { $0.partition < shards }, by: \.partition)
        for (shard, present) in ours.sorted(by: { $0.key < $1.key }) {
            let missing = Set(inputs).subtracting(present.map(\.topic)).sorted()
            guard !missing.isEmpty else { continue }
            throw KafkaError(
                code: "INVALID_PARTITIONS",
                reason: "partition \(shard) of \(missing.joined(separator: ", ")) was not given with the others: "
                    + "\(inputs.joined(separator: ", ")) must each have \(shards) partitions",
                origin: "group \(group)", isFatal: true)
        }
        return (ours.keys.sorted(), given.filter { $0.partition >= shards })
    }
}
