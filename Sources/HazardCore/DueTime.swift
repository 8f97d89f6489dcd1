/// The instant a promise ends.
package enum DueTime {
    /// `limit` after `start` by continuous hours: 1 uh = 1 wh = 60 min, 1 ud = 1 wd = 24 h.
    ///
    /// The working calendar's clocks (wh, wd) enter here; until they do, a limit in them is counted through.
    package static func due(_ limit: Limit, from start: Instant) -> Instant {
        let minutes: Int64 =
            switch limit.clock {
            case .m: 1
            case .uh, .wh: 60
            case .ud, .wd: 24 * 60
            }
        return start.adding(minutes: minutes * Int64(limit.amount))
    }
}
