internal import HazardCore
internal import HazardWire
internal import Wording

/// Times as the pages write them: the city's own, without its offset.
enum DutyTime {
    static func minute(_ instant: Instant, _ zone: ZoneOffset) -> String { text(instant, zone, 16) }

    static func second(_ instant: Instant, _ zone: ZoneOffset) -> String { text(instant, zone, 19) }

    private static func text(_ instant: Instant, _ zone: ZoneOffset, _ length: Int) -> String {
        String(TimeText.text(instant, zone).prefix(length).replacing("T", with: " "))
    }

    /// How long, in the two largest units: `1 时 40 分`. The page's script writes the same.
    static func span(milliseconds: Int64, in language: Language) -> String {
        let minutes = abs(milliseconds) / 60_000
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60)
        let (d, h, m) = language == .zh ? ("天", "时", "分") : ("d", "h", "min")
        if days > 0 { return "\(days) \(d) \(hours) \(h)" }
        return hours > 0 ? "\(hours) \(h) \(rest) \(m)" : "\(rest) \(m)"
    }

    /// A deadline said twice: how long, and when. The script counts the first part down.
    static func due(_ due: Instant, now: Instant, _ zone: ZoneOffset, in language: Language) -> String {
        let left = due.milliseconds - now.milliseconds
        let span = span(milliseconds: left, in: language)
        let text =
            left < 0 ? language(zh: "超 \(span)", en: "\(span) over") : language(zh: "剩 \(span)", en: "in \(span)")
        return "<span class=\"count\" data-at=\"\(due.milliseconds)\">\(HTML.escaped(text))</span> "
            + "<time class=\"id quiet\">\(minute(due, zone))</time>"
    }
}
