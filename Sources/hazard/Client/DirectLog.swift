import CommandArguments
import Foundation
import HazardApp
import HazardConfig
import MessageLog
internal import Wording

/// The message log itself, for commands that go past the server.
enum DirectLog {
    struct Opened {
        let configuration: LoadedConfig
        let log: any MessageLog

        /// What the log says, with where it is.
        func fault(_ failure: LogFailure) -> CommandFault {
            let servers = configuration.settings.log.kafka.bootstrapServers.joined(separator: ",")
            let fault = CommandFault(failure)
            return CommandFault(
                fault.exitCode, zh: "Kafka（\(servers)，log.kafka.bootstrap_servers）：\(failure.text.zh)",
                en: "Kafka at \(servers) (log.kafka.bootstrap_servers): \(failure.text.en)")
        }
    }

    /// Kafka when the configuration says so and no server is named; else nil, for the embedded log is the server's own.
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
