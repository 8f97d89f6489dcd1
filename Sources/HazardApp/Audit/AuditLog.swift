import EmbeddedLog
import HazardConfig
import MessageLog
import Telemetry
import Wording

/// The log, for an audit: it reads and never writes, and joins no group.
enum AuditLog {
    case embedded(EmbeddedLogView)
    case shared(any MessageLog)

    /// - Throws: `LogFailure` when the log cannot be opened.
    static func open(_ settings: Settings, logger: Logger) throws(LogFailure) -> AuditLog {
        switch settings.log.kind {
        case .embedded: .embedded(try EmbeddedLogView(settings.log.embedded.directory))
        case .kafka: .shared(try LogOpening.open(settings, logger: logger))
        }
    }

    /// The number of partitions of a topic; 0 when there is no such topic.
    ///
    /// - Throws: `LogFailure` when the log cannot be read.
    func partitions(of topic: String) throws(LogFailure) -> Int {
        switch self {
        case .embedded(let view): try view.partitions(of: topic) ?? 0
        case .shared(let log): try log.describe([topic]).first?.partitions ?? 0
        }
    }

    func close() {
        guard case .shared(let log) = self else { return }
        log.close(within: .seconds(5))
    }

    private func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> any LogReader {
        switch self {
        case .embedded(let view): try view.reader(of: at, from: next)
        case .shared(let log): try log.reader(of: at, from: next)
        }
    }

    /// Calls `body` with each record from `next` on and below `end`, up to the end that the partition has now.
    ///
    /// - Returns: The position after the last record.
    /// - Throws: `LogFailure` when the log cannot be read, or gives nothing for a minute.
    func each(
        _ at: TopicPartition, from next: Int64 = -1, below end: Int64 = .max, _ body: (Record) -> Void
    ) throws(LogFailure) -> Int64 {
        guard next < end else { return next }
        let reader = try reader(of: at, from: next)
        var position = max(0, next)
        var waits = 0
        while true {
            let batch = try reader.read(max: 2_000, timeout: .seconds(5))
            for record in batch.records where record.offset < end { body(record) }
            let reached = batch.next.first { $0.at == at }?.next ?? position
            if batch.atEnd || reached >= end { return max(position, min(reached, end)) }
            waits = reached > position ? 0 : waits + 1
            position = max(position, reached)
            guard waits < 12 else { throw .silent(at) }
        }
    }
}

extension LogFailure {
    fileprivate static func silent(_ at: TopicPartition) -> LogFailure {
        LogFailure(
            code: "timeout",
            sentence: LocalText(
                zh: "\(at) 一分钟没有给出记录：请检查 Kafka", en: "\(at) gave no record for a minute: check the brokers"),
            isRetriable: true)
    }
}
