/// Iterates over the stretches of a span during which a clock runs.
struct CountedTime {
    private let clock: LimitClock
    private let calendar: WorkingCalendar
    private let end: Instant
    private var cursor: Instant
    private var pauses: ArraySlice<Pause>
    /// Whether a pause without an end was reached, after which nothing counts.
    private(set) var isStopped = false

    init(from start: Instant, to end: Instant, clock: LimitClock, pauses: [Pause], calendar: WorkingCalendar) {
        self.clock = clock
        self.calendar = calendar
        self.end = end
        cursor = start
        self.pauses = PauseLedger(pauses).pauses[...]
    }

    /// The next stretch; nil after the last.
    ///
    /// - Throws: `UncoveredYear` when the answer lies in a year without a calendar table.
    mutating func next() throws(UncoveredYear) -> Stretch? {
        while cursor < end, !isStopped {
            if let pause = pauses.first, pause.start <= cursor {
                skip(pause)
                continue
            }
            let bound = min(pauses.first?.start ?? end, end)
            if let stretch = try running(before: bound) {
                cursor = stretch.to
                return stretch
            }
            cursor = bound
        }
        return nil
    }

    private mutating func skip(_ pause: Pause) {
        pauses.removeFirst()
        guard let over = pause.end else {
            isStopped = true
            return
        }
        cursor = max(cursor, over)
    }

    private func running(before bound: Instant) throws(UncoveredYear) -> Stretch? {
        guard clock.isWorking else { return Stretch(from: cursor, to: bound) }
        return try calendar.nextShift(from: cursor, before: bound)
    }
}
