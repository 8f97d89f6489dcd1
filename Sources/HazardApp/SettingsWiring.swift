import CaseStore
import Dispatcher
import HazardAPI
package import HazardConfig
package import HazardWire
import Telemetry

/// The configuration in the words of the parts.
extension TopicNames {
    package init(_ settings: TopicSettings) {
        self.init(prefix: settings.prefix)
        reports = settings.reports
        feedback = settings.feedback
        commands = settings.commands
        cases = settings.cases
        rewards = settings.rewards
        notices = settings.notices
        deadLetters = settings.deadLetters
        dispatchPrefix = settings.dispatchPrefix
    }
}

extension APIContext {
    mutating func take(_ settings: Settings, registry: MetricRegistry, board: ShardBoard, logger: Logger) {
        ownedShards = { board.running }
        health = { board.health }
        metrics = registry
        self.logger = logger
        tokens = settings.api.tokens
        limits.object = settings.limits.bodyBytes
        limits.lines = settings.limits.batchBodyBytes
        limits.reportAge = ReportAge(maxAge: settings.intake.maxAge, maxAhead: settings.intake.maxAhead)
    }
}

extension LaneSettings {
    init(
        _ configuration: LoadedConfig, _ topics: TopicNames, _ directory: StoreDirectory, options: ServiceOptions,
        logger: Logger
    ) throws(AppFault) {
        let settings = configuration.settings
        self.init(
            policy: configuration.policy, topics: topics, shards: settings.log.shards,
            storeDirectory: settings.store.directory,
            accountKey: try Secrets.accountKey(settings, directory, logger))
        intake.maxAge = settings.intake.maxAge
        intake.maxAhead = settings.intake.maxAhead
        intake.signatureKeys = try Secrets.signatureKeys(settings)
        pace.batchRecords = settings.limits.batchRecords
        pace.pollMilliseconds = settings.limits.pollMilliseconds
        pace.timersPerStep = settings.limits.timersPerStep
        caseRetention = settings.retention.cases
        tombstoneRetention = TopicPlan.tombstoneRetention
        startsFromOldest = options.startsFromOldest
        acceptsGap = options.acceptsGap
    }
}
