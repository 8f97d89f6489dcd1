/// When the city works: its shifts on working days, year by year.
///
/// Monday to Friday are worked, Saturday and Sunday are not; a year's table takes weekdays out (holidays) and puts weekend
/// days in (调休). What a year without a table would be is not guessed: asking about it is an `UncoveredYear`.
package struct WorkingCalendar: Hashable, Sendable {
    /// The zone in which days begin and shifts are written.
    package let zone: ZoneOffset
    /// In the order of the day, apart from one another.
    package let shifts: [Shift]
    /// The years that can be asked about.
    package let years: Set<Int>
    /// Days since 1970: weekdays off, and weekend days worked.
    private let off: Set<Int>
    private let worked: Set<Int>

    /// A calendar of these years; without any it covers nothing.
    ///
    /// `shifts` must be in the order of the day and apart from one another, which `HazardConfig` checks.
    package init(zone: ZoneOffset = .china, shifts: [Shift] = Shift.usual, years: [WorkingYear] = []) {
        self.zone = zone
        self.shifts = shifts
        self.years = Set(years.map(\.year))
        off = Set(years.flatMap(\.off).map(\.daysSince1970))
        worked = Set(years.flatMap(\.worked).map(\.daysSince1970))
    }

    /// Milliseconds of one working day: what 1 wd is.
    package var workingDay: Int64 { shifts.reduce(0) { $0 + Int64($1.minutes) * 60_000 } }

    /// Whether the city works on that day.
    package func works(on date: CivilDate) throws(UncoveredYear) -> Bool {
        guard years.contains(date.year) else { throw UncoveredYear(year: date.year) }
        let day = date.daysSince1970
        return date.weekday <= 5 ? !off.contains(day) : worked.contains(day)
    }

    /// The first stretch of a shift that begins at `start` or later, cut off at `end`; nil when none begins before `end`.
    ///
    /// - Throws: `UncoveredYear` when the answer lies in a year that no table covers.
    package func nextShift(from start: Instant, before end: Instant) throws(UncoveredYear) -> Stretch? {
        var day = zone.civil(start).date
        while true {
            let midnight = zone.startOfDay(day)
            guard midnight < end else { return nil }
            if try works(on: day) {
                for shift in shifts {
                    let closes = midnight.adding(minutes: Int64(shift.end))
                    guard closes > start else { continue }
                    let opens = max(start, midnight.adding(minutes: Int64(shift.start)))
                    return opens < end ? Stretch(from: opens, to: min(closes, end)) : nil
                }
            }
            day = CivilDate(daysSince1970: day.daysSince1970 + 1)
        }
    }
}

/// One part of a working day, such as 08:00–12:00, in minutes since midnight.
package struct Shift: Hashable, Sendable, CustomStringConvertible {
    package let start: Int
    /// Not after midnight (1440), which ends the day.
    package let end: Int

    /// A shift inside one day, else nil.
    package init?(start: Int, end: Int) {
        guard start >= 0, start < end, end <= 1440 else { return nil }
        self.start = start
        self.end = end
    }

    /// Reads `08:00-12:00`; nil for anything else. `24:00` ends a day.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let start = Shift.minutes(parts[0]), let end = Shift.minutes(parts[1]) else {
            return nil
        }
        self.init(start: start, end: end)
    }

    package var minutes: Int { end - start }

    /// 08:00–12:00 and 14:00–18:00 (`domain.md`, Time limits).
    package static let usual = ["08:00-12:00", "14:00-18:00"].compactMap(Shift.init)

    package var description: String { Shift.text(start) + "-" + Shift.text(end) }

    private static func text(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}

/// What one year changes about the week.
package struct WorkingYear: Hashable, Sendable {
    package var year: Int
    /// Weekdays that are not worked.
    package var off: Set<CivilDate>
    /// Weekend days that are worked 调休.
    package var worked: Set<CivilDate>

    package init(year: Int, off: Set<CivilDate> = [], worked: Set<CivilDate> = []) {
        self.year = year
        self.off = off
        self.worked = worked
    }
}

/// A working clock ran into a year whose holidays nobody has told us.
package struct UncoveredYear: Error, Hashable, Sendable {
    package var year: Int

    package init(year: Int) {
        self.year = year
    }
}
