import CaseStore

/// What every lane of a process shares.
struct LaneKit: Sendable {
    let settings: LaneSettings
    let directory: StoreDirectory
    let machine: MachineClock
    let observer: any LaneObserver
}

/// How long to wait before the next try: doubled each time, up to a hundredfold.
struct RetryPause {
    private let first: Int
    private var upcoming: Int

    init(first: Int) {
        self.first = first
        upcoming = first
    }

    mutating func next() -> Int {
        defer { upcoming = min(upcoming * 2, first * 100) }
        return upcoming
    }

    mutating func reset() { upcoming = first }
}
