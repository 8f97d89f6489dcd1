internal import Testing

/// The logs that every golden scenario and acceptance check runs on.
package enum TestedLog: String, CaseIterable, CustomTestStringConvertible {
    case embedded, kafka

    package var testDescription: String { rawValue }

    /// Both, or the embedded one alone where no broker can be had; `KafkaBroker` then says how to have one.
    package static let here: [TestedLog] = KafkaBroker.isAvailable ? [.embedded, .kafka] : [.embedded]

    /// Empty topics over this log with a clock of the test's own; the queues of the departments named are missing.
    package func bench(
        shards: Int, without missing: Set<String> = [], on broker: KafkaBroker? = nil, time: TestTime
    ) throws -> LaneBench {
        switch self {
        case .embedded: try EmbeddedBench.make(shards: shards, without: missing, stamped: time)
        case .kafka: try KafkaBench.make(shards: shards, without: missing, on: broker, time: time)
        }
    }
}
