import Glibc

/// Times in headers: formats the current time once per second, and reads the form that RFC 9110 §5.6.7 prefers.
package struct HTTPDate {
    private var second = 0
    private var text = ""

    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    mutating func now() -> String {
        let current = time(nil)
        if current != second || text.isEmpty {
            second = current
            text = Self.text(current)
        }
        return text
    }

    /// The text of a time in seconds since 1970.
    static func text(_ seconds: Int) -> String {
        var moment = seconds
        var parts = tm()
        gmtime_r(&moment, &parts)
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(twoDigits).joined(separator: ":")
        let day = days[Int(parts.tm_wday)]
        let month = months[Int(parts.tm_mon)]
        return "\(day), \(twoDigits(parts.tm_mday)) \(month) \(parts.tm_year + 1900) \(clock) GMT"
    }

    /// The present time in seconds since 1970.
    package static func seconds() -> Int { time(nil) }

    /// The seconds since 1970 of a text such as `Sun, 06 Nov 1994 08:49:37 GMT`; nil for any other text.
    package static func seconds(of text: String) -> Int? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int32(parts[1]), let year = Int32(parts[3]),
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int32($0) }
        guard clock.count == 3, (1...31).contains(day), (1970...9999).contains(year), (0..<24).contains(clock[0]),
            (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        var moment = tm()
        (moment.tm_mday, moment.tm_mon, moment.tm_year) = (day, Int32(month), year - 1900)
        (moment.tm_hour, moment.tm_min, moment.tm_sec) = (clock[0], clock[1], clock[2])
        return timegm(&moment)
    }

    private static func twoDigits(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
