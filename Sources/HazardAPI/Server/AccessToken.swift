internal import HTTP

/// What a caller may do.
package enum AccessRole: String, CaseIterable, Sendable {
    /// Sends reports and what reporters say, and asks what became of them.
    case gateway
    /// One department: its own tasks, the cases they belong to, its own feedback.
    case department
    /// Looks whether a hazard is gone, and says so.
    case verifier
    case dispatcher, `operator`
    /// Everything.
    case supervisor
    /// Reads cases and tasks.
    case viewer
}

/// One of the tokens that open the API; the token itself is not kept.
package struct AccessToken: Sendable {
    /// Whom it was given to, for people.
    package var name: String
    package var role: AccessRole
    /// The department of role `department`; one that serves several stands once for each, with the same digest.
    package var department: String?
    /// SHA-256 of the token's UTF-8 bytes.
    package var digest: [UInt8]

    package init(name: String, role: AccessRole, department: String? = nil, digest: [UInt8]) {
        self.name = name
        self.role = role
        self.department = department
        self.digest = digest
    }
}

/// Who asks.
struct Caller: Sendable {
    /// Whom the token was given to; nil without tokens.
    var name: String?
    var role: AccessRole
    /// The departments of role `department`: one, or several that share a token; empty for other roles.
    var departments: [String] = []

    /// The one department it can mean.
    var department: String? { departments.count == 1 ? departments.first : nil }

    /// The refusal of what is another department's.
    var otherDepartment: Problem {
        let own = departments.isEmpty ? "no department" : departments.joined(separator: ", ")
        return Problem(403, "other-department", "this token is for \(own) only")
    }

    /// Accounts are for those who settle rewards, not for readers.
    var seesAccounts: Bool {
        switch role {
        case .dispatcher, .operator, .supervisor: true
        case .gateway, .department, .verifier, .viewer: false
        }
    }
}
