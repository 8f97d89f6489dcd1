package import Dispatcher
package import HazardConfig
internal import HTTP
internal import HazardCore
package import MessageLog
package import Telemetry

/// The whole service: an ordered list of components, started in order and stopped in reverse order.
///
/// `ServiceComponents.make` shows how they depend on each other.
package final class Service {
    private let components: ServiceComponents
    private let logger: Logger

    /// Makes all components; starts nothing.
    ///
    /// - Throws: `AppFault` when one cannot be made.
    package init(_ configuration: LoadedConfig, options: ServiceOptions, logger: Logger) throws(AppFault) {
        self.logger = logger
        var (configuration, options) = (configuration, options)
        if options.isBoard {
            configuration.useBoardDirectory()
            options.load = { [load = options.load] overrides in
                load(overrides).map { loaded in
                    var loaded = loaded
                    loaded.useBoardDirectory()
                    return loaded
                }
            }
        }
        if let problem = OpenCaseCheck.problems(of: configuration.policy, in: configuration.settings).first {
            throw AppFault(.configuration, problem)
        }
        ProcessMemory.setLimits()
        components = try ServiceComponents.make(configuration, options: options, logger: logger)
    }

    /// Starts every component; when one cannot start, stops those that were started.
    ///
    /// - Throws: `AppFault` of the component that cannot start.
    package func start() throws(AppFault) {
        var started: [any Component] = []
        for component in components.ordered {
            started.append(component)
            do throws(AppFault) {
                try component.start()
            } catch {
                for component in started.reversed() { component.stop(within: .seconds(5)) }
                throw error
            }
        }
    }

    /// Waits until every shard assigned to this process is running; false when the limit is reached first.
    package func waitUntilReady(within limit: Duration) -> Bool { components.readiness.wait(within: limit) }

    /// Loads policy, tokens, keys and certificates anew. Problems are logged, and then nothing has changed.
    package var reloading: Reloading { components.reloading }

    /// The addresses of the API, with the ports that the system chose.
    package var addresses: [String] { components.api.addresses }

    /// The running shards of this process.
    package var shards: [Int] { components.status.running.sorted() }

    /// The log, for callers in this process that read it; only the service closes it.
    package var log: any MessageLog { components.log }

    /// The counts of all records since the start of this process.
    package var tally: Tally { components.status.tally }

    /// Stops every component, the last one first; each gets the time that is left, and at least one second.
    package func stop(within limit: Duration) {
        let deadline = ContinuousClock.now + limit
        for component in components.ordered.reversed() {
            logger.info("part-stopping", ["part": .string(component.name)])
            component.stop(within: max(.seconds(1), deadline - .now))
        }
    }
}

/// The options of one start.
package struct ServiceOptions: Sendable {
    /// Reads the inputs from their oldest records when the group has lost its positions.
    package var startsFromOldest = false
    /// Continues although retention has removed records before they were read.
    package var acceptsGap = false
    /// Inputs whose record times come from their senders' clocks are accepted (`hazard serve --accept-create-time`).
    package var acceptsCreateTime = false
    /// Starts with a new account key although there are cases of another one.
    package var acceptsNewKey = false
    /// The process follows every shard and owns none: the desk of the whole installation (`hazard board`).
    package var isBoard = false
    /// Loads the configuration again as at this start, with further overrides.
    package var load: Reloading.Load = { _ in .failure(ConfigProblems([])) }
    /// Called when the log has failed permanently: the process should end.
    package var onFailure: @Sendable (LogFailure) -> Void = { _ in }

    package init() {}
}
