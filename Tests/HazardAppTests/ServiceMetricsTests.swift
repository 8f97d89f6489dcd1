import HazardApp
import Telemetry
import Testing

struct ServiceMetricsTests {
    private let registry = MetricRegistry()

    @Test func `the published names are all there, once`() throws {
        _ = try ServiceMetrics(registry: registry)
        let names = registry.rendered().split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
            .compactMap { $0.split(separator: " ").dropFirst(2).first }
        #expect(
            names.map { String($0.dropFirst("hazard_".count)) } == [
                "batch_records", "build_info", "calendar_days_left", "dispatched_total", "dlq_total",
                "duplicates_total", "extra_partitions", "fenced_total", "foreign_records_total",
                "lag_records", "lag_seconds", "lso_gap_records", "notices_total", "rebalances_total",
                "records_consumed_total", "restore_remaining_records", "rules_hash", "rules_last_reload_successful",
                "rules_last_reload_timestamp_seconds", "shards_owned", "sqlite_commit_seconds", "stage_seconds",
                "time_capped_total",
                "topic_replaced_total",
                "txn_aborts_total",
                "txn_commit_seconds", "txn_tainted_total", "view_lag_records", "visible_seconds", "wal_bytes",
            ])
    }
}
