package import HazardCore

/// The clocks of the machine, handed in so that tests set them.
package struct MachineClock: Sendable {
    /// Wall time, milliseconds since 1970.
    package var wall: @Sendable () -> Int64
    /// Time since start that no one sets, milliseconds; suspension counts.
    package var steady: @Sendable () -> Int64

    package init(wall: @escaping @Sendable () -> Int64, steady: @escaping @Sendable () -> Int64) {
        self.wall = wall
        self.steady = steady
    }
}

/// A shard's own time: that of its records, never running backwards (`config/contracts/README.md`, Time).
package struct LaneClock: Sendable {
    /// The wall may differ this much from the steady clock before timers are held.
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

    /// The time of a record appended at `milliseconds`, which becomes the shard's time.
    package mutating func advance(to milliseconds: Int64) -> Instant {
        last = max(last, Instant(milliseconds: milliseconds))
        return last
    }

    /// The time for timers: the wall's when the inputs are read to their end, else the last record's; nil while the wall
    /// has jumped, for then nobody knows what time it is.
    package mutating func timerTime(inputsRead: Bool) -> Instant? {
        guard jump == nil else { return nil }
        if inputsRead { last = max(last, Instant(milliseconds: machine.wall())) }
        return last
    }

    /// How far the wall clock jumped against the steady one, milliseconds; nil when they agree.
    package var jump: Int64? {
        let drift = (machine.wall() - wallAtStart) - (machine.steady() - steadyAtStart)
        return abs(drift) > Self.tolerance ? drift : nil
    }
}
