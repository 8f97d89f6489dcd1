import CaseStore

/// What every lane of a process shares.
struct LaneDependencies: Sendable {
    let settings: LaneSettings
    let directory: StoreDirectory
    let machine: MachineClock
    let observer: any LaneObserver
}

/// How long to wait before the next try: doubled each time, up to a hundredfold.
struct RetryDelay {
    private let first: Duration
    private var upcoming: Duration

    init(first: Duration) {
        self.first = first
        upcoming = first
    }

    mutating func next() -> Duration {
        defer { upcoming = min(upcoming * 2, first * 100) }
        return upcoming
    }

    mutating func reset() { upcoming = first }
}
