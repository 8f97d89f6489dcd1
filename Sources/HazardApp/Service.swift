package import Dispatcher
package import HazardConfig
internal import HazardCore
package import MessageLog
package import Telemetry

/// The whole service: an ordered list of parts, started in order and stopped backwards.
///
/// Whoever wants to know what stands on what reads `Parts.make`.
package final class Service {
    private let parts: Parts
    private let logger: Logger

    /// Wires everything; nothing runs yet.
    package init(_ configuration: LoadedConfig, options: ServiceOptions, logger: Logger) throws(AppFault) {
        self.logger = logger
        parts = try Parts.make(configuration, options: options, logger: logger)
    }

    /// Starts every part; when one cannot start, those before it are stopped again.
    package func start() throws(AppFault) {
        var started: [any Part] = []
        for part in parts.ordered {
            started.append(part)
            do throws(AppFault) {
                try part.start()
            } catch {
                for part in started.reversed() { part.stop(within: 5) }
                throw error
            }
        }
    }

    /// Blocks until every shard given to this process is at work; false when the seconds are over first.
    package func waitUntilReady(seconds: Double) -> Bool { parts.readiness.wait(seconds: seconds) }

    /// Where the API listens, with the ports the system chose.
    package var addresses: [String] { parts.api.addresses }

    /// The shards at work here.
    package var shards: [Int] { parts.board.running.sorted() }

    /// The log, for those in this process who read what others read from outside; nobody else closes it.
    package var log: any MessageLog { parts.log }

    /// What became of every record since the start of this process.
    package var tally: Tally { parts.board.tally }

    /// Stops every part, the last one first; a part that takes longer than the time that is left is cut off.
    package func stop(within limit: Duration) {
        let clock = SystemClock.machine
        let end = clock.steady() + limit.milliseconds
        for part in parts.ordered.reversed() {
            logger.info("part-stopping", ["part": .string(part.name)])
            part.stop(within: max(1, Double(end - clock.steady()) / 1000))
        }
    }
}

/// What an operator allows for one start.
package struct ServiceOptions: Sendable {
    /// Read the inputs from their oldest records when the group has lost its positions.
    package var startsFromOldest = false
    /// Go on although records were lost to retention before they were read.
    package var acceptsGap = false
    /// Called when the log failed for good: the process should end.
    package var onFailure: @Sendable (LogFailure) -> Void = { _ in }

    package init() {}
}
