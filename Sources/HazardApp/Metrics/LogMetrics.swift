import MessageLog
import Synchronization
import Telemetry

/// Publishes the log's statistics: those with a metric of ours update it, the others are published under their own names.
final class LogMetrics: Sendable {
    private let log: any MessageLog
    private let metrics: ServiceMetrics
    private let shards: Int
    /// The totals of the log at the last read.
    private let totals = Mutex<[String: Int]>([:])

    init(log: any MessageLog, metrics: ServiceMetrics, shards: Int) {
        self.log = log
        self.metrics = metrics
        self.shards = shards
    }

    /// The shard that reads the partition of a statistic.
    private func shard(of number: LogStatistic) -> String {
        String((number.labels["partition"].flatMap { Int($0) } ?? 0) % shards)
    }

    /// Reads the log's statistics; called each time the metrics are read.
    func read() -> [MetricSample] {
        var lag: [String: Double] = [:]
        var others: [MetricSample] = []
        for number in log.statistics() {
            switch number.name {
            case "hazard_rebalances_total": add(number, to: metrics.membership.rebalances)
            case "hazard_fenced_total": add(number, to: metrics.membership.fenced)
            case "hazard_txn_tainted_total": add(number, to: metrics.commit.tainted)
            case "hazard_shards_owned": continue
            case "hazard_lso_gap_records":
                metrics.lag.stableGapRecords.series(shard(of: number)).set(number.value)
            default:
                if number.name == "kafka_consumergroup_lag" {
                    lag[shard(of: number), default: 0] += number.value
                }
                others.append(MetricSample(name: number.name, labels: number.labels, value: number.value))
            }
        }
        for (shard, records) in lag { metrics.lag.records.series(shard).set(records) }
        return others
    }

    private func add(_ number: LogStatistic, to counter: Counter) {
        let now = Int(number.value)
        let before = totals.withLock { totals in
            defer { totals[number.name] = now }
            return totals[number.name] ?? 0
        }
        counter.add(max(0, now - before))
    }
}
