internal import CLibrdkafka
internal import MessageLog
internal import Wording

/// Reads one partition with its own consumer, without a group. Releasing the reader closes the consumer.
final class KafkaReader: LogReader {
    private let fetcher: Fetcher
    private let inputs: ShardInputs

    /// Reads committed records from `next` on, or from the oldest when `next` is negative or no longer exists.
    ///
    /// - Throws: `_UNKNOWN_PARTITION`, or `KafkaError` when the topic cannot be asked for.
    init(
        _ settings: KafkaSettings, of at: TopicPartition, from next: Int64, diagnostics: @escaping DiagnosticHandler
    ) throws(KafkaError) {
        let fetcher = try Fetcher(settings, .reader, diagnostics: diagnostics)
        // Without this check, a read of a missing partition would wait without end.
        let partitions = try fetcher.partitions(of: at.topic)
        guard at.partition >= 0, at.partition < partitions else {
            throw KafkaError(
                code: "_UNKNOWN_PARTITION",
                reason: LocalText(
                    zh: "该主题有 \(partitions) 个分区", en: "the topic has \(partitions) partitions"),
                origin: .reading(at.description))
        }
        guard let inputs = ShardInputs(fetcher, places: [at]) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__DESTROY, origin: .reading(at.description))
        }
        try inputs.start(at: next < 0 ? [] : [Position(at, next: next)])
        self.fetcher = fetcher
        self.inputs = inputs
    }

    deinit {
        inputs.close()
        fetcher.close(within: .zero)
    }

    func read(max: Int, timeout: Duration) throws(LogFailure) -> LogBatch {
        do throws(KafkaError) {
            return try inputs.poll(max: Swift.max(1, max), timeout: timeout, checksEnd: true)
        } catch { throw error.failure }
    }
}
