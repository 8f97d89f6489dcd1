internal import Credentials
internal import HazardCore
internal import HazardText
internal import HTTP
internal import Wording

/// Checks in whose name a caller may write: in its own name, department and role.
enum MessageRights {
    /// - Throws: A 403 when the caller may not send this feedback.
    static func check(_ feedback: Feedback, by caller: Caller) throws(Problem) {
        let isOwn = caller.role != .department || caller.departments.contains(feedback.department ?? "")
        guard caller.role.maySpeak(as: feedback.actor.role), isOwn else {
            let role = feedback.actor.role.rawValue
            let department = feedback.department.map { " \($0)" } ?? ""
            throw Problem(
                403, "role-not-allowed",
                zh:
                    "角色为 \(NameLists.tokenRoles[caller.role.rawValue].zh) 的令牌不能以\(NameLists.actors[role].zh)\(department) 的身份反馈",
                en: "a token of role \(caller.role.rawValue) may not send feedback as \(role)\(department)")
        }
        if feedback.actor.role == .reporter { try caller.checkPrefix(of: feedback.actor.ref ?? "") }
    }

    /// Without tokens callers have no names: whoever is on this machine may then command in any name and role.
    ///
    /// - Throws: A 403 when the caller may not send this command, or not in this name.
    static func check(_ command: Command, by caller: Caller) throws(Problem) {
        guard caller.signedFor.mayCommand(as: command.role) else {
            throw Problem(
                403, "role-not-allowed",
                zh:
                    "角色为 \(NameLists.tokenRoles[caller.role.rawValue].zh) 的令牌不能以\(NameLists.actors[command.role.rawValue].zh)的身份发指令",
                en: "a token of role \(caller.role.rawValue) may not command as \(command.role.rawValue)")
        }
        guard let name = caller.name, command.operatorName != name else { return }
        throw Problem(
            403, "name-not-allowed", zh: "此令牌的名称是 \(name)，不能以 \(command.operatorName) 的名义发指令：请去掉 operator",
            en: "this token's name is \(name), so it may not command as \(command.operatorName): leave operator out")
    }
}
