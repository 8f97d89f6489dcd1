package import HazardCore
package import Wording

/// A time in a message: RFC 3339 with an offset (`config/contracts/README.md`, Time).
///
/// It is read with any number of fractional digits, cut to milliseconds, and written with milliseconds at most.
package enum TimeText {
    /// What a time must look like, as a noun phrase.
    package static let form = LocalText(
        zh: "带时区的时间，如 2026-11-22T08:15:00+08:00", en: "a time with offset, such as 2026-11-22T08:15:00+08:00")

    /// Reads `2026-11-22T08:15:00.123456+08:00` or `…Z`.
    ///
    /// - Returns: Nil for anything else: no offset, a date that does not exist, a leap second, small letters, a space in
    ///   the place of the T, a point without a digit.
    package static func parse(_ text: String) -> Instant? {
        var text = text
        return text.withUTF8 { parse($0.span) }
    }

    /// The same from bytes.
    package static func parse(_ bytes: Span<UInt8>) -> Instant? {
        guard bytes.count >= 20, bytes[4] == dash, bytes[7] == dash, bytes[10] == UInt8(ascii: "T"),
            bytes[13] == colon, bytes[16] == colon,
            let century = twoDigits(bytes, 0), let year = twoDigits(bytes, 2), let month = twoDigits(bytes, 5),
            let day = twoDigits(bytes, 8), let hour = twoDigits(bytes, 11), let minute = twoDigits(bytes, 14),
            let second = twoDigits(bytes, 17), hour < 24, minute < 60, second < 60,
            let date = CivilDate(year: century * 100 + year, month: month, day: day)
        else { return nil }
        var at = 19
        guard let millisecond = fraction(bytes, &at), let zone = offset(bytes, at) else { return nil }
        let time = ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
        return ZoneOffset(minutes: zone).startOfDay(date).adding(milliseconds: Int64(time))
    }

    /// The local time of `zone`, with milliseconds only when they are not 0.
    ///
    /// Years have four digits: an instant before year 0 or after 9999 is written as the first or last one that fits.
    package static func text(_ instant: Instant, _ zone: ZoneOffset) -> String {
        var buffer = Buffer(repeating: 0)
        let count = write(instant, zone, into: &buffer)
        return String(unsafeUninitializedCapacity: count) { target in
            for index in 0..<count { target[index] = buffer[index] }
            return count
        }
    }

    // MARK: - Writing

    /// Space for the longest time, `2026-11-22T08:15:00.123+08:00`.
    typealias Buffer = InlineArray<29, UInt8>

    /// Writes the time at the start of `buffer` and returns its length.
    static func write(_ instant: Instant, _ zone: ZoneOffset, into buffer: inout Buffer) -> Int {
        let shift = Int64(zone.minutes) * 60_000
        let local = min(max(instant.milliseconds, firstLocal - shift), lastLocal - shift)
        let time = zone.civil(Instant(milliseconds: local))
        put(time.date.year / 100, at: 0, &buffer)
        put(time.date.year % 100, at: 2, &buffer)
        buffer[4] = dash
        put(time.date.month, at: 5, &buffer)
        buffer[7] = dash
        put(time.date.day, at: 8, &buffer)
        buffer[10] = UInt8(ascii: "T")
        put(time.hour, at: 11, &buffer)
        buffer[13] = colon
        put(time.minute, at: 14, &buffer)
        buffer[16] = colon
        put(time.second, at: 17, &buffer)
        var count = 19
        if time.millisecond != 0 {
            buffer[19] = UInt8(ascii: ".")
            buffer[20] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: time.millisecond / 100)
            put(time.millisecond % 100, at: 21, &buffer)
            count = 23
        }
        buffer[count] = zone.minutes < 0 ? dash : UInt8(ascii: "+")
        put(abs(zone.minutes) / 60 % 24, at: count + 1, &buffer)
        buffer[count + 3] = colon
        put(abs(zone.minutes) % 60, at: count + 4, &buffer)
        return count + 6
    }

    /// The local times 0000-01-01T00:00:00 and 9999-12-31T23:59:59.999, in milliseconds since 1970.
    private static let firstLocal: Int64 = -62_167_219_200_000
    private static let lastLocal: Int64 = 253_402_300_799_999

    @inline(__always)
    private static func put(_ number: Int, at index: Int, _ buffer: inout Buffer) {
        buffer[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10)
        buffer[index + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
    }

    // MARK: - Reading

    private static var dash: UInt8 { UInt8(ascii: "-") }
    private static var colon: UInt8 { UInt8(ascii: ":") }

    @inline(__always)
    private static func twoDigits(_ bytes: Span<UInt8>, _ at: Int) -> Int? {
        let tens = bytes[at] &- 0x30
        let ones = bytes[at + 1] &- 0x30
        guard tens <= 9, ones <= 9 else { return nil }
        return Int(tens) * 10 + Int(ones)
    }

    /// The milliseconds after a point, 0 without a point; further digits are cut. Moves `at` after the last digit.
    ///
    /// - Returns: Nil for a point without a digit.
    private static func fraction(_ bytes: Span<UInt8>, _ at: inout Int) -> Int? {
        guard bytes[at] == UInt8(ascii: ".") else { return 0 }
        at += 1
        let first = at
        var milliseconds = 0
        var unit = 100
        while at < bytes.count, bytes[at] &- 0x30 <= 9 {
            milliseconds += Int(bytes[at] &- 0x30) * unit
            unit /= 10
            at += 1
        }
        return at > first ? milliseconds : nil
    }

    /// The minutes of `Z` or `±hh:mm` that ends the text at `at`.
    private static func offset(_ bytes: Span<UInt8>, _ at: Int) -> Int? {
        guard at < bytes.count else { return nil }
        if bytes[at] == UInt8(ascii: "Z") { return bytes.count == at + 1 ? 0 : nil }
        guard bytes.count == at + 6, bytes[at] == UInt8(ascii: "+") || bytes[at] == dash, bytes[at + 3] == colon,
            let hours = twoDigits(bytes, at + 1), let minutes = twoDigits(bytes, at + 4), hours < 24, minutes < 60
        else { return nil }
        return bytes[at] == dash ? -(hours * 60 + minutes) : hours * 60 + minutes
    }
}
