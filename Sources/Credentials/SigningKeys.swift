package import Digest

/// The keys that an installation accepts, and the inputs that must be signed.
package struct SigningKeys: Sendable {
    /// The key id of what the server signs.
    package static let serverID = "server"

    private var keys: [String: SigningKey] = [:]
    /// The first one signs, and each of them is accepted, so that the key can be changed while records of the old one wait.
    private var serverKeys: [MessageKey]
    private let required: Set<SignedInput>

    package init(_ keys: [SigningKey] = [], serverKeys: [MessageKey] = [], required: Set<SignedInput> = []) {
        for key in keys { self.keys[key.id] = key }
        self.serverKeys = serverKeys
        self.required = required
    }

    /// Signs what the server writes for its callers; nil without a key.
    package var server: ServerSigner? { serverKeys.first.map(ServerSigner.init) }

    /// Checks who signed a record.
    ///
    /// Without any key, signatures are ignored. Otherwise a signature that is there must be right, whether the input requires one
    /// or not.
    ///
    /// - Parameters:
    ///   - signature: The header `hazard-signature`; nil when the record has none.
    ///   - signedFor: The header `hazard-signed-for`; nil when the record has none.
    ///   - value: The record's value.
    ///   - input: Where the record was written.
    /// - Returns: Who signed it; nil when it is not signed and need not be.
    /// - Throws: `SignatureFault` when a signature is missing or wrong.
    package func signer(
        _ signature: [UInt8]?, signedFor: [UInt8]?, of value: [UInt8], in input: SignedInput
    ) throws(SignatureFault) -> MessageSigner? {
        guard let signature, !(keys.isEmpty && serverKeys.isEmpty) else {
            if required.contains(input) { throw .missing }
            return nil
        }
        guard let parsed = MessageSignature(header: signature) else { throw .wrong }
        let content = MessageSignature.content(value, signedFor: signedFor)
        if parsed.keyID == Self.serverID {
            guard let caller = signedFor.flatMap(SignedFor.init(header:)),
                serverKeys.contains(where: { parsed.isValid(for: content, key: $0) })
            else { throw .wrong }
            return .server(caller)
        }
        // Only the server speaks for others.
        guard let key = keys[parsed.keyID], signedFor == nil, parsed.isValid(for: content, key: key.key) else {
            throw .wrong
        }
        return .key(key)
    }

    // MARK: - Records between shards

    /// The header `hazard-signature` of a record that the dispatcher writes to itself; nil without a server key.
    ///
    /// - Throws: `DigestFailure` when libcrypto has no memory.
    package func transferSignature(of value: [UInt8]) throws(DigestFailure) -> [UInt8]? {
        guard let key = serverKeys.first else { return nil }
        return try MessageSignature.header(for: value, keyID: Self.serverID, key: key)
    }

    /// Checks a record between shards. It must be signed where commands must be.
    ///
    /// - Throws: `SignatureFault` when the signature is missing or wrong.
    package func checkTransfer(_ signature: [UInt8]?, of value: [UInt8]) throws(SignatureFault) {
        guard let signature, !serverKeys.isEmpty else {
            if required.contains(.commands) { throw .missing }
            return
        }
        guard let parsed = MessageSignature(header: signature), parsed.keyID == Self.serverID,
            serverKeys.contains(where: { parsed.isValid(for: value, key: $0) })
        else { throw .wrong }
    }
}

/// Who signed a message.
package enum MessageSigner: Sendable {
    case key(SigningKey)
    /// The server, for a caller that it authenticated.
    case server(SignedFor)
}

/// Why a signature is not accepted.
package enum SignatureFault: Error, Sendable {
    case missing, wrong
}
