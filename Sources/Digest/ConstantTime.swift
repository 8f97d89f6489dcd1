internal import CCrypto

/// Compares secrets in a time that does not depend on where they differ.
package enum ConstantTime {
    /// Whether two secrets are equal. Only a difference in length returns early: lengths are not secret here.
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }

    /// Whether two secret texts have the same UTF-8 bytes.
    package static func equal(_ left: String, _ right: String) -> Bool {
        equal(Array(left.utf8), Array(right.utf8))
    }
}
