internal import Testing

/// The logs that every golden scenario and acceptance check runs on.
package enum TestedLog: String, CaseIterable, CustomTestStringConvertible {
    case embedded, kafka

    package var testDescription: String { rawValue }

    /// Both logs, or only the embedded one when no broker is available; `KafkaBroker` then says how to get one.
    package static let here: [TestedLog] = KafkaBroker.isAvailable ? [.embedded, .kafka] : [.embedded]

    /// Empty topics over this log, with the test's own clock. The queues of the named departments are missing.
    package func bench(
        shards: Int, without missing: Set<String> = [], on broker: KafkaBroker? = nil, time: TestTime
    ) throws -> LaneBench {
        switch self {
        case .embedded: try EmbeddedBench.make(shards: shards, without: missing, stamped: time)
        case .kafka: try KafkaBench.make(shards: shards, without: missing, on: broker, time: time)
        }
    }
}
