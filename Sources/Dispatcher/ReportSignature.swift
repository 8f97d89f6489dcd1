package import Digest

/// The signature of a report: header `hazard-signature: <key id>;<hex HMAC-SHA256 of the value>`
/// (`config/contracts/README.md`, Report).
package enum ReportSignature {
    /// Whether the header is the signature of this value with one of the keys.
    package static func isValid(_ header: [UInt8], of value: [UInt8], keys: [String: MessageKey]) -> Bool {
        let parts = String(decoding: header, as: UTF8.self).split(
            separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let key = keys[String(parts[0])], let code = Hex.decode(String(parts[1])) else {
            return false
        }
        return (try? key.accepts(code, for: value)) ?? false
    }

    /// The header's value for a value signed with that key.
    ///
    /// - Throws: `DigestFailure` when libcrypto fails.
    package static func make(for value: [UInt8], keyID: String, key: MessageKey) throws(DigestFailure) -> [UInt8] {
        Array((keyID + ";" + Hex.encode(try key.code(of: value))).utf8)
    }
}
