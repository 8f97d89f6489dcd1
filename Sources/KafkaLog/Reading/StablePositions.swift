internal import CLibrdkafka
internal import MessageLog
internal import Wording

extension KafkaClient {
    /// The stable positions of the group's partitions with their marks; a partition that was never committed is missing.
    ///
    /// With read_committed the library asks for stable offsets: while a transaction over them is open, the broker answers
    /// UNSTABLE_OFFSET_COMMIT, at most for the transaction's timeout and the broker's scan interval. The library is called
    /// repeatedly with a short timeout, so that a caller whose shard will be revoked can stop soon.
    ///
    /// - Throws: `KafkaError` when a position cannot be read within 30 s, or earlier when `mayContinue` returns false.
    func committed(_ partitions: [TopicPartition], while mayContinue: () -> Bool) throws(KafkaError) -> MarkedPositions
    {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            do throws(KafkaError) {
                return try use { (consumer) throws(KafkaError) in try Self.committed(partitions, consumer) }
            } catch {
                guard error.isRetriable, mayContinue() else { throw error }
                guard ContinuousClock.now < deadline else { throw error.blockedByTransaction }
            }
        }
    }

    private static func committed(
        _ all: [TopicPartition], _ consumer: OpaquePointer
    ) throws(KafkaError) -> MarkedPositions {
        // Owned: freed below.
        guard let list = partitionList(all.map { Position($0, next: Int64(RD_KAFKA_OFFSET_INVALID)) }) else {
            return MarkedPositions(positions: [], marks: [:])
        }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        let code = rd_kafka_committed(consumer, list, Int32(milliseconds: .seconds(1)))
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, origin: .positionsOfGroup) }
        var found: [Position] = []
        for (position, code) in positions(in: list) {
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw KafkaError(code, origin: .position(of: position.at))
            }
            if position.next >= 0 { found.append(position) }
        }
        return MarkedPositions(positions: found, marks: marks(in: list))
    }
}

/// Committed positions, and the marks that were committed with them.
struct MarkedPositions {
    var positions: [Position]
    var marks: [TopicPartition: RecordMark]
}

extension KafkaError {
    /// The same error with what an operator can do about an open transaction that does not end.
    fileprivate var blockedByTransaction: KafkaError {
        var error = self
        error.reason = LocalText(
            zh: "\(reason.zh)：有未结束的事务压住了位点。若持续数分钟，说明\(LocalText.lostTransactionAdvice.zh)",
            en: "\(reason.en): an open transaction holds them back. If this goes on for minutes, "
                + LocalText.lostTransactionAdvice.en)
        return error
    }
}

extension LocalText {
    /// How an operator ends a transaction whose end a killed broker has lost (`LIBRDKAFKA.md`, Lost markers).
    static let lostTransactionAdvice = LocalText(
        zh: "被强行终止的 broker 丢失了一个事务的结束标记：用 "
            + "`kafka-transactions.sh find-hanging --broker-id N --max-transaction-timeout 1` 查找，再用 `abort` 结束它",
        en: "a killed broker has lost the end of a transaction: "
            + "`kafka-transactions.sh find-hanging --broker-id N --max-transaction-timeout 1` shows it, `abort` ends it"
    )
}
