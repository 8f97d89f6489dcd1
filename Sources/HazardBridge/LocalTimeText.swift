internal import HazardCore

/// Times as people at the other end read them.
enum LocalTimeText {
    /// `2026-12-01 11:49`, in local time.
    static func minute(_ instant: Instant, _ zone: ZoneOffset) -> String {
        let time = zone.civil(instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(time.date.year)-\(two(time.date.month))-\(two(time.date.day)) \(two(time.hour)):\(two(time.minute))"
    }
}
