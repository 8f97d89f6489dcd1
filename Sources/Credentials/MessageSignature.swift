package import Digest

/// The header `hazard-signature`: `<key id>;<hex HMAC-SHA256>` (`config/contracts/README.md`, Signatures).
package struct MessageSignature: Sendable {
    package var keyID: String
    private var code: [UInt8]

    /// Reads the header; nil when it does not have this form.
    package init?(header: [UInt8]) {
        let parts = String(decoding: header, as: UTF8.self).split(
            separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let code = Hex.decode(String(parts[1])) else { return nil }
        keyID = String(parts[0])
        self.code = code
    }

    /// Whether the key made this signature for the content. The comparison takes the same time wherever the codes differ.
    func isValid(for content: [UInt8], key: MessageKey) -> Bool { (try? key.accepts(code, for: content)) ?? false }

    /// What a signature covers: the value, or the header `hazard-signed-for`, a zero byte, and the value.
    static func content(_ value: [UInt8], signedFor: [UInt8]?) -> [UInt8] {
        guard let signedFor else { return value }
        return signedFor + [0] + value
    }

    /// The header of a value that is signed with this key.
    ///
    /// - Parameters:
    ///   - value: The record's value.
    ///   - signedFor: The header `hazard-signed-for` of the record; nil when it has none.
    ///   - keyID: The key's id.
    ///   - key: The key.
    /// - Returns: The header's value.
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package static func header(
        for value: [UInt8], signedFor: [UInt8]? = nil, keyID: String, key: MessageKey
    ) throws(DigestFailure) -> [UInt8] {
        Array((keyID + ";" + Hex.encode(try key.code(of: content(value, signedFor: signedFor)))).utf8)
    }
}

/// The header `hazard-signed-for`: `<role>;<name>`, the caller for whom the server signed.
package struct SignedFor: Hashable, Sendable {
    package var role: AccessRole
    /// The name of the caller's token; nil where the installation has no tokens, so that a caller has no name.
    package var name: String?

    package init(role: AccessRole, name: String?) {
        self.role = role
        self.name = name
    }

    /// Reads the header; nil when it does not have this form.
    package init?(header: [UInt8]) {
        let parts = String(decoding: header, as: UTF8.self).split(
            separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let role = AccessRole(rawValue: String(parts[0])) else { return nil }
        self.init(role: role, name: parts[1].isEmpty ? nil : String(parts[1]))
    }

    package var header: [UInt8] { Array("\(role.rawValue);\(name ?? "")".utf8) }
}

/// Signs what the server writes for a caller.
package struct ServerSigner: Sendable {
    private let key: MessageKey

    package init(_ key: MessageKey) {
        self.key = key
    }

    /// The headers `hazard-signature` and `hazard-signed-for` of a value.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func headers(
        for value: [UInt8], of caller: SignedFor
    ) throws(DigestFailure) -> (signature: [UInt8], signedFor: [UInt8]) {
        let signedFor = caller.header
        let signature = try MessageSignature.header(
            for: value, signedFor: signedFor, keyID: SigningKeys.serverID, key: key)
        return (signature, signedFor)
    }
}
