import CaseStore
import Dispatcher
import HazardAPI
import HazardConfig
import HazardCore
import HazardWire
import Telemetry

extension AccessToken {
    /// The access tokens of a configured token: one for each department that it names.
    static func list(_ token: APIToken) -> [AccessToken] {
        guard let role = AccessRole(rawValue: token.role.rawValue) else { return [] }
        guard role == .department else { return [AccessToken(name: token.name, role: role, digest: token.sha256)] }
        return token.departments.map {
            AccessToken(name: token.name, role: role, department: $0, digest: token.sha256)
        }
    }
}

extension APIContext {
    mutating func take(_ settings: Settings, registry: MetricRegistry, board: ShardBoard, logger: Logger) {
        ownedShards = { board.running }
        health = { board.health }
        metrics = registry
        self.logger = logger
        tokens = settings.api.tokens.flatMap(AccessToken.list)
        limits.object = settings.limits.bodyBytes
        limits.lines = settings.limits.batchBodyBytes
        limits.reportAge = ReportAge(
            maxAge: settings.intake.maxAge.wholeMilliseconds, maxAhead: settings.intake.maxAhead.wholeMilliseconds)
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
        intake.maxAge = settings.intake.maxAge.wholeMilliseconds
        intake.maxAhead = settings.intake.maxAhead.wholeMilliseconds
        intake.signatureKeys = try Secrets.signatureKeys(settings)
        pace.batchRecords = settings.limits.batchRecords
        pace.pollMilliseconds = Int(settings.limits.poll.wholeMilliseconds)
        pace.timersPerStep = settings.limits.timersPerStep
        caseRetention = settings.retention.cases.wholeMilliseconds
        tombstoneRetention = TopicPlan.tombstoneRetention.wholeMilliseconds
        startsFromOldest = options.startsFromOldest
        acceptsGap = options.acceptsGap
    }
}
