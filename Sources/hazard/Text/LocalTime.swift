import Foundation
import HazardCore
import HazardWire
import JSONText

/// Times for people, in the UTC offset of the configuration.
struct ZoneText {
    let zone: ZoneOffset

    init(_ zone: ZoneOffset = .china) {
        self.zone = zone
    }

    /// A time such as `2026-11-22 08:15:03`; the text itself when it is not a time, and a dash when there is none.
    func text(_ value: JSONValue?) -> String {
        guard let written = value?.line else { return "-" }
        guard let instant = TimeText.parse(written) else { return written }
        return text(instant)
    }

    /// A time such as `2026-11-22 08:15:03`.
    func text(_ instant: Instant) -> String {
        let time = TimeText.text(instant, zone)
        return String(time.prefix(19)).replacing("T", with: " ")
    }

    /// The present time in the format of messages.
    var now: String { written(daysAgo: 0) }

    /// The time that many days before now, in the format of messages.
    func written(daysAgo days: Int64) -> String {
        TimeText.text(ZoneText.clock.adding(minutes: -days * 24 * 60), zone)
    }

    /// The present time by the wall clock.
    static var clock: Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
