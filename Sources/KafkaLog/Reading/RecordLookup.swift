internal import MessageLog
internal import Synchronization

/// Reads single records with a consumer of its own, to compare them with what was read before.
final class RecordLookup: Sendable {
    private let settings: KafkaSettings
    private let diagnostics: DiagnosticHandler
    private let client = Mutex<Fetcher?>(nil)
    /// How long one record may take.
    private static let timeout = Duration.seconds(3)

    /// The consumer is made at the first record.
    init(_ settings: KafkaSettings, diagnostics: @escaping DiagnosticHandler) {
        self.settings = settings
        self.diagnostics = diagnostics
    }

    private func fetcher() throws(KafkaError) -> Fetcher {
        try client.withLock { (client) throws(KafkaError) in
            if let client { return client }
            let new = try Fetcher(settings, .reader, diagnostics: diagnostics)
            client = new
            return new
        }
    }

    /// The committed record at that offset; nil when there is none any more, or when no broker answers in time.
    ///
    /// - Throws: `KafkaError` when the partition cannot be read.
    func record(at: TopicPartition, offset: Int64) throws(KafkaError) -> Record? {
        guard let inputs = ShardInputs(try fetcher(), places: [at]) else { return nil }
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

    func close() { client.withLock { $0.take() }?.close(within: .zero) }
}
