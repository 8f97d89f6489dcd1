internal import MessageLog
internal import Synchronization

/// Reads single records with a consumer of its own, to compare them with what was read before.
final class RecordLookup: Sendable {
    private let fetcher: Fetcher
    /// How long one record may take.
    private static let timeout = Duration.seconds(3)

    init(_ settings: KafkaSettings, diagnostics: @escaping DiagnosticHandler) throws(KafkaError) {
        fetcher = try Fetcher(settings, .reader, diagnostics: diagnostics)
    }

    /// The committed record at that offset; nil when there is none any more, or when no broker answers in time.
    ///
    /// - Throws: `KafkaError` when the partition cannot be read.
    func record(at: TopicPartition, offset: Int64) throws(KafkaError) -> Record? {
        guard let inputs = ShardInputs(fetcher, places: [at]) else { return nil }
        defer { inputs.close() }
        try inputs.start(at: [Position(at, next: offset)])
        let deadline = ContinuousClock.now + Self.timeout
        while ContinuousClock.now < deadline {
            let batch = try inputs.poll(max: 1, timeout: .milliseconds(200))
            if let record = batch.records.first { return record.offset == offset ? record : nil }
            if batch.atEnd { return nil }
        }
        return nil
    }

    func close(within limit: Duration) { fetcher.close(within: limit) }
}
