package import HazardCore

/// How far the time of a report may lie from the time it came: neither long ago nor in the future (`config/contracts/README.md`, Report).
///
/// Asked at both doors: over HTTP before anything is written, and on the lane of every record.
package struct ReportAge: Hashable, Sendable {
    /// Milliseconds that `reported_at` may lie behind; `intake.max_age`.
    package var maxAge: Int64
    /// Milliseconds that it may lie ahead.
    package var maxAhead: Int64

    package init(maxAge: Int64 = 180 * 86_400_000, maxAhead: Int64 = 10 * 60_000) {
        self.maxAge = maxAge
        self.maxAhead = maxAhead
    }

    /// Why a report of that time is not taken at that other; nil when it is.
    package func refusal(of reportedAt: Instant, at now: Instant) -> Rejection? {
        let age = now.milliseconds - reportedAt.milliseconds
        if age > maxAge {
            return Rejection(
                .stale,
                "reported_at lies \(Self.span(age)) back, intake.max_age is \(Self.span(maxAge)): raise it to take old "
                    + "reports", field: "reported_at")
        }
        if -age > maxAhead {
            return Rejection(
                .future,
                "reported_at lies \(Self.span(-age)) ahead, at most \(Self.span(maxAhead)) are allowed: check the gateway's "
                    + "clock and the offset it sends", field: "reported_at")
        }
        return nil
    }

    /// In the largest unit of which there are two.
    private static func span(_ milliseconds: Int64) -> String {
        for (unit, name) in [(Int64(86_400_000), "days"), (3_600_000, "hours"), (60_000, "minutes")]
        where milliseconds >= 2 * unit { return "\(milliseconds / unit) \(name)" }
        return "\(milliseconds / 1000) seconds"
    }
}
