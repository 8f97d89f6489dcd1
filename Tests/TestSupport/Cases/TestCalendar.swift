package import HazardCore

/// The calendars of 2025 and 2026, written day by day from `DOMAIN.md` §6, and local times as text.
package enum TestCalendar {
    package static let calendar = WorkingCalendar(years: [
        year(
            2025,
            off: [
                "01-01", "01-28", "01-29", "01-30", "01-31", "02-03", "02-04", "04-04", "05-01", "05-02", "05-05",
                "06-02", "10-01", "10-02", "10-03", "10-06", "10-07", "10-08",
            ], worked: ["01-26", "02-08", "04-27", "09-28", "10-11"]),
        year(
            2026,
            off: [
                "01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "02-23", "04-06", "05-01", "05-04",
                "05-05", "06-19", "09-25", "10-01", "10-02", "10-05", "10-06", "10-07",
            ], worked: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]),
    ])

    /// The instant of a text such as `2026-02-13 17:00` in China.
    package static func at(_ text: String) -> Instant {
        let parts = text.split(whereSeparator: { "-: ".contains($0) }).compactMap { Int($0) }
        let date = CivilDate(year: parts[0], month: parts[1], day: parts[2])
        guard let date, parts.count == 5 else { return Instant(milliseconds: 0) }
        return ZoneOffset.china.startOfDay(date).adding(minutes: Int64(parts[3] * 60 + parts[4]))
    }

    /// The text of an instant, with seconds when there are any.
    package static func text(_ instant: Instant?) -> String {
        guard let instant else { return "never" }
        let time = ZoneOffset.china.civil(instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "\(time.date.year)-\(two(time.date.month))-\(two(time.date.day))"
        let rest = time.second * 1000 + time.millisecond
        return "\(day) \(two(time.hour)):\(two(time.minute))" + (rest == 0 ? "" : " + \(rest) ms")
    }

    /// Reads `FROM/TO`, or `FROM/` for a pause without an end.
    package static func pause(_ text: String) -> Pause? {
        let parts = text.split(separator: "/")
        return Pause(from: at(String(parts[0])), to: parts.count == 2 ? at(String(parts[1])) : nil)
    }

    private static func year(_ year: Int, off: [String], worked: [String]) -> WorkingYear {
        func dates(_ days: [String]) -> Set<CivilDate> {
            Set(days.map { ZoneOffset.china.civil(at("\(year)-\($0) 00:00")).date })
        }
        return WorkingYear(year: year, off: dates(off), worked: dates(worked))
    }
}

extension PauseLedger {
    /// Whether the clock is stopped at that instant.
    package func isPaused(at now: Instant) -> Bool {
        pauses.contains { pause in pause.start <= now && pause.end.map { now < $0 } ?? true }
    }
}
