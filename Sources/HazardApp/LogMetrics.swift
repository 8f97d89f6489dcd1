import MessageLog
import Synchronization
import Telemetry

/// The log's own numbers among the metrics: those with a published name of ours go there, the rest keep their names.
final class LogMetrics: Sendable {
    private let log: any MessageLog
    private let metrics: ServiceMetrics
    /// What the log had counted when it was last asked.
    private let counted = Mutex<[String: Int]>([:])

    init(log: any MessageLog, metrics: ServiceMetrics) {
        self.log = log
        self.metrics = metrics
    }

    /// Asks the log; called whenever the metrics are read.
    func read() -> [MetricSample] {
        var behind: [String: Double] = [:]
        var foreign: [MetricSample] = []
        for number in log.statistics() {
            switch number.name {
            case "hazard_rebalances_total": add(number, to: metrics.membership.rebalances)
            case "hazard_fenced_total": add(number, to: metrics.membership.fenced)
            case "hazard_txn_tainted_total": add(number, to: metrics.commit.tainted)
            case "hazard_shards_owned": continue
            case "hazard_lso_gap_records":
                metrics.lag.stableGapRecords.series(number.labels["partition"] ?? "").set(number.value)
            default:
                if number.name == "kafka_consumergroup_lag" {
                    behind[number.labels["partition"] ?? "", default: 0] += number.value
                }
                foreign.append(MetricSample(name: number.name, labels: number.labels, value: number.value))
            }
        }
        for (shard, records) in behind { metrics.lag.records.series(shard).set(records) }
        return foreign
    }

    private func add(_ number: LogStatistic, to counter: Counter) {
        let now = Int(number.value)
        let before = counted.withLock { counted in
            defer { counted[number.name] = now }
            return counted[number.name] ?? 0
        }
        counter.add(max(0, now - before))
    }
}
