package import Credentials

/// The keys with which messages are signed, and what must be signed (`config/contracts/README.md`, Signatures).
package struct SigningSettings: Sendable {
    package var keys: [SigningKeySettings] = []
    /// The inputs whose messages must be signed.
    package var require: [SignedInput] = []
    /// The server's secrets: the first one signs, each of them is accepted.
    package var serverSecrets: [[UInt8]] = []

    package init() {}
}

/// One entry of `signing.keys`.
package struct SigningKeySettings: Sendable {
    package var id: String
    package var role: AccessRole
    package var departments: [String] = []
    package var reportPrefixes: ReportPrefixes?
    package var secret: [UInt8]

    package init(id: String, role: AccessRole, secret: [UInt8]) {
        self.id = id
        self.role = role
        self.secret = secret
    }
}
