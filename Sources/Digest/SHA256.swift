internal import CCrypto

/// SHA-256 in one call (FIPS 180-4).
package enum SHA256 {
    /// The length of a digest in bytes.
    package static let byteCount = 32

    /// Fetched once: a fetch for every call costs as much as hashing a report.
    ///
    /// Never freed; libcrypto reads it on any thread and changes only its atomic reference count.
    private nonisolated(unsafe) static let algorithm: OpaquePointer? = EVP_MD_fetch(nil, "SHA256", nil)

    /// The 32-byte digest of these bytes.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no SHA-256 or no memory.
    package static func digest(of bytes: [UInt8]) throws(DigestFailure) -> [UInt8] {
        try digest(of: bytes.span)
    }

    /// The 32-byte digest of borrowed bytes, without a copy.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no SHA-256 or no memory.
    package static func digest(of bytes: Span<UInt8>) throws(DigestFailure) -> [UInt8] {
        guard let algorithm else { throw DigestFailure.last(of: .sha256) }
        var done: Int32 = 0
        // The buffers are borrowed for the call; libcrypto makes and frees its context inside it.
        let digest = [UInt8](unsafeUninitializedCapacity: byteCount) { output, count in
            done = bytes.withUnsafeBufferPointer { input in
                EVP_Digest(input.baseAddress, input.count, output.baseAddress, nil, algorithm, nil)
            }
            count = done == 1 ? byteCount : 0
        }
        guard done == 1 else { throw DigestFailure.last(of: .sha256) }
        return digest
    }
}
