import CommandArguments
import EmbeddedLog
import Foundation
import HazardApp
import HazardConfig
import HazardCore
import MessageLog
import Telemetry

/// The log that the bridges read.
///
/// Kafka is read and written directly. The embedded log has one writer, its server: a bridge on the same machine reads the file
/// and posts its feedback to the server.
struct BridgeLog {
    let clusterID: String
    let reader: @Sendable (TopicPartition, Int64) throws(LogFailure) -> any LogReader
    /// Nil for the embedded log.
    let kafka: (any MessageLog)?
    private let file: EmbeddedLogFile?

    init(_ configuration: LoadedConfig, logger: Logger) throws(CommandFault) {
        let directory = configuration.settings.log.embedded.directory
        if configuration.settings.log.kind == .embedded, !FileManager.default.fileExists(atPath: directory + "/log.db")
        {
            throw CommandFault(
                .failed, zh: "\(directory) 中没有日志：先启动服务；用内置日志时，桥与服务在同一台机器上运行",
                en:
                    "there is no log in \(directory): start the server first; with the embedded log a bridge runs on the "
                    + "server's machine")
        }
        do throws(LogFailure) {
            switch configuration.settings.log.kind {
            case .kafka:
                let log = try LogOpening.open(configuration.settings, logger: logger)
                clusterID = try log.clusterID()
                reader = { (at, next) throws(LogFailure) in try log.reader(of: at, from: next) }
                (kafka, file) = (log, nil)
            case .embedded:
                let log = try EmbeddedLogFile(directory: directory)
                clusterID = log.clusterID
                reader = { (at, next) throws(LogFailure) in try log.reader(of: at, from: next) }
                (kafka, file) = (nil, log)
            }
        } catch {
            throw CommandFault(error)
        }
    }

    func partitions(of topic: String) throws(CommandFault) -> Int {
        do throws(LogFailure) {
            if let file { return try file.partitions(of: topic) }
            return try kafka?.partitions(of: topic) ?? 0
        } catch {
            throw CommandFault(error)
        }
    }

    func close() { kafka?.close(within: .seconds(5)) }
}
