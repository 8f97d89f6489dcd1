internal import HTTP
internal import HazardCore

/// Whose words a caller may bring: a token speaks for its own department or role, a supervisor's for anyone.
enum MessageRights {
    static func check(_ feedback: Feedback, by caller: Caller) throws(Problem) {
        let isAllowed =
            switch caller.role {
            case .supervisor: true
            case .department:
                feedback.actor.role == .department && caller.departments.contains(feedback.department ?? "")
            case .gateway: feedback.actor.role == .reporter
            case .verifier: feedback.actor.role == .verifier
            case .dispatcher, .operator: feedback.actor.role != .department
            case .viewer: false
            }
        guard isAllowed else {
            throw Problem(
                403, "role-not-allowed",
                "a token of role \(caller.role.rawValue) may not speak as \(feedback.actor.role.rawValue)"
                    + (feedback.department.map { " \($0)" } ?? ""))
        }
    }

    static func check(_ command: Command, by caller: Caller) throws(Problem) {
        let isAllowed =
            switch (caller.role, command.role) {
            case (_, .system): false
            case (.supervisor, _), (.operator, .operator), (.dispatcher, .dispatcher): true
            default: false
            }
        guard isAllowed else {
            throw Problem(
                403, "role-not-allowed",
                "a token of role \(caller.role.rawValue) may not command as \(command.role.rawValue)")
        }
    }

}
