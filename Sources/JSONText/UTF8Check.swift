/// Checks UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF.
enum UTF8Check {
    /// The offset of the first byte of the first invalid sequence in `start..<end`, or -1.
    ///
    /// The byte at `end` must be readable: it is the closing quote. `base` is only read during the call.
    static func firstFault(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        let raw = UnsafeRawPointer(base)
        var at = start
        while at < end {
            // Chinese text: runs of three-byte sequences, each checked as one word.
            while at + 3 <= end {
                let word = raw.loadUnaligned(fromByteOffset: at, as: UInt32.self)
                guard word & 0x00C0_C0F0 == 0x0080_80E0 else { break }
                let edge = word & 0x0000_200F
                // 0 is E0 with an overlong second byte, 0x200D is ED with the second byte of a surrogate.
                guard edge != 0, edge != 0x200D else { return at }
                at += 3
            }
            guard at < end else { break }
            if base[at] < 0x80 {
                at += 1
                continue
            }
            let length = sequence(base, at, end)
            guard length > 0 else { return at }
            at += length
        }
        return -1
    }

    /// The length of the valid sequence of two, three or four bytes at `at`, or 0.
    private static func sequence(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
        let lead = base[at]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0:
            length = 3
            second = 0xA0...0xBF
        case 0xED:
            length = 3
            second = 0x80...0x9F
        case 0xE1...0xEF: length = 3
        case 0xF0:
            length = 4
            second = 0x90...0xBF
        case 0xF1...0xF3: length = 4
        case 0xF4:
            length = 4
            second = 0x80...0x8F
        default: return 0
        }
        guard at + length <= end, second.contains(base[at + 1]) else { return 0 }
        for index in at + 2..<at + length where base[index] & 0xC0 != 0x80 { return 0 }
        return length
    }
}
