internal import MessageLog

/// Reads one partition with a consumer of its own, without a group; the consumer ends when the reader is released.
final class KafkaReader: LogReader {
    private let fetcher: Fetcher
    private let inputs: ShardInputs

    /// Reads committed records from `next` on; from the oldest when that is negative or gone.
    init(
        _ settings: KafkaSettings, of at: TopicPartition, from next: Int64, note: @escaping LogNoteSink
    ) throws(KafkaError) {
        let fetcher = try Fetcher(settings, .reader, note: note)
        // Else one would wait in vain for a partition that is not there.
        let partitions = try fetcher.partitions(of: at.topic)
        guard at.partition >= 0, at.partition < partitions else {
            throw KafkaError(
                code: "_UNKNOWN_PARTITION", reason: "the topic has \(partitions) partitions", origin: "reading \(at)")
        }
        guard let inputs = ShardInputs(fetcher, topics: [at.topic], partition: at.partition) else {
            throw KafkaError(code: "_DESTROY", reason: "this log is closed", origin: "reading \(at)")
        }
        try inputs.start(at: next < 0 ? [] : [Position(at, next: next)])
        self.fetcher = fetcher
        self.inputs = inputs
    }

    deinit {
        inputs.close()
        fetcher.close(within: 0)
    }

    func read(max: Int, milliseconds: Int) throws(LogFailure) -> LogBatch {
        do throws(KafkaError) {
            return try inputs.poll(max: Swift.max(1, max), milliseconds: milliseconds, checksEnd: true)
        } catch { throw error.failure }
    }
}
