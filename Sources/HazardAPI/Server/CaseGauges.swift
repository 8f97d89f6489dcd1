internal import CaseStore
internal import HazardCore
internal import Telemetry

/// Gauges of the open cases in the shards that are here, counted each time the metrics are read.
struct CaseGauges: Sendable {
    /// Labels: priority, state.
    private let openCases: MetricFamily<Gauge>
    private let waiting: Gauge
    private let oldestSeconds: Gauge
    private let overdue: Gauge
    private let triageSeconds: Gauge

    /// - Throws: `MetricFault` when the registry has one of the names already.
    init(_ registry: MetricRegistry) throws(MetricFault) {
        openCases = try registry.gauges("hazard_open_cases", help: "Open cases.", labels: ["priority", "state"])
        waiting = try registry.gauges(
            "hazard_emergencies_waiting", help: "P0 cases in triage, for which no department was paged yet."
        ).series()
        oldestSeconds = try registry.gauges(
            "hazard_emergency_oldest_seconds", help: "For how long the first of them has waited; 0 without any."
        ).series()
        overdue = try registry.gauges(
            "hazard_overdue_cases", help: "Open cases past their deadline with the work not done."
        ).series()
        triageSeconds = try registry.gauges(
            "hazard_triage_oldest_seconds", help: "Age of the oldest case in triage; 0 without any."
        ).series()
    }

    /// Counts at each reading of the registry. A shard that cannot be read is left out; its lane says so.
    func follow(_ registry: MetricRegistry, _ context: APIContext, _ readers: ShardReaders) {
        registry.source {
            let now = context.now()
            let parts = try? readers.readAll { reader throws(StoreFault) in try reader.urgentCounts(at: now) }
            set((parts ?? []).reduce(UrgentCounts()) { $0.adding($1) }, at: now)
            return []
        }
    }

    private func set(_ counts: UrgentCounts, at now: Instant) {
        for priority in Priority.allCases {
            for state in CaseState.allCases where !state.isEnded {
                let key = UrgentCounts.OpenKey(priority: priority, state: state)
                openCases.series(priority.rawValue, state.rawValue).set(counts.open[key] ?? 0)
            }
        }
        waiting.set(counts.waiting)
        overdue.set(counts.late)
        oldestSeconds.set(Self.seconds(from: counts.oldestWaiting, to: now))
        triageSeconds.set(Self.seconds(from: counts.oldestTriage, to: now))
    }

    private static func seconds(from start: Instant?, to now: Instant) -> Double {
        start.map { Double(max(0, now.milliseconds - $0.milliseconds)) / 1000 } ?? 0
    }
}
