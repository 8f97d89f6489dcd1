package import HazardCore

/// In whose name a role may write. The server asks this for its callers, and the dispatcher for what the server signed.
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

    /// Whether a caller of this role may send commands of that role: only of its own.
    fileprivate func mayCommand(as role: CommandRole) -> Bool {
        switch (self, role) {
        case (.dispatcher, .dispatcher), (.operator, .operator), (.supervisor, .supervisor): true
        default: false
        }
    }
}

extension SignedFor {
    /// Whether this caller may send commands of that role. Nobody outside speaks for the dispatcher itself.
    ///
    /// Without tokens callers have no names, and whoever is on the server's machine commands in any role of people.
    package func mayCommand(as role: CommandRole) -> Bool {
        name == nil ? role != .system : self.role.mayCommand(as: role)
    }
}

/// What a signing key may sign: only what its own role says.
extension SigningKey {
    package func maySign(report id: String) -> Bool { role.maySendReports && reportPrefixes.allow(id) }

    /// A reporter's feedback is signed by a gateway, whose prefixes the report's id has.
    package func maySign(_ feedback: Feedback) -> Bool {
        switch (role, feedback.actor.role) {
        case (.department, .department): departments.contains(feedback.department ?? "")
        case (.verifier, .verifier): true
        case (.gateway, .reporter): reportPrefixes.allow(feedback.actor.ref ?? "")
        default: false
        }
    }

    package func maySign(_ command: Command) -> Bool { role.mayCommand(as: command.role) }
}

extension Feedback {
    /// The same feedback with the name of whom it was authenticated for: of a verifier `<name>`, or `<name>/<ref>` where the
    /// verifier's own people are told apart.
    package func named(_ name: String) -> Feedback {
        guard actor.role == .verifier else { return self }
        var feedback = self
        feedback.actor.ref = Self.verifier(name, ref: actor.ref)
        return feedback
    }

    /// The name of a verifier who was authenticated as `name` and calls itself `ref`.
    package static func verifier(_ name: String, ref: String?) -> String {
        guard let ref, ref != name, !ref.hasPrefix(name + "/") else { return ref ?? name }
        return name + "/" + ref
    }
}
