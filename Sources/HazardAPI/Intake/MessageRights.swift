internal import Credentials
internal import HazardCore
internal import HazardText
internal import HTTP
internal import Wording

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
            let role = feedback.actor.role.rawValue
            let department = feedback.department.map { " \($0)" } ?? ""
            throw Problem(
                403, "role-not-allowed",
                zh:
                    "角色为 \(NameLists.tokenRoles[caller.role.rawValue].zh) 的令牌不能以\(NameLists.actors[role].zh)\(department) 的身份反馈",
                en: "a token of role \(caller.role.rawValue) may not send feedback as \(role)\(department)")
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
                zh:
                    "角色为 \(NameLists.tokenRoles[caller.role.rawValue].zh) 的令牌不能以\(NameLists.actors[command.role.rawValue].zh)的身份发指令",
                en: "a token of role \(caller.role.rawValue) may not command as \(command.role.rawValue)")
        }
    }
}
