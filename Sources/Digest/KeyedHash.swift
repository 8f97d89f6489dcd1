/// Hashes that only who has the key can make or check, each with its kind and its key: `hmac:<key id>:<hex>`.
///
/// A hash made with another key cannot be compared, and says so by its key id.
package struct KeyedHash: Sendable {
    private let key: MessageKey
    /// What its hashes begin with: `hmac:<key id>:`.
    package let prefix: String

    /// The key's id is made of the key, so that it needs no name of its own.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package init(_ key: MessageKey) throws(DigestFailure) {
        self.key = key
        prefix = "hmac:" + Hex.encode(Array(try key.code(of: Array("key id".utf8)).prefix(4))) + ":"
    }

    /// The hash of some bytes: 128 bits, in hex, behind kind and key id.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func text(of bytes: [UInt8]) throws(DigestFailure) -> String {
        prefix + Hex.encode(try key.code(of: bytes)[..<16])
    }

    /// Whether two hashes say that what was hashed differs; false when they cannot be compared.
    package static func differ(_ one: String?, _ other: String?) -> Bool {
        guard let one, let other, one != other else { return false }
        return one.prefix { $0 != ":" } == other.prefix { $0 != ":" }
            && one.split(separator: ":").dropLast() == other.split(separator: ":").dropLast()
    }
}
