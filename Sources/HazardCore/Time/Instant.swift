/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// The core never asks what time it is; it is handed the record's time.
package struct Instant: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    /// This instant moved by so many milliseconds.
    package func adding(milliseconds: Int64) -> Instant { Instant(milliseconds: self.milliseconds + milliseconds) }

    /// This instant moved by so many whole minutes.
    package func adding(minutes: Int64) -> Instant { adding(milliseconds: minutes * 60_000) }
}
