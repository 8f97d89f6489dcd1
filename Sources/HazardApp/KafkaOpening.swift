import KafkaLog
import MessageLog
import Telemetry
import Wording

/// Opens the log of a Kafka installation and writes its diagnostics as log lines.
enum KafkaOpening {
    /// - Throws: `_INVALID_ARG` for a setting that cannot be used.
    static func open(
        servers: [String], settings: [String: String], logger: Logger
    ) throws(LogFailure) -> any MessageLog {
        try KafkaLog(KafkaSettings(bootstrapServers: servers.joined(separator: ","), settings: settings)) {
            diagnostic in
            let fields: KeyValuePairs<StaticString, LogValue> = [
                "note": .string(diagnostic.event), "message": .string(diagnostic.message),
                "fields": .string(
                    diagnostic.fields.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }.joined(separator: " ")),
            ]
            switch diagnostic.level {
            case .debug: logger.debug("kafka", fields)
            case .info: logger.info("kafka", fields)
            case .warning: logger.warning("kafka", fields)
            case .error: logger.error("kafka", fields)
            }
        }
    }

    /// Every librdkafka setting that cannot be used, with the reason.
    static func problems(servers: [String], settings: [String: String]) -> [(setting: String, reason: LocalText)] {
        KafkaSettings(bootstrapServers: servers.joined(separator: ","), settings: settings).problems().map {
            ($0.setting, $0.reason)
        }
    }
}
