import EmbeddedLog
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
        do throws(LogFailure) {
            switch configuration.settings.log.kind {
            case .kafka:
                let log = try LogOpening.open(configuration.settings, logger: logger)
                clusterID = try log.clusterID()
                reader = { (at, next) throws(LogFailure) in try log.reader(of: at, from: next) }
                (kafka, file) = (log, nil)
            case .embedded:
                let log = try EmbeddedLogFile(directory: configuration.settings.log.embedded.directory)
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
            return try kafka?.describe([topic]).first?.partitions ?? 0
        } catch {
            throw CommandFault(error)
        }
    }

    func close() { kafka?.close(within: .seconds(5)) }
}
