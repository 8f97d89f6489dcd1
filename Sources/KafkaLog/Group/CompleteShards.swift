internal import MessageLog
internal import Wording

extension Membership {
    /// The shards of the assigned partitions, and the assigned partitions beyond the last shard, which are not read.
    ///
    /// The range assignor assigns partition p of every input to the same member when the inputs have equally many partitions.
    ///
    /// - Throws: `INVALID_PARTITIONS` when an input of a shard was not assigned with the others.
    func completeShards(
        _ assigned: [TopicPartition]
    ) throws(KafkaError) -> (shards: [Int], excess: [TopicPartition]) {
        let byShard = Dictionary(grouping: assigned.filter { $0.partition < shards }, by: \.partition)
        for (shard, present) in byShard.sorted(by: { $0.key < $1.key }) {
            let missing = Set(inputs).subtracting(present.map(\.topic)).sorted()
            guard !missing.isEmpty else { continue }
            throw KafkaError(
                code: "INVALID_PARTITIONS",
                reason: LocalText(
                    zh: "\(missing.joined(separator: "、")) 的分区 \(shard) 没有一并分到：\(inputs.joined(separator: "、")) "
                        + "都必须有 \(shards) 个分区",
                    en: "partition \(shard) of \(missing.joined(separator: ", ")) was not given with the others: "
                        + "\(inputs.joined(separator: ", ")) must each have \(shards) partitions"),
                origin: .group(group), isFatal: true)
        }
        return (byShard.keys.sorted(), assigned.filter { $0.partition >= shards })
    }
}
