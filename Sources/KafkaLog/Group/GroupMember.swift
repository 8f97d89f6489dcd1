internal import CLibrdkafka
internal import MessageLog
internal import Wording

extension KafkaClient {
    /// Subscribes as a member of the group; `rebalanced` receives its decisions while the client is polled.
    ///
    /// - Throws: `KafkaError` when librdkafka refuses the subscription.
    func join(
        _ membership: Membership,
        rebalanced:
            @escaping @Sendable (rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> Void
    ) throws(KafkaError) {
        context.onRebalance(rebalanced)
        try use { (consumer) throws(KafkaError) in
            // Errors are returned by the consumer's poll.
            rd_kafka_poll_set_consumer(consumer)
            // One topic assigns the shards, so that a change of another topic moves none (`LIBRDKAFKA.md`, Assignor).
            let topics = [
                Position(TopicPartition(membership.assignedBy, -1), next: Int64(RD_KAFKA_OFFSET_INVALID))
            ]
            // Owned: freed below.
            guard let list = partitionList(topics) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, origin: .subscription(ofGroup: membership.group))
            }
            defer { rd_kafka_topic_partition_list_destroy(list) }
            let code = rd_kafka_subscribe(consumer, list)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw KafkaError(code, origin: .subscription(ofGroup: membership.group))
            }
        }
    }

    /// The fatal error of this member; nil when it has none.
    func fatalError(_ membership: Membership) -> KafkaError? {
        guard let consumer = retain() else { return nil }
        defer { release() }
        var text = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(consumer, &text, text.count)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        var error = KafkaError(code, origin: .group(membership.group), detail: String(text))
        error.isFatal = true
        if code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID {
            error.reason = LocalText(
                zh: "另一个进程以成员名 \(membership.member) 加入了消费组；每个进程都要有自己的存储目录",
                en:
                    "another process has joined as member \(membership.member); each process needs a store directory of its own"
            )
        }
        return error
    }
}
