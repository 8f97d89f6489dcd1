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
    /// For the role `gateway`: its reports' ids begin with one of these; nil allows every id.
    var reportPrefixes: ReportPrefixes?

    /// For whom the server signs what it writes for this caller.
    var signedFor: SignedFor { SignedFor(role: role, name: name) }

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

    /// - Throws: A 403 when a report's id is outside the caller's prefixes.
    func checkPrefix(of reportID: String) throws(Problem) {
        guard !reportPrefixes.allow(reportID) else { return }
        throw Problem(403, "other-report", otherReport)
    }

    /// The sentence about a report of another gateway.
    var otherReport: LocalText {
        let own = reportPrefixes?.prefixes.joined(separator: ", ") ?? ""
        return LocalText(
            zh: "此令牌只用于编号以 \(own) 开头的上报", en: "this token is only for report ids that begin with \(own)")
    }

    /// Accounts are for those who settle rewards, not for readers.
    var seesAccounts: Bool {
        switch role {
        case .dispatcher, .operator, .supervisor: true
        case .gateway, .department, .verifier, .viewer: false
        }
    }
}
