/// A time limit, such as `2uh` or `5wd` (`DOMAIN.md` §6).
package struct Limit: Hashable, Sendable, CustomStringConvertible {
    package var amount: Int
    package var clock: LimitClock

    package init(amount: Int, clock: LimitClock) {
        self.amount = amount
        self.clock = clock
    }

    /// Reads `15m`, `2uh`, `1ud`, `4wh` or `5wd`; nil for anything else, zero included.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let amount = Int(digits), amount > 0,
            let clock = LimitClock(rawValue: String(text.dropFirst(digits.count)))
        else { return nil }
        self.init(amount: amount, clock: clock)
    }

    package var description: String { "\(amount)\(clock.rawValue)" }
}

/// The clocks of limits (`DOMAIN.md` §6).
package enum LimitClock: String, CaseIterable, Sendable {
    /// Minutes, continuous.
    case m
    /// Hours and days, continuous: 紧急2小时 is `2uh`.
    case uh, ud
    /// Hours and days of the working calendar.
    case wh, wd
}
