package import MessageLog
package import Wording

/// What is wrong with a topic's partitions, and what to do.
package enum TopicText {
    /// A number of partitions with which no server starts.
    package static func refusal(_ topic: TopicDescription, found: Int) -> LocalText {
        let shards = topic.partitions
        guard found < shards else {
            return LocalText(
                zh: "主题 \(topic.name) 有 \(found) 个分区，log.shards 为 \(shards)：分片由该主题分配，分区数建立后不可改。"
                    + "请将 log.shards 设为 \(found)，或改用别的 topics.prefix。",
                en:
                    "topic \(topic.name) has \(found) partitions, log.shards is \(shards): this topic assigns the shards, and the "
                    + "number cannot change. Set log.shards to \(found), or use another topics.prefix.")
        }
        return LocalText(
            zh: "主题 \(topic.name) 只有 \(found) 个分区，log.shards 为 \(shards)：有的分片将无分区可读。"
                + "请用 `kafka-topics.sh --alter --topic \(topic.name) --partitions \(shards)` 补足。",
            en:
                "topic \(topic.name) has only \(found) partitions, log.shards is \(shards): some shards would have none. Add "
                + "partitions with `kafka-topics.sh --alter --topic \(topic.name) --partitions \(shards)`.")
    }

    /// More partitions than shards.
    package static func extra(_ topic: TopicDescription, found: Int) -> LocalText {
        LocalText(
            zh: "有 \(found) 个分区，多于 log.shards（\(topic.partitions)）：全部分区都会读取，不丢失任何记录；分区数无法减少",
            en:
                "has \(found) partitions, more than log.shards (\(topic.partitions)): all are read and nothing is lost; the number "
                + "cannot be lowered")
    }
}
