/// Decodes the escapes of a checked string.
///
/// `base` is the document; it is read only during a call.
enum Unescape {
    /// The UTF-16 unit of the four hexadecimal digits at `digits`; above 0xFFFF when one of them is not a digit.
    @inline(__always)
    static func unit(_ digits: UnsafePointer<UInt8>) -> UInt32 {
        digit(digits[0]) << 12 | digit(digits[1]) << 8 | digit(digits[2]) << 4 | digit(digits[3])
    }

    /// The value of one hexadecimal digit; above 15 for any other byte.
    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt32 {
        let decimal = byte &- UInt8(ascii: "0")
        if decimal <= 9 { return UInt32(decimal) }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter <= 5 ? UInt32(letter) + 10 : 0x1_0000
    }

    /// Appends the text of a checked string with escapes; the text is never longer than the string in the document.
    static func append(_ token: StringToken, of base: UnsafePointer<UInt8>, to output: inout [UInt8]) {
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: token.count))
        let end = output.withUnsafeMutableBufferPointer { buffer in
            guard var next = buffer.baseAddress.map({ $0 + start }) else { return start }
            write(token, of: base, to: &next)
            return buffer.count - (buffer.baseAddress.map { $0 + buffer.count - next } ?? 0)
        }
        output.removeSubrange(end...)
    }

    /// Writes the text at `next`, which has space for it, and moves `next` to the byte after it.
    private static func write(
        _ token: StringToken, of base: UnsafePointer<UInt8>, to next: inout UnsafeMutablePointer<UInt8>
    ) {
        var at = base + token.start
        let end = base + token.end
        while at < end {
            guard at.pointee == UInt8(ascii: "\\") else {
                put(at.pointee, &next)
                at += 1
                continue
            }
            switch at[1] {
            case UInt8(ascii: "u"):
                at += writeUnit(at, to: &next)
                continue
            case UInt8(ascii: "b"): put(0x08, &next)
            case UInt8(ascii: "f"): put(0x0C, &next)
            case UInt8(ascii: "n"): put(0x0A, &next)
            case UInt8(ascii: "r"): put(0x0D, &next)
            case UInt8(ascii: "t"): put(0x09, &next)
            case let other: put(other, &next)
            }
            at += 2
        }
    }

    /// Writes the scalar of a checked `\u` escape; returns the length of the escape, 6 or 12.
    @inline(__always)
    private static func writeUnit(_ at: UnsafePointer<UInt8>, to next: inout UnsafeMutablePointer<UInt8>) -> Int {
        var scalar = unit(at + 2)
        var length = 6
        if scalar & 0xFC00 == 0xD800 {
            scalar = 0x10000 + ((scalar & 0x3FF) << 10 | unit(at + 8) & 0x3FF)
            length = 12
        }
        switch scalar {
        case ..<0x80:
            put(UInt8(truncatingIfNeeded: scalar), &next)
            return length
        case ..<0x800:
            put(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6), &next)
        case ..<0x10000:
            put(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12), &next)
            put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F), &next)
        default:
            put(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18), &next)
            put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F), &next)
            put(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F), &next)
        }
        put(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F), &next)
        return length
    }

    @inline(__always)
    private static func put(_ byte: UInt8, _ next: inout UnsafeMutablePointer<UInt8>) {
        next.pointee = byte
        next += 1
    }
}
