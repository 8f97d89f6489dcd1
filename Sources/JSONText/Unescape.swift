/// Turns the escapes of a string that was checked into text.
///
/// `base` is the document; it is only read during a call.
enum Unescape {
    /// The value of one hexadecimal digit.
    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x57
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x37
        default: nil
        }
    }

    /// Appends the text of a string that was checked and has escapes.
    static func append(_ token: StringToken, of base: UnsafePointer<UInt8>, to output: inout [UInt8]) {
        var at = token.start
        while at < token.end {
            let byte = base[at]
            guard byte == UInt8(ascii: "\\") else {
                output.append(byte)
                at += 1
                continue
            }
            switch base[at + 1] {
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"): at += appendUnit(base, at, to: &output) - 2
            case let other: output.append(other)
            }
            at += 2
        }
    }

    /// Appends the scalar of a checked `\u` escape; returns the escape's length, 6 or 12.
    private static func appendUnit(_ base: UnsafePointer<UInt8>, _ at: Int, to output: inout [UInt8]) -> Int {
        var scalar = unit(base, at + 2)
        var length = 6
        if scalar & 0xFC00 == 0xD800 {
            scalar = 0x10000 + ((scalar & 0x3FF) << 10 | unit(base, at + 8) & 0x3FF)
            length = 12
        }
        switch scalar {
        case ..<0x80:
            output.append(UInt8(scalar))
        case ..<0x800:
            output.append(UInt8(0xC0 | scalar >> 6))
            output.append(UInt8(0x80 | scalar & 0x3F))
        case ..<0x10000:
            output.append(UInt8(0xE0 | scalar >> 12))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(0x80 | scalar & 0x3F))
        default:
            output.append(UInt8(0xF0 | scalar >> 18))
            output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
            output.append(UInt8(0x80 | scalar & 0x3F))
        }
        return length
    }

    /// Four digits known to be hexadecimal.
    private static func unit(_ base: UnsafePointer<UInt8>, _ at: Int) -> UInt32 {
        var unit: UInt32 = 0
        for index in at..<at + 4 { unit = unit << 4 | (hexDigit(base[index]) ?? 0) }
        return unit
    }
}
