/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// The core never asks what time it is; it is handed the record's time.
package struct Instant: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    /// How long it is from this instant to a later one; negative when that is earlier.
    package func duration(to later: Instant) -> Duration { .milliseconds(later.milliseconds - milliseconds) }

    /// This instant moved by a duration, cut to whole milliseconds.
    package func adding(_ duration: Duration) -> Instant { adding(milliseconds: duration.milliseconds) }

    /// This instant moved by so many milliseconds.
    package func adding(milliseconds: Int64) -> Instant { Instant(milliseconds: self.milliseconds + milliseconds) }

    /// This instant moved by so many whole minutes.
    package func adding(minutes: Int64) -> Instant { adding(milliseconds: minutes * 60_000) }
}

extension Duration {
    package static func minutes(_ count: Int) -> Duration { .seconds(60 * count) }

    package static func hours(_ count: Int) -> Duration { .seconds(3600 * count) }

    /// Days of 24 hours.
    package static func days(_ count: Int) -> Duration { .seconds(86_400 * count) }

    /// Whole milliseconds; what is shorter is cut.
    package var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
