import Foundation
import HazardCore
import HazardWire
import JSONText

/// Times as people read them, on the wall clocks of the configuration's zone.
struct ZoneText {
    let zone: ZoneOffset

    init(_ zone: ZoneOffset = .china) {
        self.zone = zone
    }

    /// Such as `2026-11-22 08:15:03`; the text itself when it is no time, a dash for none.
    func text(_ value: JSONValue?) -> String {
        guard let written = value?.line else { return "-" }
        guard let instant = TimeText.parse(written) else { return written }
        return text(instant)
    }

    /// Such as `2026-11-22 08:15:03`.
    func text(_ instant: Instant) -> String {
        let time = TimeText.text(instant, zone)
        return String(time.prefix(19)).replacing("T", with: " ")
    }

    /// Now, as messages write it.
    var now: String { written(daysAgo: 0) }

    /// So many days before now, as messages write it.
    func written(daysAgo days: Int64) -> String {
        TimeText.text(ZoneText.clock.adding(minutes: -days * 24 * 60), zone)
    }

    /// The wall clock.
    static var clock: Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
