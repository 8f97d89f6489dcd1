internal import Credentials
internal import HTTP
internal import Wording

/// Who sends a request.
struct Caller: Sendable {
    /// Whom the token was given to; nil without tokens.
    var name: String?
    var role: AccessRole
    /// For the role `department`: its departments, one or several. Empty for other roles.
    var departments: [String] = []

    /// The department that the caller means when it names none: its only one.
    var department: String? { departments.count == 1 ? departments.first : nil }

    /// The problem of a request for what belongs to another department.
    var otherDepartment: Problem {
        let own = departments.joined(separator: ", ")
        return Problem(
            403, "other-department",
            zh: own.isEmpty ? "此令牌不属于任何部门" : "此令牌只用于部门 \(own)",
            en: "this token is for \(own.isEmpty ? "no department" : own) only")
    }

    /// Accounts are for those who settle rewards, not for readers.
    var seesAccounts: Bool {
        switch role {
        case .dispatcher, .operator, .supervisor: true
        case .gateway, .department, .verifier, .viewer: false
        }
    }
}
