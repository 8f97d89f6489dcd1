import EmbeddedLog
package import HazardConfig
package import MessageLog
package import Telemetry
package import Wording

/// Opens the log that the configuration names.
package enum LogOpening {
    /// - Throws: `LogFailure` when the log cannot be opened.
    package static func open(_ settings: Settings, logger: Logger) throws(LogFailure) -> any MessageLog {
        switch settings.log.kind {
        case .embedded: try EmbeddedLog(directory: settings.log.embedded.directory)
        case .kafka:
            try KafkaOpening.open(
                servers: settings.log.kafka.bootstrapServers, settings: settings.log.kafka.settings, logger: logger)
        }
    }

    /// The Kafka settings of the configuration that cannot be used; connects to nothing.
    package static func problems(_ settings: Settings) -> [(setting: String, reason: LocalText)] {
        guard settings.log.kind == .kafka else { return [] }
        return KafkaOpening.problems(
            servers: settings.log.kafka.bootstrapServers, settings: settings.log.kafka.settings)
    }
}
