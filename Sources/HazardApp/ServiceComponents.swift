import CaseStore
import Credentials
import Dispatcher
import Foundation
import HazardAPI
import HazardConfig
import HazardCore
import HazardWire
import MessageLog
import Synchronization
import Telemetry

/// The components of the service in start order: log, API, lanes, and under systemd the notifier. Each needs those before it.
struct ServiceComponents {
    let ordered: [any Component]
    let log: any MessageLog
    let api: APIComponent
    let status: ShardStatus
    let readiness: Readiness
    let reloading: Reloading

    /// Makes and connects all components of a configuration.
    ///
    /// - Throws: `AppFault` when one cannot be made.
    static func make(
        _ configuration: LoadedConfig, options: ServiceOptions, logger: Logger
    ) throws(AppFault) -> ServiceComponents {
        let settings = configuration.settings
        settings.useMasking()
        let departments = configuration.policy.departments.keys.sorted()
        let directory = try AppFault.from { () throws(StoreFault) in try StoreDirectory(settings.store.directory) }
        let log = try AppFault.from { () throws(LogFailure) in try LogOpening.open(settings, logger: logger) }
        let topics = settings.topics.names
        let status = ShardStatus(steady: SystemClock.machine.steady)
        let readiness = Readiness(status: status)
        let registry = MetricRegistry()
        let metrics = try AppFault.from { () throws(MetricFault) in try ServiceMetrics(registry: registry) }
        let logMetrics = LogMetrics(log: log, metrics: metrics, shards: settings.log.shards)
        registry.source { logMetrics.read() }
        registry.help(LogMetricHelp.texts)
        metrics.rules.buildInfo.series(Version.text, Version.swift).set(1)

        var context = APIContext(
            log: log, topics: topics, policy: configuration.policy, shards: settings.log.shards,
            storeDirectory: settings.store.directory, version: Version.text)
        context.take(settings, registry: registry, status: status, logger: logger)
        let accessLog = try AccessLogFile(settings)
        context.accessLog = AccessLog(accessLog.logger)
        try context.takeMedia(settings, logger: logger)
        let figures = CurrentFigures(log: log, status: status, metrics: metrics)
        context.present = { figures.read() }
        let laneSettings = try LaneSettings.make(configuration, topics, directory, options: options, logger: logger)
        context.hashes = laneSettings.hashes
        context.signer = laneSettings.signing.server
        let rules = LaneRules(laneSettings)
        let certificate = CertificateReload()
        let targets = Reloading.Targets(
            lanes: rules, served: context.rules, certificate: certificate.run, accessLog: { accessLog.open() },
            topics: { configuration throws(AppFault) in try LogComponent.createQueues(of: configuration, in: log) },
            openCases: { OpenCaseCheck.problems(of: $0, in: settings) })
        let reloading = Reloading(
            configuration, load: options.load, targets: targets, metrics: metrics.rules, logger: logger)
        context.reload = { reloading.reload() }
        watchCalendar(context.rules, metrics, registry, logger)
        let api = try APIComponent(settings: settings, context: context)
        certificate.api = api

        let reporter = LaneReporter(
            logger: logger, metrics: metrics, status: status, hub: context.hub, onPhase: { readiness.update() })
        let shards = try shardWork(
            options, settings,
            ShardParts(log: log, rules: rules, directory: directory, observer: reporter, hub: context.hub))
        let plan = TopicPlan(settings: settings, departments: departments)
        var ordered: [any Component] = [
            LogComponent(
                log: log, plan: plan, createsTopics: settings.log.kind == .embedded,
                acceptsCreateTime: options.acceptsCreateTime, logger: logger),
            api, shards,
        ]
        if !options.isBoard { ordered.append(MediaKeeper(context, status: status, logger: logger)) }
        if let notifier = notifier(status) { ordered.append(notifier) }
        return ServiceComponents(
            ordered: ordered, log: log, api: api, status: status, readiness: readiness, reloading: reloading)
    }

    private struct ShardParts {
        let log: any MessageLog
        let rules: LaneRules
        let directory: StoreDirectory
        let observer: LaneReporter
        let hub: ChangeHub
    }

    /// What works on the shards: the lanes of those that the log assigns, or on a board followers of all.
    private static func shardWork(
        _ options: ServiceOptions, _ settings: Settings, _ parts: ShardParts
    ) throws(AppFault) -> any Component {
        if options.isBoard {
            let followers = CaseFollowers(
                log: parts.log, rules: parts.rules, directory: parts.directory, machine: SystemClock.machine,
                observer: parts.observer, changed: { [hub = parts.hub] in BoardFeed.publish($0, to: hub) })
            return FollowersComponent(followers)
        }
        let lanes = Lanes(
            log: parts.log, rules: parts.rules, directory: parts.directory, machine: SystemClock.machine,
            observer: parts.observer, onFailure: options.onFailure)
        return LanesComponent(log: parts.log, lanes: lanes, membership: try membership(settings, parts.directory))
    }

    /// How this server is known to the others of its group.
    private static func membership(
        _ settings: Settings, _ directory: StoreDirectory
    ) throws(AppFault) -> Membership {
        Membership(
            group: settings.log.group,
            member: try AppFault.from { () throws(StoreFault) in try directory.memberID() },
            writerPrefix: "hazard-\(settings.cluster)-", inputs: settings.topics.names.inputs,
            assignedBy: settings.topics.names.cases, shards: settings.log.shards)
    }

    /// What tells systemd of the lanes; nil when the process was not started by it.
    private static func notifier(_ status: ShardStatus) -> ServiceNotifier? {
        ServiceNotifier(environment: ProcessInfo.processInfo.environment) {
            var health = LaneHealth()
            health.running = status.running
            health.stuck = status.stuckShards
            health.waiting = status.notReadyReasons
            return health
        }
    }

    /// Publishes when the working calendar ends, and logs which year's file is wanted.
    private static func watchCalendar(
        _ rules: ServedRules, _ metrics: ServiceMetrics, _ registry: MetricRegistry, _ logger: Logger
    ) {
        let now: @Sendable () -> Instant = { Instant(milliseconds: SystemClock.machine.wall()) }
        registry.source {
            metrics.rules.calendarDays.set(Double(rules.policy.calendar.daysLeft(at: now()) ?? 0))
            return []
        }
        let calendar = rules.policy.calendar
        guard let year = calendar.yearWanted(at: now()) else { return }
        logger.warning(
            "calendar-ends", ["days_left": .int(calendar.daysLeft(at: now()) ?? 0), "add": .string("\(year).yaml")])
    }
}

/// Reads the certificate of the API's server again.
private final class CertificateReload: Sendable {
    private let current = Mutex<APIComponent?>(nil)

    var api: APIComponent? {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }

    /// - Throws: `AppFault` that names the file that cannot be used.
    @Sendable func run() throws(AppFault) { try api?.reloadCertificate() }
}
