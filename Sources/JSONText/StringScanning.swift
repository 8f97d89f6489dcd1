/// A string in the document: its bytes between the quotes, known to be good.
struct StringToken {
    var start: Int
    var end: Int
    var isEscaped: Bool
    var isASCII: Bool

    var count: Int { end - start }
}

/// Eight bytes at a time: which of them end a plain run of a string.
enum EightBytes {
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// The high bit of the first quote, backslash or control character is set, and no bit below it.
    ///
    /// Bits above that first one mean nothing.
    @inline(__always)
    static func special(_ word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let control = (word &- (ones &* 0x20)) & ~word
        return (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | control) & highBits
    }
}

extension JSONReader {
    /// Takes the string whose opening quote is next, checking escapes and UTF-8 once.
    mutating func stringToken() throws(JSONFault) -> StringToken {
        let raw = UnsafeRawPointer(base)
        let start = position + 1
        var at = start
        var high: UInt64 = 0
        var isEscaped = false
        while true {
            var isSpecial = false
            while at + 8 <= end {
                let word = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                let special = EightBytes.special(word)
                if special == 0 {
                    high |= word
                    at += 8
                    continue
                }
                let plain = special.trailingZeroBitCount &>> 3
                high |= word & ((1 &<< UInt64(truncatingIfNeeded: plain &* 8)) &- 1)
                at += plain
                isSpecial = true
                break
            }
            guard at < end else { throw JSONFault(.unexpectedEnd, at: end, "the end of the string") }
            let byte = base[at]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                at = try escapeEnd(at)
                isEscaped = true
            } else if isSpecial || byte < 0x20 {
                throw JSONFault(.controlCharacter, at: at, "an escape")
            } else {
                high |= UInt64(byte)
                at += 1
            }
        }
        let isASCII = high & EightBytes.highBits == 0
        if !isASCII {
            let bad = UTF8Check.firstFault(base, from: start, to: at)
            guard bad < 0 else { throw JSONFault(.badUTF8, at: bad, "UTF-8") }
        }
        position = at + 1
        return StringToken(start: start, end: at, isEscaped: isEscaped, isASCII: isASCII)
    }

    /// The byte after the escape that starts at `at`; a pair of surrogates is one escape.
    @inline(never)
    private func escapeEnd(_ at: Int) throws(JSONFault) -> Int {
        guard at + 1 < end else { throw JSONFault(.unexpectedEnd, at: end, "the end of the string") }
        switch base[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return at + 2
        case UInt8(ascii: "u"):
            let unit = try hexUnit(at)
            guard unit & 0xF800 == 0xD800 else { return at + 6 }
            guard unit < 0xDC00, at + 7 < end, base[at + 6] == UInt8(ascii: "\\"), base[at + 7] == UInt8(ascii: "u"),
                try hexUnit(at + 6) & 0xFC00 == 0xDC00
            else { throw JSONFault(.badEscape, at: at, "a pair of surrogates, high then low") }
            return at + 12
        default:
            throw JSONFault(.badEscape, at: at, #"one of \" \\ \/ \b \f \n \r \t \uXXXX"#)
        }
    }

    /// The UTF-16 unit of the `\uXXXX` that starts at `at`.
    @inline(__always)
    private func hexUnit(_ at: Int) throws(JSONFault) -> UInt32 {
        guard at + 6 <= end else { throw JSONFault(.unexpectedEnd, at: end, "four hexadecimal digits") }
        let unit = Unescape.unit(base + at + 2)
        guard unit <= 0xFFFF else { throw JSONFault(.badEscape, at: at, "four hexadecimal digits") }
        return unit
    }
}
