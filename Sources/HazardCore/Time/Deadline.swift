/// The clocks of limits, as one pure function: when a limit ends, how much of it is used, and what light that is.
///
/// m, uh and ud run day and night. wh and wd run inside shifts on working days only, where 1 wd is the sum of the shifts; a
/// limit used up exactly at the end of a shift ends there, not next morning. No clock runs during a pause.
package enum Deadline {
    /// When `limit`, started at `start`, is used up, and the stretches of time that counted for it.
    ///
    /// - Throws: `UncoveredYear` when a working clock runs into a year that the calendar has no table for.
    package static func due(
        _ limit: Limit, from start: Instant, pauses: [Pause] = [], calendar: WorkingCalendar
    ) throws(UncoveredYear) -> Due {
        try due(after: limit.milliseconds(in: calendar), of: limit.clock, from: start, pauses: pauses, calendar)
    }

    /// The same for an amount in milliseconds, such as what is left of a limit.
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

    /// How many milliseconds a clock ran from `start` until `now`: the span less the pauses, by that clock.
    ///
    /// - Throws: `UncoveredYear` when a working clock has to know a year that the calendar has no table for.
    package static func elapsed(
        from start: Instant, to now: Instant, of clock: LimitClock, pauses: [Pause] = [], calendar: WorkingCalendar
    ) throws(UncoveredYear) -> Int64 {
        var time = CountedTime(from: start, to: now, clock: clock, pauses: pauses, calendar: calendar)
        var total: Int64 = 0
        while let stretch = try time.next() { total += stretch.milliseconds }
        return total
    }

    /// The light of a limit that started at `start`, at `now`.
    ///
    /// - Throws: `UncoveredYear`, as `elapsed`.
    package static func light(
        _ limit: Limit, from start: Instant, at now: Instant, pauses: [Pause] = [], calendar: WorkingCalendar
    ) throws(UncoveredYear) -> Light {
        let used = try elapsed(from: start, to: now, of: limit.clock, pauses: pauses, calendar: calendar)
        return Light(used: used, of: limit.milliseconds(in: calendar))
    }
}

/// When a limit ends, and why.
package struct Due: Hashable, Sendable {
    /// The first instant at which the limit is used up; nil while a pause without an end stops the clock before.
    ///
    /// A continuous limit longer than the calendar of dates ends with it.
    package var at: Instant?
    /// The time that counted, in order.
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

/// How far a limit is used (`DOMAIN.md` §6).
package enum Light: String, CaseIterable, Comparable, Sendable {
    /// Up to 80 %, up to 100 %, and more.
    case green, yellow, red

    /// The light of so many milliseconds used of so many.
    package init(used: Int64, of limit: Int64) {
        self =
            if used * 100 <= limit * 80 { .green } else if used <= limit { .yellow } else { .red }
    }

    package static func < (a: Light, b: Light) -> Bool { a.rank < b.rank }

    private var rank: Int { Light.allCases.firstIndex(of: self) ?? 0 }
}

extension Limit {
    /// The limit in milliseconds of its own clock; far beyond any date at most.
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
    /// Whether it runs inside shifts on working days only.
    package var isWorking: Bool { self == .wh || self == .wd }
}

extension Instant {
    /// 9999-12-31T23:59:59.999Z, the last instant that can be written.
    package static let endOfTime = Instant(milliseconds: 253_402_300_799_999)
}
