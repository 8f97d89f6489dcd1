import CaseStore
import Dispatcher
import HazardAPI
package import HazardConfig
package import HazardWire
import MessageLog
import Telemetry

/// Copies the configuration into the settings of the components.
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
    mutating func take(_ settings: Settings, registry: MetricRegistry, status: ShardStatus, logger: Logger) {
        ownedShards = { status.running }
        health = { status.health }
        metrics = registry
        self.logger = logger
        tokens = settings.api.tokens.flatMap(AccessToken.list)
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
        tombstoneRetention = TopicPlan.tombstoneRetention.millisecondsRoundedUp
        startsFromOldest = options.startsFromOldest
        acceptsGap = options.acceptsGap
    }
}
