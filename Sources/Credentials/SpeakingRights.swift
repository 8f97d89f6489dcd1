package import HazardCore

/// In whose name a role may write. The server asks for its callers, and the dispatcher for what the server signed.
extension AccessRole {
    package var maySendReports: Bool {
        switch self {
        case .gateway, .dispatcher, .operator, .supervisor: true
        case .department, .verifier, .viewer: false
        }
    }

    /// Whether a caller of this role may send feedback of that role. A department's own caller is limited to its departments,
    /// and a gateway to its reports.
    package func maySpeak(as role: FeedbackRole) -> Bool {
        switch self {
        case .supervisor: true
        case .department: role == .department
        case .gateway: role == .reporter
        case .verifier: role == .verifier
        case .dispatcher, .operator: role != .department
        case .viewer: false
        }
    }

    /// Whether a caller of this role may send commands of that role. Nobody outside speaks for the dispatcher itself.
    package func mayCommand(as role: CommandRole) -> Bool {
        switch (self, role) {
        case (_, .system): false
        case (.supervisor, _), (.operator, .operator), (.dispatcher, .dispatcher): true
        default: false
        }
    }
}

/// What a signing key may sign: only what its own role says.
extension SigningKey {
    package func maySign(report id: String, related: String?) -> Bool {
        guard role.maySendReports else { return false }
        return reportPrefixes.allow(id) && related.map { reportPrefixes.allow($0) } ?? true
    }

    /// A reporter's feedback is signed by a gateway, whose prefixes the report's id has.
    package func maySign(_ feedback: Feedback) -> Bool {
        switch (role, feedback.actor.role) {
        case (.department, .department): departments.contains(feedback.department ?? "")
        case (.verifier, .verifier): true
        case (.gateway, .reporter): reportPrefixes.allow(feedback.actor.ref ?? "")
        default: false
        }
    }

    package func maySign(_ command: Command) -> Bool {
        switch (role, command.role) {
        case (.dispatcher, .dispatcher), (.operator, .operator), (.supervisor, .supervisor): true
        default: false
        }
    }
}
