package import HazardCore

/// The clocks of the machine, as functions that tests can replace.
package struct MachineClock: Sendable {
    /// Wall-clock time in milliseconds since 1970.
    package var wall: @Sendable () -> Int64
    /// Monotonic time in milliseconds. It includes time during which the machine is suspended.
    package var steady: @Sendable () -> Int64

    package init(wall: @escaping @Sendable () -> Int64, steady: @escaping @Sendable () -> Int64) {
        self.wall = wall
        self.steady = steady
    }
}

/// A shard's own time: the time of its records. It never runs backwards (`config/contracts/README.md`, Time).
package struct LaneClock: Sendable {
    /// Timers are held when the wall clock differs from the steady clock by more than this, in milliseconds.
    package static let tolerance: Int64 = 2 * 60_000

    private let machine: MachineClock
    private let wallAtStart: Int64
    private let steadyAtStart: Int64
    /// The time of the last decision.
    package private(set) var last: Instant

    package init(machine: MachineClock, last: Instant) {
        self.machine = machine
        self.last = last
        wallAtStart = machine.wall()
        steadyAtStart = machine.steady()
    }

    /// Moves the shard's time to that of a record, appended at `milliseconds` since 1970, and returns it.
    package mutating func advance(to milliseconds: Int64) -> Instant {
        last = max(last, Instant(milliseconds: milliseconds))
        return last
    }

    /// The time by which timers are due: the wall clock when all inputs are read to their end, else the time of the
    /// last record.
    ///
    /// Returns nil while the wall clock has jumped, because the true time is then unknown.
    package mutating func timerTime(inputsRead: Bool) -> Instant? {
        guard jump == nil else { return nil }
        if inputsRead { last = max(last, Instant(milliseconds: machine.wall())) }
        return last
    }

    /// By how many milliseconds the wall clock has jumped against the steady clock; nil within the tolerance.
    package var jump: Int64? {
        let drift = (machine.wall() - wallAtStart) - (machine.steady() - steadyAtStart)
        return abs(drift) > Self.tolerance ? drift : nil
    }
}
