package import HazardCore
package import MessageLog
package import Telemetry

/// What a bridge gets from the program that runs it.
package struct BridgeSurroundings: Sendable {
    /// The queue, and how many partitions it has.
    package var topic: String
    package var partitions: Int
    /// The permanent name of the log.
    package var log: String
    /// Opens a reader of a partition from an offset; from the oldest record when it is negative.
    package var open: @Sendable (TopicPartition, Int64) throws(LogFailure) -> any LogReader
    /// `bridge.directory`.
    package var directory: String
    package var zone: ZoneOffset
    package var logger: Logger
    /// The wall clock.
    package var now: @Sendable () -> Instant
    /// The steady clock, by which waits are measured.
    package var steady: @Sendable () -> ContinuousClock.Instant
    /// Whether the bridge must end.
    package var isStopping: @Sendable () -> Bool
    /// Waits for so long, or until the bridge must end.
    package var pause: @Sendable (Duration) -> Void
    package var backoff = Backoff()
    /// How long a round waits for a new record at most.
    package var longestWait = Duration.seconds(1)

    package init(
        topic: String, partitions: Int, log: String,
        open: @escaping @Sendable (TopicPartition, Int64) throws(LogFailure) -> any LogReader, directory: String,
        logger: Logger
    ) {
        self.topic = topic
        self.partitions = partitions
        self.log = log
        self.open = open
        self.directory = directory
        self.logger = logger
        zone = .china
        now = { Instant(milliseconds: 0) }
        steady = { .now }
        isStopping = { false }
        pause = { _ in }
    }
}
