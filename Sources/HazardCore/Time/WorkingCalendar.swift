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
    /// Whether each day is worked, from `firstDay` (days since 1970) on; nil in a year without a table.
    private let days: [Bool?]
    private let firstDay: Int

    /// A calendar of these years; without any it covers nothing.
    ///
    /// `shifts` must be in the order of the day and apart from one another, which `HazardConfig` checks.
    package init(zone: ZoneOffset = .china, shifts: [Shift] = Shift.usual, years: [WorkingYear] = []) {
        self.zone = zone
        self.shifts = shifts
        self.years = Set(years.map(\.year))
        let sorted = years.sorted { $0.year < $1.year }
        var days: [Bool?] = []
        firstDay = sorted.first?.days.lowerBound ?? 0
        for year in sorted {
            days += [Bool?](repeating: nil, count: max(0, year.days.lowerBound - firstDay - days.count))
            for day in year.days.dropFirst(max(0, firstDay + days.count - year.days.lowerBound)) {
                let date = CivilDate(daysSince1970: day)
                days.append(date.weekday <= 5 ? !year.off.contains(date) : year.worked.contains(date))
            }
        }
        self.days = days
    }

    /// Milliseconds of one working day: what 1 wd is.
    package var workingDay: Int64 { shifts.reduce(0) { $0 + Int64($1.minutes) * 60_000 } }

    /// Whole days from the day of `now` to the last that a table covers; negative when that lies behind, nil without tables.
    package func daysLeft(at now: Instant) -> Int? {
        guard !days.isEmpty else { return nil }
        return firstDay + days.count - 1 - zone.civil(now).date.daysSince1970
    }

    /// The year whose table is wanted by now: the holidays of a year are published in the November before, and no server
    /// starts in a year without a table. nil while there is time, and without tables.
    package func yearWanted(at now: Instant) -> Int? {
        guard let left = daysLeft(at: now), left < 60 else { return nil }
        return years.max().map { $0 + 1 }
    }

    /// Whether the city works on that day.
    package func works(on date: CivilDate) throws(UncoveredYear) -> Bool {
        try works(on: date.daysSince1970)
    }

    private func works(on day: Int) throws(UncoveredYear) -> Bool {
        guard days.indices.contains(day - firstDay), let works = days[day - firstDay] else {
            throw UncoveredYear(year: CivilDate(daysSince1970: day).year)
        }
        return works
    }

    /// The first stretch of a shift that begins at `start` or later, cut off at `end`; nil when none begins before `end`.
    ///
    /// - Throws: `UncoveredYear` when the answer lies in a year that no table covers.
    package func nextShift(from start: Instant, before end: Instant) throws(UncoveredYear) -> Stretch? {
        let date = zone.civil(start).date
        var day = date.daysSince1970
        var midnight = zone.startOfDay(date)
        while midnight < end {
            if try works(on: day) {
                for shift in shifts {
                    let closes = midnight.adding(minutes: Int64(shift.end))
                    guard closes > start else { continue }
                    let opens = max(start, midnight.adding(minutes: Int64(shift.start)))
                    return opens < end ? Stretch(from: opens, to: min(closes, end)) : nil
                }
            }
            day += 1
            midnight = midnight.adding(minutes: 24 * 60)
        }
        return nil
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

    /// 08:00–12:00 and 14:00–18:00 (`DOMAIN.md`, Time limits).
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

    /// Its days, counted since 1970.
    fileprivate var days: Range<Int> {
        func first(_ year: Int) -> Int { CivilDate(year: year, month: 1, day: 1)?.daysSince1970 ?? 0 }
        return first(year)..<first(year + 1)
    }
}

/// A working clock ran into a year whose holidays nobody has told us.
package struct UncoveredYear: Error, Hashable, Sendable {
    package var year: Int

    package init(year: Int) {
        self.year = year
    }
}
