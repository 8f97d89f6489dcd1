import CaseStore

/// What all lanes of a process share.
struct LaneDependencies: Sendable {
    let rules: LaneRules
    let directory: StoreDirectory
    let machine: MachineClock
    let observer: any LaneObserver
}

/// The delay before the next attempt: it doubles each time, up to 600 times the first delay (30 s, `LanePace.retry`).
struct RetryDelay {
    private let first: Duration
    private var upcoming: Duration

    init(first: Duration) {
        self.first = first
        upcoming = first
    }

    mutating func next() -> Duration {
        defer { upcoming = min(upcoming * 2, first * 600) }
        return upcoming
    }

    mutating func reset() { upcoming = first }
}
