import CommandArguments
import Foundation
import HazardApp
import HazardConfig
import MessageLog
internal import Wording

/// The message log itself, for commands that do not need a server.
enum DirectLog {
    struct Opened {
        let configuration: LoadedConfig
        let log: any MessageLog

        /// A failure of the log, with its address.
        func fault(_ failure: LogFailure) -> CommandFault {
            let servers = configuration.settings.log.kafka.bootstrapServers.joined(separator: ",")
            let fault = CommandFault(failure)
            return CommandFault(
                fault.exitCode, zh: "Kafka（\(servers)，log.kafka.bootstrap_servers）：\(failure.text.zh)",
                en: "Kafka at \(servers) (log.kafka.bootstrap_servers): \(failure.text.en)")
        }
    }

    /// Opens Kafka when the configuration uses it and no server is named.
    ///
    /// Returns nil for the embedded log, because only its server can open it.
    static func open(_ arguments: Arguments) throws -> Opened? {
        guard arguments.value("server") == nil, ProcessInfo.processInfo.environment["HAZARD_SERVER"] == nil else {
            return nil
        }
        let configuration = try Configuration.load(arguments)
        guard configuration.settings.log.kind == .kafka else { return nil }
        do throws(LogFailure) {
            let logger = Configuration.logger(configuration.settings)
            return Opened(
                configuration: configuration, log: try LogOpening.open(configuration.settings, logger: logger))
        } catch {
            throw CommandFault(error)
        }
    }
}
