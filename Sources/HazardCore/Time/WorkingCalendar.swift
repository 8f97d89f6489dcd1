/// The working hours of the city, year by year (`DOMAIN.md` §6, Calendar as shipped).
///
/// Monday to Friday are working days, Saturday and Sunday are not. A year's table removes weekdays (holidays) and adds
/// weekend days (调休). Asking about a year without a table throws `UncoveredYear`, unless only weekends count.
package struct WorkingCalendar: Hashable, Sendable {
    /// The zone of the days and shifts.
    package let zone: ZoneOffset
    /// In the order of the day and disjoint.
    package let shifts: [Shift]
    /// The years with a table.
    package let years: Set<Int>
    /// Whether each day is a working day, from `firstDay` (days since 1970) on; nil in a year without a table.
    private let days: [Bool?]
    private let firstDay: Int
    /// Whether a year without a table has its weekends off and no holidays.
    private var countsWeekendsOnly = false

    /// A calendar of these years; without any it covers nothing.
    ///
    /// `shifts` must be in the order of the day and disjoint; `HazardConfig` checks this.
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

    /// The same calendar; in a year without a table only the weekends are off.
    var weekendsOnly: WorkingCalendar {
        var calendar = self
        calendar.countsWeekendsOnly = true
        return calendar
    }

    /// The milliseconds of one working day, which is 1 wd.
    package var workingDay: Int64 { shifts.reduce(0) { $0 + Int64($1.minutes) * 60_000 } }

    /// The number of whole days from the day of `now` to the last day of the tables; negative when that has passed, nil
    /// without tables.
    package func daysLeft(at now: Instant) -> Int? {
        guard !days.isEmpty else { return nil }
        return firstDay + days.count - 1 - zone.civil(now).date.daysSince1970
    }

    /// The first year without a table among those of the next 60 days; nil when there is none. The holidays of a year
    /// are published in November of the year before.
    package func yearWanted(at now: Instant) -> Int? {
        let today = zone.civil(now).date
        let later = CivilDate(daysSince1970: today.daysSince1970 + 60)
        return [today.year, later.year].first { !years.contains($0) }
    }

    /// Whether the day is a working day.
    ///
    /// - Throws: `UncoveredYear` when the year of the day has no table.
    package func works(on date: CivilDate) throws(UncoveredYear) -> Bool {
        try works(on: date.daysSince1970)
    }

    private func works(on day: Int) throws(UncoveredYear) -> Bool {
        guard days.indices.contains(day - firstDay), let works = days[day - firstDay] else {
            if countsWeekendsOnly { return CivilDate(daysSince1970: day).weekday <= 5 }
            throw UncoveredYear(year: CivilDate(daysSince1970: day).year)
        }
        return works
    }

    /// The first stretch of a shift that begins at `start` or later, cut off at `end`; nil when none begins before
    /// `end`.
    ///
    /// - Throws: `UncoveredYear` when the answer lies in a year without a table.
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
    /// At most 1440, which is midnight at the end of the day.
    package let end: Int

    /// A shift inside one day; nil for anything else.
    package init?(start: Int, end: Int) {
        guard start >= 0, start < end, end <= 1440 else { return nil }
        self.start = start
        self.end = end
    }

    /// Reads `08:00-12:00`; nil for anything else. `24:00` is the end of a day.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let start = Shift.minutes(parts[0]), let end = Shift.minutes(parts[1]) else {
            return nil
        }
        self.init(start: start, end: end)
    }

    package var minutes: Int { end - start }

    /// 08:00–12:00 and 14:00–18:00 (`DOMAIN.md` §6).
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

/// The exceptions of one year from the usual week.
package struct WorkingYear: Hashable, Sendable {
    package var year: Int
    /// Weekdays that are not working days.
    package var off: Set<CivilDate>
    /// Weekend days that are working days 调休.
    package var worked: Set<CivilDate>

    package init(year: Int, off: Set<CivilDate> = [], worked: Set<CivilDate> = []) {
        self.year = year
        self.off = off
        self.worked = worked
    }

    /// The days of the year, counted since 1970.
    fileprivate var days: Range<Int> {
        func first(_ year: Int) -> Int { CivilDate(year: year, month: 1, day: 1)?.daysSince1970 ?? 0 }
        return first(year)..<first(year + 1)
    }
}

/// A working clock ran into a year without a calendar table.
package struct UncoveredYear: Error, Hashable, Sendable {
    package var year: Int

    package init(year: Int) {
        self.year = year
    }
}
