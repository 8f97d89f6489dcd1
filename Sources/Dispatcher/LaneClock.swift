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

/// A shard's own time: the time of its records. It never runs backwards while the machine's clock is right
/// (`config/contracts/README.md`, Time).
///
/// The time of a record is capped when it is too far ahead of the machine's clock. A shard's time that is too far ahead is
/// set back to the clock. A wrong clock therefore affects only its own records.
package struct LaneClock: Sendable {
    /// Timers are held when the wall clock differs from the steady clock by more than this, in milliseconds.
    package static let tolerance: Int64 = 2 * 60_000
    /// After a jump, timers continue once the two clocks have agreed for this time, in milliseconds.
    package static let settling: Int64 = 60_000
    /// Two readings agree when they differ by at most this, in milliseconds. A clock is slewed by less in a minute.
    private static let slack: Int64 = 1000

    private struct Reading {
        var wall: Int64
        var steady: Int64

        /// By how many milliseconds the wall clock has gained on the steady clock since `earlier`.
        func drift(since earlier: Reading) -> Int64 { (wall - earlier.wall) - (steady - earlier.steady) }
    }

    private let machine: MachineClock
    private let maxAhead: Int64
    /// The last reading at which the wall clock was taken as right.
    private var anchor: Reading
    /// The first reading after a jump.
    private var settlingFrom: Reading?
    private var now: Reading
    /// The time of the last decision.
    package private(set) var last: Instant
    /// The number of records in this step whose time was capped.
    package private(set) var capped = 0
    /// By how many milliseconds the shard's time was set back at the beginning of this step; nil when it was not.
    package private(set) var wentBack: Int64?
    /// A jump of the wall clock ended at the beginning of this step: the wall clock is used again.
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
        detectEndOfJump()
        guard last.milliseconds > latestAllowed else { return }
        wentBack = last.milliseconds - now.wall
        last = Instant(milliseconds: now.wall)
    }

    private mutating func detectEndOfJump() {
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

    /// The latest time that a record may have, in milliseconds since 1970; a later one is capped.
    package var latestAllowed: Int64 { now.wall + maxAhead }

    /// Moves the shard's time to that of a record, appended at `milliseconds` since 1970, and returns it.
    package mutating func advance(to milliseconds: Int64) -> Instant {
        var time = milliseconds
        if time > latestAllowed {
            capped += 1
            time = now.wall
        }
        last = max(last, Instant(milliseconds: time))
        return last
    }

    /// The time by which timers are due: the wall clock when all inputs are read to their end, else the time of the
    /// last record.
    ///
    /// Returns nil while the wall clock has jumped, because the true time is then unknown.
    package mutating func timerTime(inputsRead: Bool) -> Instant? {
        guard jump == nil else { return nil }
        if inputsRead { last = max(last, Instant(milliseconds: now.wall)) }
        return last
    }

    /// The time for the limits of emergencies. While the wall clock has jumped, it is counted by the steady clock.
    package var emergencyTime: Instant {
        jump == nil ? last : Instant(milliseconds: anchor.wall + (now.steady - anchor.steady))
    }

    /// By how many milliseconds the wall clock has jumped against the steady clock; nil within the tolerance.
    package var jump: Int64? {
        let drift = now.drift(since: anchor)
        return abs(drift) > Self.tolerance ? drift : nil
    }
}
