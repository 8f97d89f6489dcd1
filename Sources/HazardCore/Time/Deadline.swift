/// Computes limits as pure functions: when a limit ends, how much of it is used, and its light (`DOMAIN.md` §6).
///
/// m, uh and ud run day and night. wh and wd run only inside the shifts of working days, and 1 wd is the sum of the
/// shifts. A limit that is used up exactly at the end of a shift ends there, not the next morning. No clock runs during
/// a pause.
package enum Deadline {
    /// When `limit`, started at `start`, is used up, and the stretches of time that counted.
    ///
    /// - Throws: `UncoveredYear` when a working clock runs into a year without a calendar table.
    package static func due(
        _ limit: Limit, from start: Instant, pauses: [Pause] = [], calendar: WorkingCalendar
    ) throws(UncoveredYear) -> Due {
        try due(after: limit.milliseconds(in: calendar), of: limit.clock, from: start, pauses: pauses, calendar)
    }

    /// The same, and the first year without a calendar table that the limit runs into; only its weekends are off.
    package static func due(
        _ limit: Limit, from start: Instant, pauses: [Pause], in calendar: WorkingCalendar
    ) -> (Due, missingYear: Int?) {
        do throws(UncoveredYear) {
            return (try due(limit, from: start, pauses: pauses, calendar: calendar), nil)
        } catch {
            let due = try? due(limit, from: start, pauses: pauses, calendar: calendar.weekendsOnly)
            return (due ?? Due(at: nil, counted: []), error.year)
        }
    }

    /// The same for an amount in milliseconds, such as the rest of a limit.
    ///
    /// - Throws: `UncoveredYear` when a working clock runs into a year without a calendar table.
    package static func due(
        after amount: Int64, of clock: LimitClock, from start: Instant, pauses: [Pause] = [],
        _ calendar: WorkingCalendar
    ) throws(UncoveredYear) -> Due {
        var left = amount
        var counted: [Stretch] = []
        guard left > 0 else { return Due(at: start, counted: []) }
        var time = CountedTime(from: start, to: .endOfTime, clock: clock, pauses: pauses, calendar: calendar)
        while let stretch = try time.next() {
            guard stretch.milliseconds < left else {
                let end = stretch.from.adding(milliseconds: left)
                return Due(at: end, counted: counted + [Stretch(from: stretch.from, to: end)])
            }
            left -= stretch.milliseconds
            counted.append(stretch)
        }
        return Due(at: time.isStopped ? nil : .endOfTime, counted: counted)
    }

    /// How many milliseconds a clock ran from `start` until `now`: the span without the pauses, counted by that clock.
    ///
    /// - Throws: `UncoveredYear` when a working clock needs a year without a calendar table.
    package static func elapsed(
        from start: Instant, to now: Instant, of clock: LimitClock, pauses: [Pause] = [], calendar: WorkingCalendar
    ) throws(UncoveredYear) -> Int64 {
        var time = CountedTime(from: start, to: now, clock: clock, pauses: pauses, calendar: calendar)
        var total: Int64 = 0
        while let stretch = try time.next() { total += stretch.milliseconds }
        return total
    }
}

/// The end of a limit and the time that counted.
package struct Due: Hashable, Sendable {
    /// The first instant at which the limit is used up; nil when a pause without an end stops the clock before.
    ///
    /// A continuous limit ends at `Instant.endOfTime` at the latest.
    package var at: Instant?
    /// The stretches of time that counted, in order.
    package var counted: [Stretch]

    package init(at: Instant?, counted: [Stretch]) {
        self.at = at
        self.counted = counted
    }
}

/// A time from one instant up to, not including, another.
package struct Stretch: Hashable, Sendable {
    package var from: Instant
    package var to: Instant

    package init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }

    package var milliseconds: Int64 { to.milliseconds - from.milliseconds }
}

/// The light of a task (`DOMAIN.md` §6).
package enum Light: String, CaseIterable, Comparable, Sendable {
    /// Green up to 80 % of the limit, yellow up to 100 %, then red.
    case green, yellow, red

    /// The light for the milliseconds used and those of the limit.
    package init(used: Int64, of limit: Int64) {
        self =
            if used * 100 <= limit * 80 { .green } else if used <= limit { .yellow } else { .red }
    }

    package static func < (a: Light, b: Light) -> Bool { a.rank < b.rank }

    private var rank: Int { Light.allCases.firstIndex(of: self) ?? 0 }
}

extension Limit {
    /// The limit in milliseconds of its own clock, bounded far beyond any date.
    package func milliseconds(in calendar: WorkingCalendar) -> Int64 {
        let unit: Int64 =
            switch clock {
            case .m: 60_000
            case .uh, .wh: 3_600_000
            case .ud: 86_400_000
            case .wd: calendar.workingDay
            }
        let (product, overflow) = unit.multipliedReportingOverflow(by: Int64(amount))
        return overflow ? Instant.endOfTime.milliseconds : min(product, Instant.endOfTime.milliseconds)
    }
}

extension LimitClock {
    /// Whether the clock runs only inside the shifts of working days.
    package var isWorking: Bool { self == .wh || self == .wd }
}

extension Instant {
    /// 9999-12-31T23:59:59.999Z, the last instant that can be written.
    package static let endOfTime = Instant(milliseconds: 253_402_300_799_999)
}
