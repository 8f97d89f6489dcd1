/// When the records of a step reached each stage: received, decided, committed. What follows is that they can be seen.
package struct StageTimes: Sendable {
    /// Milliseconds from the append of each input record to the decision of its batch; the broker's clock against this machine's.
    package var waits: [Int64] = []
    package var decided: ContinuousClock.Instant
    /// When the log had committed the step.
    package var committed: ContinuousClock.Instant

    /// Called when a batch is decided; `now` is the wall clock in milliseconds since 1970, `appended` the records' times.
    init(appended: some Sequence<Int64>, now: Int64) {
        waits = appended.map { max(0, now - $0) }
        decided = .now
        committed = decided
    }
}
