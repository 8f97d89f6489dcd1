import EmbeddedLog
package import HazardConfig
package import MessageLog
package import Telemetry

/// Opens the log that the configuration names.
package enum LogOpening {
    package static func open(_ settings: Settings, logger: Logger) throws(LogFailure) -> any MessageLog {
        switch settings.log.kind {
        case .embedded: try EmbeddedLog(directory: settings.log.embedded.directory)
        case .kafka:
            try KafkaOpening.open(
                servers: settings.log.kafka.bootstrapServers, settings: settings.log.kafka.settings, logger: logger)
        }
    }

    /// What librdkafka says against the settings given for it; nothing is connected.
    package static func problems(_ settings: Settings) -> [(setting: String, reason: String)] {
        guard settings.log.kind == .kafka else { return [] }
        return KafkaOpening.problems(
            servers: settings.log.kafka.bootstrapServers, settings: settings.log.kafka.settings)
    }
}
