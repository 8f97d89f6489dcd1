import CaseStore
import Digest
import Dispatcher
import HazardAPI
import HazardConfig
import HazardCore
import HazardWire
import MessageLog
import Telemetry
extension APIContext {
    mutating func take(_ settings: Settings, registry: MetricRegistry, status: ShardStatus, logger: Logger) {
        ownedShards = { status.running }
        health = { status.health }
        metrics = registry
        self.logger = logger
        tokens = settings.api.tokens
        limits.object = settings.limits.bodyBytes
        limits.lines = settings.limits.batchBodyBytes
        limits.reportAge = ReportAge(
            maxAge: settings.intake.maxAge, maxAhead: settings.intake.maxAhead)
    }
}

extension LaneSettings {
    /// - Throws: `AppFault` when a secret cannot be read, or libcrypto has no memory.
    static func make(
        _ configuration: LoadedConfig, _ topics: TopicNames, _ directory: StoreDirectory, options: ServiceOptions,
        logger: Logger
    ) throws(AppFault) -> LaneSettings {
        let settings = configuration.settings
        let accountKey = try Secrets.accountKey(settings, directory, options, logger)
        var lanes = try AppFault.from { () throws(DigestFailure) in
            try LaneSettings(
                policy: configuration.policy, topics: topics, shards: settings.log.shards,
                storeDirectory: settings.store.directory, accountKey: accountKey)
        }
        lanes.intake.maxAge = settings.intake.maxAge
        lanes.intake.maxAhead = settings.intake.maxAhead
        lanes.intake.signatureKeys = try Secrets.signatureKeys(settings)
        lanes.pace.batchRecords = settings.limits.batchRecords
        lanes.pace.poll = settings.limits.poll
        lanes.pace.timersPerStep = settings.limits.timersPerStep
        lanes.maxAhead = settings.time.maxAhead
        lanes.caseRetention = settings.retention.cases
        lanes.tombstoneRetention = TopicPlan.tombstoneRetention
        lanes.startsFromOldest = options.startsFromOldest
        lanes.acceptsGap = options.acceptsGap
        lanes.acceptsNewKey = options.acceptsNewKey
        return lanes
    }
}
