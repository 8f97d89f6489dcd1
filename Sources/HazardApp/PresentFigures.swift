import Dispatcher
import HazardCore
internal import HazardStatistics
import MessageLog
import Telemetry

/// How the running process is, for the figures of `GET /v1/stats`.
struct PresentFigures: Sendable {
    let log: any MessageLog
    let board: ShardBoard
    let metrics: ServiceMetrics

    /// Asks the log and the lanes now; what nobody here knows stays nil.
    func read() -> KPIPresent {
        var present = KPIPresent()
        present.received = board.tally.consumed
        present.deadLetters = board.tally.deadLetters
        let running = board.running
        guard !running.isEmpty else { return present }
        let seconds = running.map { metrics.lag.seconds.series(String($0)).value }.max() ?? 0
        present.lagSeconds = seconds
        let behind = log.statistics().filter { $0.name == "kafka_consumergroup_lag" }
        if !behind.isEmpty {
            present.lagRecords = Int(behind.reduce(0) { $0 + $1.value })
        } else if seconds == 0 {
            present.lagRecords = 0
        }
        return present
    }
}
