/// Masks what looks like a phone number or an identity number in log lines.
///
/// Intake masks texts already; this is the second protection, for a path that intake does not cover.
package enum Redaction {
    /// The text with mainland mobile numbers as `[phone]` and 18-place identity numbers (GB 11643) as `[id]`.
    ///
    /// Only complete runs of digits match, with or without the country code 86 or the grouping 3-4-4; a case id, an offset or a
    /// time in milliseconds is not changed.
    package static func masked(_ text: String) -> String {
        // A number to mask has at least eleven digits; most values are shorter.
        guard text.utf8.count >= 11 else { return text }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var copied = 0
        var index = 0
        while index < bytes.count {
            guard isDigit(bytes[index]) else {
                index += 1
                continue
            }
            guard let found = number(at: index, in: bytes) else {
                index = endOfDigits(in: bytes, from: index)
                continue
            }
            output += bytes[copied..<index]
            output += found.mask.utf8
            index = found.end
            copied = index
        }
        guard copied > 0 else { return text }
        output += bytes[copied...]
        return String(decoding: output, as: UTF8.self)
    }

    /// The mask and the end of the number that starts at `start`; nil when it is not a number to mask.
    private static func number(at start: Int, in bytes: [UInt8]) -> (mask: String, end: Int)? {
        let end = endOfDigits(in: bytes, from: start)
        switch end - start {
        case 11 where isMobile(bytes[start..<end]): return ("[phone]", end)
        case 13 where bytes[start] == eight && bytes[start + 1] == six && isMobile(bytes[(start + 2)..<end]):
            return ("[phone]", end)
        case 18: return ("[id]", end)
        case 17 where end < bytes.count && bytes[end] | 0x20 == UInt8(ascii: "x"): return ("[id]", end + 1)
        case 3: return groupedMobile(at: start, in: bytes).map { ("[phone]", $0) }
        default: return nil
        }
    }

    /// The end of a mobile number written as 138-1234-5678 or 138 1234 5678.
    private static func groupedMobile(at start: Int, in bytes: [UInt8]) -> Int? {
        var digits = Array(bytes[start..<(start + 3)])
        var end = start + 3
        for _ in 0..<2 {
            guard end < bytes.count, bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: " ") else {
                return nil
            }
            let group = end + 1
            end = endOfDigits(in: bytes, from: group)
            guard end - group == 4 else { return nil }
            digits += bytes[group..<end]
        }
        return isMobile(digits[...]) ? end : nil
    }

    /// Eleven digits that begin with 13 to 19.
    private static func isMobile(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count == 11, let first = digits.first else { return false }
        return first == UInt8(ascii: "1") && digits[digits.startIndex + 1] >= UInt8(ascii: "3")
    }

    private static func endOfDigits(in bytes: [UInt8], from start: Int) -> Int {
        var end = start
        while end < bytes.count, isDigit(bytes[end]) { end += 1 }
        return end
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    private static let eight = UInt8(ascii: "8")
    private static let six = UInt8(ascii: "6")
}
