import EmbeddedLog
package import HazardConfig
package import MessageLog
package import Telemetry
import Wording

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

    /// The librdkafka settings that librdkafka refuses; nothing is connected.
    package static func problems(_ configuration: LoadedConfig) -> ConfigProblems {
        let log = configuration.settings.log
        guard log.kind == .kafka else { return ConfigProblems([]) }
        let refused = KafkaOpening.problems(servers: log.kafka.bootstrapServers, settings: log.kafka.settings)
        return ConfigProblems(
            refused.map { setting, reason in
                let known = log.kafka.settings[setting] != nil
                let key = "log.kafka.settings" + (known ? ".\(setting)" : "")
                return ConfigProblem(at: configuration.place(of: key), key, reason)
            })
    }
}
