internal import CLibrdkafka
internal import MessageLog

extension KafkaClient {
    /// Asks to be a member of the group; what the group decides comes to `rebalanced` when the client is polled.
    func join(
        _ membership: Membership,
        rebalanced:
            @escaping @Sendable (rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> Void
    ) throws(KafkaError) {
        context.onRebalance(rebalanced)
        try use { (consumer) throws(KafkaError) in
            // Errors come with the consumer's poll.
            rd_kafka_poll_set_consumer(consumer)
            let topics = membership.inputs.map {
                Position(TopicPartition($0, -1), next: Int64(RD_KAFKA_OFFSET_INVALID))
            }
            // Ours: freed below.
            guard let list = partitionList(topics) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, origin: "subscription")
            }
            defer { rd_kafka_topic_partition_list_destroy(list) }
            let code = rd_kafka_subscribe(consumer, list)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw KafkaError(code, origin: "subscription of group \(membership.group)")
            }
        }
    }

    /// What ended this member for good, in words.
    func fatalError(_ membership: Membership) -> KafkaError? {
        guard let consumer = hold() else { return nil }
        defer { release() }
        var text = [CChar](repeating: 0, count: 512)
        let code = rd_kafka_fatal_error(consumer, &text, text.count)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        var error = KafkaError(code, origin: "group \(membership.group)", detail: String(text))
        error.isFatal = true
        if code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID {
            error.reason =
                "another process has joined as member \(membership.member); each process needs a store directory of its own"
        }
        return error
    }
}
