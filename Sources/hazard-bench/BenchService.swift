import Dispatcher
import Foundation
import HazardApp
import HazardConfig
import HazardCore
import MessageLog
import Telemetry

/// The whole service over a log of its own: an embedded one in a directory, or topics on a Kafka.
struct BenchService {
    let configuration: LoadedConfig
    /// The directory of the store.
    let store: String

    /// - Parameters:
    ///   - directory: Where log and store are.
    ///   - bootstrap: A Kafka instead of the embedded log.
    ///   - prefix: What the names of the topics begin with.
    ///   - config: The configuration file.
    ///   - shards: Partitions of the inputs.
    ///   - more: Further settings, `key=value`.
    /// - Throws: The problems of the configuration, or why a topic cannot be created.
    init(
        directory: String, bootstrap: String?, prefix: String, config: String?, shards: Int, more: [String] = []
    ) throws {
        store = directory + "/store"
        var settings = [
            "topics.prefix=\(prefix)", "store.directory=\(store)", "log.shards=\(shards)", "cluster=\(prefix)",
            "api.listen=127.0.0.1:0", "log_level=warning",
        ]
        if let bootstrap {
            settings += ["log.kafka.bootstrap_servers=\(bootstrap)", "log.group=\(prefix)"]
        } else {
            settings.append("log.embedded.directory=\(directory)/log")
        }
        let file = config ?? (bootstrap == nil ? "config/hazard.yaml" : "config/kafka.yaml")
        configuration = try ConfigLoader.load(file: file, overrides: settings + more).get()
        try createMissingTopics()
    }

    static let logger = Logger(format: .text, minimumLevel: .warning)

    /// The service, which is not started.
    func service() throws -> Service {
        try Service(configuration, options: ServiceOptions(), logger: Self.logger)
    }

    /// Starts a service and waits until it has decided all of these reports, which it writes to the log first, in batches.
    func fill(with reports: Int) throws -> Service {
        let service = try service()
        try service.start()
        let (city, topic) = (city(reports), configuration.settings.topics.names.reports)
        for first in stride(from: 0, to: reports, by: 5_000) {
            let numbers = first..<min(reports, first + 5_000)
            _ = try service.log.append(numbers.map { city.record($0, topic: topic) })
            // The reports that wait are bounded, as their memory is.
            while service.tally.consumed < first - 50_000 { usleep(5_000) }
        }
        while service.tally.opened + service.tally.merged < reports { usleep(5_000) }
        return service
    }

    /// Reports of a made-up city over all programmes, so that all shards have some.
    func city(_ reports: Int) -> SyntheticCity {
        SyntheticCity(
            policy: configuration.policy, hazards: reports,
            reportedAt: Date().addingTimeInterval(-3600).ISO8601Format(),
            programmes: configuration.policy.programmes.count)
    }

    private func createMissingTopics() throws {
        let plan = TopicPlan(
            settings: configuration.settings, departments: configuration.policy.departments.keys.sorted())
        let log = try LogOpening.open(configuration.settings, logger: Self.logger)
        defer { log.close(within: .seconds(5)) }
        let steps = plan.compare(with: try log.describe(plan.wanted.map(\.name)))
        try plan.apply(steps.filter { if case .create = $0 { true } else { false } }, to: log)
    }
}
