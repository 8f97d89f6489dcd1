import Dispatcher
import HazardCore
internal import HazardStatistics
import MessageLog
import Telemetry

/// Reads the current state of the process for the figures of `GET /v1/stats`.
struct CurrentFigures: Sendable {
    let log: any MessageLog
    let status: ShardStatus
    let metrics: ServiceMetrics

    /// Reads the log and the lanes now; unknown values stay nil.
    func read() -> KPIPresent {
        var figures = KPIPresent()
        figures.received = status.tally.consumed
        figures.deadLetters = status.tally.deadLetters
        let running = status.running
        guard !running.isEmpty else { return figures }
        let seconds = running.map { metrics.lag.seconds.series(String($0)).value }.max() ?? 0
        figures.lagSeconds = seconds
        let behind = log.statistics().filter { $0.name == "kafka_consumergroup_lag" }
        if !behind.isEmpty {
            figures.lagRecords = Int(behind.reduce(0) { $0 + $1.value })
        } else if seconds == 0 {
            figures.lagRecords = 0
        }
        return figures
    }
}
