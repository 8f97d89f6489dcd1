internal import CLibrdkafka
internal import MessageLog

extension KafkaClient {
    /// The stable positions of a group's partitions; one never committed is missing.
    ///
    /// With read_committed the library asks for stable offsets: while a transaction over them is open the broker answers
    /// UNSTABLE_OFFSET_COMMIT, at most for its time-out and the broker's scan. Asked in slices, so that a caller whose shard is
    /// about to be taken gives up soon.
    func committed(_ partitions: [TopicPartition], while mayGoOn: () -> Bool) throws(KafkaError) -> [Position] {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            do throws(KafkaError) {
                return try use { (consumer) throws(KafkaError) in try Self.committed(partitions, consumer) }
            } catch {
                guard error.isRetriable, mayGoOn() else { throw error }
                guard ContinuousClock.now < deadline else { throw error.heldBack }
            }
        }
    }

    private static func committed(_ all: [TopicPartition], _ consumer: OpaquePointer) throws(KafkaError) -> [Position] {
        // Ours: freed below.
        guard let list = partitionList(all.map { Position($0, next: Int64(RD_KAFKA_OFFSET_INVALID)) }) else {
            return []
        }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        let code = rd_kafka_committed(consumer, list, 1000)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, origin: "positions of the group") }
        var found: [Position] = []
        for (position, code) in positions(in: list) {
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw KafkaError(code, origin: "position of \(position.at)")
            }
            if position.next >= 0 { found.append(position) }
        }
        return found
    }
}

extension KafkaError {
    /// The same, with what an operator can do: a broker that is killed between the decision on a transaction and its markers
    /// can come back without writing some of them (seen with 4.3.1 alone on its machine), and then nothing ends it.
    fileprivate var heldBack: KafkaError {
        var error = self
        error.reason += """
            : an open transaction holds them back. If this goes on for minutes, a broker has lost its end: \
            `kafka-transactions.sh find-hanging --broker-id N --max-transaction-timeout 1` shows it, `abort` ends it
            """
        return error
    }
}
