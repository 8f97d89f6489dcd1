/// A checked string in the document: the bytes between its quotes.
struct StringToken {
    var start: Int
    var end: Int
    var isEscaped: Bool
    var isASCII: Bool

    var count: Int { end - start }
}

/// Finds, in eight bytes at a time, the byte that ends a plain run of a string.
enum EightBytes {
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// A word whose lowest set bit is the high bit of the first quote, backslash or control character.
    ///
    /// The bits above that one have no meaning.
    @inline(__always)
    static func special(_ word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let control = (word &- (ones &* 0x20)) & ~word
        return (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | control) & highBits
    }

    /// Whether any of `count` bytes is a quote, a backslash or a control character.
    @inline(__always)
    static func hasSpecial(_ bytes: UnsafeRawPointer, count: Int) -> Bool {
        var found: UInt64 = 0
        if count >= 8 {
            var at = 0
            while at + 8 < count {
                found |= special(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                at += 8
            }
            // The last word may overlap the one before it.
            found |= special(bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
        } else if count >= 4 {
            let low = UInt64(bytes.loadUnaligned(as: UInt32.self))
            let high = UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            found = special(low | high << 32)
        } else {
            for at in 0..<count {
                let byte = bytes.loadUnaligned(fromByteOffset: at, as: UInt8.self)
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { found = 1 }
            }
        }
        return found != 0
    }
}

extension JSONReader {
    /// Reads the string whose opening quote comes next, and checks its escapes and its UTF-8.
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
            guard at < end else { throw JSONFault(.unexpectedEnd, at: end, .syntax(.endOfString)) }
            let byte = base[at]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") {
                at = try escapeEnd(at)
                isEscaped = true
            } else if isSpecial || byte < 0x20 {
                throw JSONFault(.controlCharacter, at: at, .syntax(.escape))
            } else {
                high |= UInt64(byte)
                at += 1
            }
        }
        let isASCII = high & EightBytes.highBits == 0
        if !isASCII {
            let bad = UTF8Check.firstFault(base, from: start, to: at)
            guard bad < 0 else { throw JSONFault(.badUTF8, at: bad, .syntax(.plainUTF8)) }
        }
        position = at + 1
        return StringToken(start: start, end: at, isEscaped: isEscaped, isASCII: isASCII)
    }

    /// The offset after the escape that starts at `at`; a pair of surrogates is one escape.
    @inline(never)
    private func escapeEnd(_ at: Int) throws(JSONFault) -> Int {
        guard at + 1 < end else { throw JSONFault(.unexpectedEnd, at: end, .syntax(.endOfString)) }
        switch base[at + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return at + 2
        case UInt8(ascii: "u"):
            let unit = try hexUnit(at)
            guard unit & 0xF800 == 0xD800 else { return at + 6 }
            guard unit < 0xDC00, at + 7 < end, base[at + 6] == UInt8(ascii: "\\"), base[at + 7] == UInt8(ascii: "u"),
                try hexUnit(at + 6) & 0xFC00 == 0xDC00
            else { throw JSONFault(.badEscape, at: at, .syntax(.surrogatePair)) }
            return at + 12
        default:
            throw JSONFault(.badEscape, at: at, .syntax(.knownEscape))
        }
    }

    /// The UTF-16 unit of the `\uXXXX` that starts at `at`.
    @inline(__always)
    private func hexUnit(_ at: Int) throws(JSONFault) -> UInt32 {
        guard at + 6 <= end else { throw JSONFault(.unexpectedEnd, at: end, .syntax(.fourHexDigits)) }
        let unit = Unescape.unit(base + at + 2)
        guard unit <= 0xFFFF else { throw JSONFault(.badEscape, at: at, .syntax(.fourHexDigits)) }
        return unit
    }
}
