/// A 64-bit hash of words (FNV-1a with a final mixing step); the values never change between versions.
///
/// Different words can have the same hash, so whoever finds something by it must compare the words.
package struct Fingerprint: Hashable, Sendable {
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    package init(_ words: String...) {
        for word in words {
            var word = word
            word.withUTF8 { for byte in $0 { add(byte) } }
            add(0)
        }
        mix()
    }

    /// The same as of the text with these scalars.
    init(of scalars: [Unicode.Scalar]) {
        for scalar in scalars { for byte in UTF8.encode(scalar).unsafelyUnwrapped { add(byte) } }
        add(0)
        mix()
    }

    @inline(__always)
    private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

    private mutating func mix() {
        value ^= value >> 32
        value = value &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
    }

    /// 16 hexadecimal digits.
    package var hex: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
