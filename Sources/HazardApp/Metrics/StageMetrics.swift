import Dispatcher
import Telemetry

/// How long records take from one stage to the next: received, decided, committed, visible.
package struct StageMetrics: Sendable {
    /// From a record's append until its batch was decided.
    private let decided: Histogram
    /// From there until the log had committed it.
    private let committed: Histogram
    /// From there until the store had it and streams could send it.
    private let visible: Histogram
    /// The whole way.
    private let whole: Histogram

    init(_ registry: MetricRegistry) throws(MetricFault) {
        let stages = try registry.histograms(
            "hazard_stage_seconds",
            help: "Time of an input record from the stage before to this one: decided, committed, visible.",
            labels: ["stage"], bounds: Histogram.stages)
        (decided, committed, visible) = (stages.series("decided"), stages.series("committed"), stages.series("visible"))
        whole = try registry.histograms(
            "hazard_visible_seconds",
            help: "Time of an input record from its append until its effect can be read and streamed.",
            bounds: Histogram.stages
        ).series()
    }

    /// Counts the records of a step that can be seen since `now`.
    func count(_ times: StageTimes, now: ContinuousClock.Instant = .now) {
        let records = times.waits.count
        let (commit, show) = (times.committed - times.decided, now - times.committed)
        let after = (commit + show) / .seconds(1)
        decided.observe(each: times.waits.lazy.map { Double($0) / 1000 })
        committed.observe(commit / .seconds(1), times: records)
        visible.observe(show / .seconds(1), times: records)
        whole.observe(each: times.waits.lazy.map { Double($0) / 1000 + after })
    }
}
