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

/// A shard's own time: that of its records, never running backwards while the machine's clock is right
/// (`config/contracts/README.md`, Time).
///
/// A record time that is too far ahead of the machine's clock is not believed. A shard time that is too far ahead goes back
/// to the clock. So one wrong clock costs its own records, never the shard.
package struct LaneClock: Sendable {
    /// The wall clock may differ by this from the steady one before timers wait, milliseconds.
    package static let tolerance: Int64 = 2 * 60_000
    /// After a jump, timers go on once the two clocks have agreed for this time, milliseconds.
    package static let settling: Int64 = 60_000
    /// By how much two readings may differ and still agree, milliseconds: more than a clock is slewed in a minute.
    private static let slack: Int64 = 1000

    private struct Reading {
        var wall: Int64
        var steady: Int64

        /// By how far the wall clock has run ahead of the steady one since `earlier`.
        func drift(since earlier: Reading) -> Int64 { (wall - earlier.wall) - (steady - earlier.steady) }
    }

    private let machine: MachineClock
    private let maxAhead: Int64
    /// A reading at which the wall clock was believed.
    private var anchor: Reading
    /// The first reading after a jump.
    private var settlingFrom: Reading?
    private var now: Reading
    /// The time of the last decision.
    package private(set) var last: Instant
    /// How many records of this step had a time that was not believed.
    package private(set) var capped = 0
    /// By how many milliseconds the shard's time went back at the beginning of this step; nil when it did not.
    package private(set) var wentBack: Int64?
    /// A jump of the wall clock ended at the beginning of this step: it is believed again.
    package private(set) var hasSettled = false

    /// `maxAhead` is how far a record's time may be ahead of the wall clock: `time.max_ahead`.
    package init(machine: MachineClock, last: Instant, maxAhead: Duration) {
        self.machine = machine
        self.last = last
        self.maxAhead = maxAhead.milliseconds
        now = Reading(wall: machine.wall(), steady: machine.steady())
        anchor = now
    }

    /// Reads the machine's clocks at the beginning of a step.
    package mutating func beginStep() {
        now = Reading(wall: machine.wall(), steady: machine.steady())
        capped = 0
        wentBack = nil
        hasSettled = false
        settle()
        guard last.milliseconds > latestBelieved else { return }
        wentBack = last.milliseconds - now.wall
        last = Instant(milliseconds: now.wall)
    }

    private mutating func settle() {
        guard jump != nil else {
            settlingFrom = nil
            return
        }
        guard let start = settlingFrom, abs(now.drift(since: start)) <= Self.slack else {
            settlingFrom = now
            return
        }
        guard now.steady - start.steady >= Self.settling else { return }
        anchor = now
        settlingFrom = nil
        hasSettled = true
    }

    /// The latest time of a record that is believed, milliseconds since 1970.
    package var latestBelieved: Int64 { now.wall + maxAhead }

    /// The time of a record appended at `milliseconds`, which becomes the shard's time.
    package mutating func advance(to milliseconds: Int64) -> Instant {
        var believed = milliseconds
        if believed > latestBelieved {
            capped += 1
            believed = now.wall
        }
        last = max(last, Instant(milliseconds: believed))
        return last
    }

    /// The time for timers: the wall's when the inputs are read to their end, else the last record's; nil while the wall
    /// clock has jumped, because then nobody knows what time it is.
    package mutating func timerTime(inputsRead: Bool) -> Instant? {
        guard jump == nil else { return nil }
        if inputsRead { last = max(last, Instant(milliseconds: now.wall)) }
        return last
    }

    /// The time for the limits of emergencies: while the wall clock has jumped, the one that the steady clock says.
    package var emergencyTime: Instant {
        jump == nil ? last : Instant(milliseconds: anchor.wall + (now.steady - anchor.steady))
    }

    /// By how far the wall clock jumped against the steady one, milliseconds; nil when they agree.
    package var jump: Int64? {
        let drift = now.drift(since: anchor)
        return abs(drift) > Self.tolerance ? drift : nil
    }
}
