package import Telemetry

/// The published metrics of the service. A name never changes, because dashboards and alarms use it.
///
/// Label values are closed lists: topics, shards, departments of the routing table, reasons of an enumeration.
package struct ServiceMetrics: Sendable {
    package let intake: IntakeMetrics
    package let stages: StageMetrics
    package let commit: CommitMetrics
    package let lag: LagMetrics
    package let membership: MembershipMetrics
    package let rules: RulesMetrics
    package let topics: TopicMetrics

    /// Registers every metric once.
    ///
    /// - Throws: `MetricFault` when the registry has one of the names already.
    package init(registry: MetricRegistry) throws(MetricFault) {
        intake = try IntakeMetrics(registry)
        stages = try StageMetrics(registry)
        commit = try CommitMetrics(registry)
        lag = try LagMetrics(registry)
        membership = try MembershipMetrics(registry)
        rules = try RulesMetrics(registry)
        topics = try TopicMetrics(registry)
    }
}

/// Counts of input records and of what became of them.
package struct IntakeMetrics: Sendable {
    /// Labels: topic, shard.
    package let recordsConsumed: MetricFamily<Counter>
    /// Label: department.
    package let dispatched: MetricFamily<Counter>
    /// Label: reason.
    package let deadLetters: MetricFamily<Counter>
    package let duplicates: Counter
    package let timesCapped: Counter
    /// Label: kind.
    package let notices: MetricFamily<Counter>
    /// Records per batch, without empty batches.
    package let batchRecords: Histogram

    init(_ registry: MetricRegistry) throws(MetricFault) {
        recordsConsumed = try registry.counters(
            "hazard_records_consumed_total", help: "Input records taken and committed.", labels: ["topic", "shard"])
        dispatched = try registry.counters(
            "hazard_dispatched_total", help: "Task records committed to a department's queue.", labels: ["department"])
        deadLetters = try registry.counters(
            "hazard_dlq_total", help: "Records that could not be used.", labels: ["reason"])
        duplicates = try registry.counters("hazard_duplicates_total", help: "Reports sent again without effect.")
            .series()
        timesCapped = try registry.counters(
            "hazard_time_capped_total", help: "Records whose time was too far ahead of this server's clock."
        ).series()
        notices = try registry.counters(
            "hazard_notices_total", help: "Notices to reporters committed.", labels: ["kind"])
        batchRecords = try registry.histograms(
            "hazard_batch_records", help: "Input records per committed batch.", bounds: Histogram.records
        ).series()
    }
}

/// The cost and the result of a step's commits.
package struct CommitMetrics: Sendable {
    /// Seconds from the start of the log's transaction to its end.
    package let transactionSeconds: Histogram
    /// Label: reason.
    package let aborts: MetricFamily<Counter>
    /// Producers replaced because EndTxn was sent more than once (KAFKA-17754).
    package let tainted: Counter
    /// Seconds of the store's commit, which follows the log's commit.
    package let storeSeconds: Histogram
    /// Label: shard. Bytes.
    package let walBytes: MetricFamily<Gauge>

    init(_ registry: MetricRegistry) throws(MetricFault) {
        transactionSeconds = try registry.histograms(
            "hazard_txn_commit_seconds", help: "Time of one log transaction, from begin to its end."
        ).series()
        aborts = try registry.counters(
            "hazard_txn_aborts_total", help: "Log transactions aborted.", labels: ["reason"])
        tainted = try registry.counters(
            "hazard_txn_tainted_total", help: "Producers replaced because the end of a transaction was sent twice."
        ).series()
        storeSeconds = try registry.histograms("hazard_sqlite_commit_seconds", help: "Time of one store commit.")
            .series()
        walBytes = try registry.gauges(
            "hazard_wal_bytes", help: "Size of a shard's write-ahead log.", labels: ["shard"])
    }
}

/// The lag of a shard; every family has the label shard.
package struct LagMetrics: Sendable {
    package let records: MetricFamily<Gauge>
    /// Now minus the append time of the oldest record that is not applied; 0 when there is none.
    package let seconds: MetricFamily<Gauge>
    /// High watermark minus last stable offset: the records behind an open transaction.
    package let stableGapRecords: MetricFamily<Gauge>
    /// The lag of the store behind its changelog.
    package let viewRecords: MetricFamily<Gauge>
    package let restoreRemainingRecords: MetricFamily<Gauge>

    init(_ registry: MetricRegistry) throws(MetricFault) {
        records = try registry.gauges("hazard_lag_records", help: "Input records not applied.", labels: ["shard"])
        seconds = try registry.gauges(
            "hazard_lag_seconds", help: "Age of the oldest input record not applied.", labels: ["shard"])
        stableGapRecords = try registry.gauges(
            "hazard_lso_gap_records", help: "Records held back by open transactions.", labels: ["shard"])
        viewRecords = try registry.gauges(
            "hazard_view_lag_records", help: "Changelog records not in the store.", labels: ["shard"])
        restoreRemainingRecords = try registry.gauges(
            "hazard_restore_remaining_records", help: "Changelog records still to restore.", labels: ["shard"])
    }
}

/// The shards that this process owns, and how often they changed.
package struct MembershipMetrics: Sendable {
    package let rebalances: Counter
    package let fenced: Counter
    package let shardsOwned: Gauge

    init(_ registry: MetricRegistry) throws(MetricFault) {
        rebalances = try registry.counters("hazard_rebalances_total", help: "Changes of the shards owned.").series()
        fenced = try registry.counters("hazard_fenced_total", help: "Producers fenced by another owner.").series()
        shardsOwned = try registry.gauges("hazard_shards_owned", help: "Shards this process owns.").series()
    }
}

/// What administrators and other programs did to the topics.
package struct TopicMetrics: Sendable {
    /// Label: topic.
    package let replaced: MetricFamily<Counter>
    /// Label: topic.
    package let foreign: MetricFamily<Counter>
    /// Label: shard.
    package let extra: MetricFamily<Gauge>

    init(_ registry: MetricRegistry) throws(MetricFault) {
        replaced = try registry.counters(
            "hazard_topic_replaced_total", help: "Partitions of inputs that were deleted and made anew.",
            labels: ["topic"])
        foreign = try registry.counters(
            "hazard_foreign_records_total", help: "Records of other programs on topics with one writer.",
            labels: ["topic"])
        extra = try registry.gauges(
            "hazard_extra_partitions", help: "Input partitions beyond the number of shards.", labels: ["shard"])
    }
}

/// The running program and its rules.
package struct RulesMetrics: Sendable {
    /// Label: hash. The value is 1 for the current rules and 0 for earlier rules of this process.
    package let hash: MetricFamily<Gauge>
    /// 1 when the last reload was accepted, else 0.
    package let lastReloadSuccessful: Gauge
    /// Unix time in seconds.
    package let lastReloadTimestamp: Gauge
    /// Days until the working calendar ends. After it, limits leave out weekends only.
    package let calendarDays: Gauge
    /// Labels: version, swift. Always 1.
    package let buildInfo: MetricFamily<Gauge>

    init(_ registry: MetricRegistry) throws(MetricFault) {
        hash = try registry.gauges("hazard_rules_hash", help: "The rules in force.", labels: ["hash"])
        lastReloadSuccessful = try registry.gauges(
            "hazard_rules_last_reload_successful", help: "Whether the last reload of the rules was accepted."
        ).series()
        lastReloadTimestamp = try registry.gauges(
            "hazard_rules_last_reload_timestamp_seconds", help: "When the rules were last reloaded."
        ).series()
        calendarDays = try registry.gauges(
            "hazard_calendar_days_left", help: "Days until the last day that the working calendar covers."
        ).series()
        buildInfo = try registry.gauges(
            "hazard_build_info", help: "The running program.", labels: ["version", "swift"])
    }
}
