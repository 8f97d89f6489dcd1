internal import Credentials
internal import HazardCore
internal import HTTP

/// Checks in whose name a caller may write: in its own department's or role's, a supervisor in anyone's.
enum MessageRights {
    /// - Throws: A 403 when the caller may not send this feedback.
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
            let actor = feedback.actor.role.rawValue + (feedback.department.map { " \($0)" } ?? "")
            throw Problem(
                403, "role-not-allowed",
                zh: "角色为 \(caller.role.rawValue) 的令牌不能以 \(actor) 的身份反馈",
                en: "a token of role \(caller.role.rawValue) may not apply as \(actor)")
        }
    }

    /// - Throws: A 403 when the caller may not send this command.
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
                zh: "角色为 \(caller.role.rawValue) 的令牌不能以 \(command.role.rawValue) 的身份发指令",
                en: "a token of role \(caller.role.rawValue) may not command as \(command.role.rawValue)")
        }
    }
}
