/// A fixed offset from UTC in minutes. China has +08:00 the whole year.
package struct ZoneOffset: Hashable, Sendable {
    package var minutes: Int

    package init(minutes: Int) {
        self.minutes = minutes
    }

    package static let utc = ZoneOffset(minutes: 0)
    package static let china = ZoneOffset(minutes: 480)

    /// The local date and time at an instant.
    package func civil(_ instant: Instant) -> CivilTime {
        let local = instant.milliseconds + Int64(minutes) * 60_000
        let days = local.quotientFlooring(86_400_000)
        let date = CivilDate(daysSince1970: Int(days))
        let rest = Int(local - days * 86_400_000)
        return CivilTime(
            date: date, hour: rest / 3_600_000, minute: rest / 60_000 % 60, second: rest / 1000 % 60,
            millisecond: rest % 1000)
    }

    /// The instant at which a local day begins.
    package func startOfDay(_ date: CivilDate) -> Instant {
        Instant(milliseconds: Int64(date.daysSince1970) * 86_400_000 - Int64(minutes) * 60_000)
    }
}

/// A local date and time of day.
package struct CivilTime: Hashable, Sendable {
    package var date: CivilDate
    package var hour: Int
    package var minute: Int
    package var second: Int
    package var millisecond: Int

    package init(date: CivilDate, hour: Int, minute: Int, second: Int, millisecond: Int) {
        self.date = date
        self.hour = hour
        self.minute = minute
        self.second = second
        self.millisecond = millisecond
    }
}

/// A day of the proleptic Gregorian calendar.
package struct CivilDate: Hashable, Comparable, Sendable {
    package var year: Int
    package var month: Int
    package var day: Int

    /// A date, or nil when it does not exist, such as 2026-02-30.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= CivilDate.days(inMonth: month, of: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date of a number of days since 1970-01-01, which may be negative (Howard Hinnant's civil-from-days method).
    package init(daysSince1970 count: Int) {
        let z = count + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    package var daysSince1970: Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The weekday, 1 Monday to 7 Sunday.
    package var weekday: Int {
        let n = (daysSince1970 + 3) % 7
        return (n < 0 ? n + 7 : n) + 1
    }

    package static func < (a: CivilDate, b: CivilDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }

    /// The number of days of a month.
    package static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    /// Division that rounds down, for times before 1970.
    fileprivate func quotientFlooring(_ divisor: Int64) -> Int64 {
        let (q, r) = quotientAndRemainder(dividingBy: divisor)
        return r < 0 ? q - 1 : q
    }
}
