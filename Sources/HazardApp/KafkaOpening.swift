import KafkaLog
import MessageLog
import Telemetry

/// Makes the log of a Kafka installation; its notes become log lines.
enum KafkaOpening {
    static func open(
        servers: [String], settings: [String: String], logger: Logger
    ) throws(LogFailure) -> any MessageLog {
        try KafkaLog(KafkaSettings(bootstrapServers: servers.joined(separator: ","), settings: settings)) { note in
            let fields: KeyValuePairs<StaticString, LogValue> = [
                "note": .string(note.event), "message": .string(note.message),
                "fields": .string(
                    note.fields.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }.joined(separator: " ")),
            ]
            switch note.level {
            case .debug: logger.debug("kafka", fields)
            case .info: logger.info("kafka", fields)
            case .warning: logger.warning("kafka", fields)
            case .error: logger.error("kafka", fields)
            }
        }
    }

    /// Every librdkafka setting that cannot be used, as (setting, reason).
    static func problems(servers: [String], settings: [String: String]) -> [(setting: String, reason: String)] {
        KafkaSettings(bootstrapServers: servers.joined(separator: ","), settings: settings).problems().map {
            ($0.setting, $0.reason)
        }
    }
}
