internal import CCrypto

/// Makes random secrets with libcrypto's generator, which the kernel seeds.
package enum RandomToken {
    /// Fresh random bytes.
    ///
    /// - Throws: `DigestFailure` when the generator cannot be seeded.
    package static func bytes(count: Int) throws(DigestFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&bytes, Int32(clamping: count)) == 1 else { throw DigestFailure.last(of: .randomBytes) }
        return bytes
    }

    /// Fresh random bytes as lower-case hex, two digits a byte; 32 bytes make a token of 256 bits.
    ///
    /// - Throws: `DigestFailure` when the generator cannot be seeded.
    package static func hex(byteCount: Int = 32) throws(DigestFailure) -> String {
        Hex.encode(try bytes(count: byteCount))
    }
}
