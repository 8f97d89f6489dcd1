/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// The core never reads a clock; it gets the record's time.
package struct Instant: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    /// The time from this instant to another one; negative when that is earlier.
    package func duration(to later: Instant) -> Duration { .milliseconds(later.milliseconds - milliseconds) }

    /// This instant plus a duration, truncated to whole milliseconds.
    package func adding(_ duration: Duration) -> Instant { adding(milliseconds: duration.milliseconds) }

    /// This instant plus a number of milliseconds.
    package func adding(milliseconds: Int64) -> Instant { Instant(milliseconds: self.milliseconds + milliseconds) }

    /// This instant plus a number of minutes.
    package func adding(minutes: Int64) -> Instant { adding(milliseconds: minutes * 60_000) }
}

extension Duration {
    package static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }

    package static func hours(_ count: Int) -> Duration { .seconds(3600 * count) }

    /// Days of 24 hours.
    package static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }

    /// The duration in whole milliseconds, truncated.
    package var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
