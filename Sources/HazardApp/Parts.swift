import CaseStore
import Dispatcher
import HazardAPI
import HazardConfig
import HazardCore
import HazardWire
import MessageLog
import Telemetry

/// The parts of the service in the order in which they stand on one another: log, API, lanes.
struct Parts {
    let ordered: [any Part]
    let log: any MessageLog
    let api: APIPart
    let board: ShardBoard
    let readiness: Readiness

    /// Wires everything the configuration asks for.
    static func make(
        _ configuration: LoadedConfig, options: ServiceOptions, logger: Logger
    ) throws(AppFault) -> Parts {
        let settings = configuration.settings
        let departments = configuration.policy.departments.keys.sorted()
        let directory = try AppFault.from { () throws(StoreFault) in try StoreDirectory(settings.store.directory) }
        let log = try AppFault.from { () throws(LogFailure) in try LogOpening.open(settings, logger: logger) }
        let topics = settings.topics.names
        let board = ShardBoard(steady: SystemClock.machine.steady)
        let readiness = Readiness(board: board)
        let registry = MetricRegistry()
        let metrics = try AppFault.from { () throws(MetricFault) in
            try ServiceMetrics(registry: registry)
        }
        let logMetrics = LogMetrics(log: log, metrics: metrics)
        registry.source { logMetrics.read() }
        watch(configuration.policy.calendar, metrics, registry, logger)
        metrics.rules.hash.series(configuration.policy.rulesHash).set(1)
        metrics.rules.buildInfo.series(Version.text, Version.swift).set(1)

        var context = APIContext(
            log: log, topics: topics, policy: configuration.policy, shards: settings.log.shards,
            storeDirectory: settings.store.directory, version: Version.text)
        context.take(settings, registry: registry, board: board, logger: logger)
        let present = PresentFigures(log: log, board: board, metrics: metrics)
        context.present = { present.read() }
        context.signer = try Secrets.signer(settings)
        let laneSettings = try LaneSettings.make(configuration, topics, directory, options: options, logger: logger)
        context.hashes = laneSettings.hashes
        let api = try APIPart(settings: settings, context: context)

        let reporter = LaneReporter(
            logger: logger, metrics: metrics, board: board, hub: context.hub, onPhase: { readiness.look() })
        let lanes = Lanes(
            log: log, settings: laneSettings, directory: directory, machine: SystemClock.machine, observer: reporter,
            onFailure: options.onFailure)
        let membership = Membership(
            group: settings.log.group,
            member: try AppFault.from { () throws(StoreFault) in try directory.memberID() },
            writerPrefix: "hazard-\(settings.cluster)-", inputs: topics.inputs, shards: settings.log.shards)
        let plan = TopicPlan(settings: settings, departments: departments)
        return Parts(
            ordered: [
                LogPart(log: log, plan: plan, makesTopics: settings.log.kind == .embedded, logger: logger),
                api,
                LanesPart(log: log, lanes: lanes, membership: membership),
            ], log: log, api: api, board: board, readiness: readiness)
    }

    /// The working calendar ends some day: said in good time, for in a year without a table no server starts.
    private static func watch(
        _ calendar: WorkingCalendar, _ metrics: ServiceMetrics, _ registry: MetricRegistry, _ logger: Logger
    ) {
        let now: @Sendable () -> Instant = { Instant(milliseconds: SystemClock.machine.wall()) }
        registry.source {
            metrics.rules.calendarDays.set(Double(calendar.daysLeft(at: now()) ?? 0))
            return []
        }
        guard let year = calendar.yearWanted(at: now()) else { return }
        logger.warning(
            "calendar-ends", ["days_left": .int(calendar.daysLeft(at: now()) ?? 0), "add": .string("\(year).yaml")])
    }
}
