internal import Glibc

/// The wall-clock time of a log line, written in one time zone. No decision depends on it.
struct LogTimestamp {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    let milliseconds: Int64

    static func now() -> LogTimestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return LogTimestamp(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Appends RFC 3339 with milliseconds, as `2026-11-22T08:15:00.123+08:00`.
    func appendRFC3339(offsetMinutes: Int, to line: inout [UInt8]) {
        appendDay(offsetMinutes: offsetMinutes, to: &line)
        line.append(UInt8(ascii: "T"))
        appendClock(offsetMinutes: offsetMinutes, to: &line)
        line.append(offsetMinutes < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        let offset = Int64(abs(offsetMinutes))
        append(offset / 60, places: 2, to: &line)
        line.append(UInt8(ascii: ":"))
        append(offset % 60, places: 2, to: &line)
    }

    /// Appends the date, as `2026-11-22`.
    func appendDay(offsetMinutes: Int, to line: inout [UInt8]) {
        let (year, month, day) = civil(fromDays: floorDivide(local(offsetMinutes), by: 86_400_000))
        append(year, places: 4, to: &line)
        line.append(UInt8(ascii: "-"))
        append(month, places: 2, to: &line)
        line.append(UInt8(ascii: "-"))
        append(day, places: 2, to: &line)
    }

    /// Appends the time of day, as `08:15:00.123`.
    func appendClock(offsetMinutes: Int, to line: inout [UInt8]) {
        let local = local(offsetMinutes)
        let time = local - floorDivide(local, by: 86_400_000) * 86_400_000
        append(time / 3_600_000, places: 2, to: &line)
        line.append(UInt8(ascii: ":"))
        append(time / 60_000 % 60, places: 2, to: &line)
        line.append(UInt8(ascii: ":"))
        append(time / 1_000 % 60, places: 2, to: &line)
        line.append(UInt8(ascii: "."))
        append(time % 1_000, places: 3, to: &line)
    }

    private func local(_ offsetMinutes: Int) -> Int64 { milliseconds + Int64(offsetMinutes) * 60_000 }

    /// Year, month and day of a day number counted from 1970-01-01, in the proleptic Gregorian calendar.
    ///
    /// The algorithm counts years from March, so that a leap day is the last day of its year, in eras of 400 years.
    private func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floorDivide(shifted, by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        )
    }

    private func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// Appends the last decimal digits of a number with leading zeros.
    private func append(_ value: Int64, places: Int, to line: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<places { divisor *= 10 }
        while divisor > 0 {
            line.append(UInt8(ascii: "0") + UInt8(abs(value) / divisor % 10))
            divisor /= 10
        }
    }
}
