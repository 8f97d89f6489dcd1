package import Digest

/// A secret with which its holder signs messages (`config/contracts/README.md`, Signatures).
package struct SigningKey: Sendable {
    /// The name in the header, and the operator's or verifier's name in what the key signs.
    package var id: String
    /// Whom the key speaks for; every role but `viewer`.
    package var role: AccessRole
    /// For the role `department`: the departments that the key speaks for. Empty for other roles.
    package var departments: [String] = []
    /// For the role `gateway`: the report ids that it speaks for begin with one of these; nil allows every id.
    package var reportPrefixes: ReportPrefixes?
    package let key: MessageKey

    package init(id: String, role: AccessRole, key: MessageKey) {
        self.id = id
        self.role = role
        self.key = key
    }
}

/// The beginnings of the report ids that a gateway may send and look up.
package struct ReportPrefixes: Hashable, Sendable {
    package var prefixes: [String]

    package init(_ prefixes: [String]) {
        self.prefixes = prefixes
    }

    package func allow(_ reportID: String) -> Bool { prefixes.contains { reportID.hasPrefix($0) } }
}

extension ReportPrefixes? {
    /// Whether the report id is allowed; without prefixes every id is.
    package func allow(_ reportID: String) -> Bool { self?.allow(reportID) ?? true }
}

/// The inputs that people write and that may have to be signed (`signing.require`).
package enum SignedInput: String, CaseIterable, Sendable {
    case reports, feedback, commands
}
