/// A set of hours of the day, such as `22-6`: from 22:00 until 06:00.
package struct HourSet: Hashable, Sendable {
    /// Bit n is the hour from n:00 to n:59.
    private var bits: UInt32 = 0

    package init() {}

    /// The hours from `first` up to, not including, `end`. The range passes midnight when `end` is not later than
    /// `first`.
    package init(from first: Int, until end: Int) {
        insert(from: first, until: end)
    }

    /// Reads `7-9` (07:00 until 09:00), `22-6` (over midnight) or `12` (one hour); nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = HourSet.hour(parts.first, below: 24) else { return nil }
        switch parts.count {
        case 1: insert(from: first, until: first + 1)
        case 2:
            guard let end = HourSet.hour(parts[1], below: 25), end != first else { return nil }
            insert(from: first, until: end)
        default: return nil
        }
    }

    package mutating func formUnion(_ other: HourSet) { bits |= other.bits }

    package func contains(_ hour: Int) -> Bool {
        (0..<24).contains(hour) && bits & (1 << UInt32(hour)) != 0
    }

    package var hours: [Int] { (0..<24).filter(contains) }

    private mutating func insert(from first: Int, until end: Int) {
        var hour = first
        repeat {
            bits |= 1 << UInt32(hour % 24)
            hour += 1
        } while hour % 24 != end % 24
    }

    private static func hour(_ text: Substring?, below limit: Int) -> Int? {
        guard let text, text.count <= 2, text.allSatisfy({ $0.isASCII && $0.isNumber }), let hour = Int(text),
            hour < limit
        else { return nil }
        return hour
    }
}

/// A set of weekdays.
package struct WeekdaySet: Hashable, Sendable {
    /// Bit n is weekday n, 1 Monday to 7 Sunday.
    private var bits: UInt8 = 0

    /// The names in the configuration, Monday first.
    package static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    package init() {}

    /// Reads `sat` or `mon-fri`, also over Sunday; nil for anything else.
    package init?(_ text: String) {
        let days = text.split(separator: "-", omittingEmptySubsequences: false).map { name in
            WeekdaySet.names.firstIndex { $0 == name }
        }
        guard days.count == 1 || days.count == 2, let first = days.first ?? nil, let last = days.last ?? nil else {
            return nil
        }
        var day = first
        bits |= 1 << UInt8(day + 1)
        while day != last {
            day = (day + 1) % 7
            bits |= 1 << UInt8(day + 1)
        }
    }

    package mutating func formUnion(_ other: WeekdaySet) { bits |= other.bits }

    package func contains(_ weekday: Int) -> Bool {
        (1...7).contains(weekday) && bits & (1 << UInt8(weekday)) != 0
    }

    package var weekdays: [Int] { (1...7).filter(contains) }

    /// The configuration's name of weekday 1 to 7; the number itself for any other.
    package static func name(of weekday: Int) -> String {
        names.indices.contains(weekday - 1) ? names[weekday - 1] : String(weekday)
    }
}
