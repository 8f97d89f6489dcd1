package import HazardCore
internal import Wording

/// How far the time of a report may be from the time of its receipt (`config/contracts/README.md`, Report).
///
/// The server checks it over HTTP before it writes a report, and the lane checks it for every record.
package struct ReportAge: Hashable, Sendable {
    /// How far `reported_at` may be in the past; `intake.max_age`.
    package var maxAge: Duration
    /// How far it may be in the future; `intake.max_ahead`.
    package var maxAhead: Duration

    package init(maxAge: Duration = .seconds(180 * 86_400), maxAhead: Duration = .seconds(10 * 60)) {
        self.maxAge = maxAge
        self.maxAhead = maxAhead
    }

    /// Why a report of that time is rejected; nil when it is accepted by the time used or by its record's own time: one wrong
    /// clock rejects nothing.
    package func refusal(of reportedAt: Instant, at now: Instant, recordTime: Instant) -> Rejection? {
        guard let refusal = refusal(of: reportedAt, at: now) else { return nil }
        let byRecord = self.refusal(of: reportedAt, at: recordTime)
        return byRecord?.reason == refusal.reason ? refusal : nil
    }

    /// Why a report of that time is rejected now; nil when it is accepted.
    package func refusal(of reportedAt: Instant, at now: Instant) -> Rejection? {
        let age = Duration.milliseconds(now.milliseconds - reportedAt.milliseconds)
        if age > maxAge {
            let (span, limit) = (Self.span(age), Self.span(maxAge))
            return Rejection(
                .stale,
                LocalText(
                    zh: "reported_at 早了 \(span.zh)，而 intake.max_age 为 \(limit.zh)：要接收更早的上报，请调大它",
                    en:
                        "reported_at is \(span.en) back, intake.max_age is \(limit.en): raise it to accept older reports"
                ),
                field: "reported_at")
        }
        if .zero - age > maxAhead {
            let (span, limit) = (Self.span(.zero - age), Self.span(maxAhead))
            return Rejection(
                .future,
                LocalText(
                    zh: "reported_at 比本服务的时间超前 \(span.zh)，至多 \(limit.zh)：请核对网关的时钟和它写的时区，以及本服务的时钟",
                    en:
                        "reported_at is \(span.en) ahead of this server's time, at most \(limit.en) are allowed: check the "
                        + "gateway's clock and the offset it sends, and this server's clock"), field: "reported_at")
        }
        return nil
    }

    /// In the largest unit of which the span has two or more.
    private static func span(_ span: Duration) -> LocalText {
        let seconds = span.components.seconds
        for (unit, name) in [
            (86_400, LocalText(zh: "天", en: "days")), (3600, LocalText(zh: "小时", en: "hours")),
            (60, LocalText(zh: "分钟", en: "minutes")),
        ] as [(Int64, LocalText)] where seconds >= 2 * unit {
            return LocalText(zh: "\(seconds / unit) \(name.zh)", en: "\(seconds / unit) \(name.en)")
        }
        return LocalText(zh: "\(seconds) 秒", en: "\(seconds) seconds")
    }
}
