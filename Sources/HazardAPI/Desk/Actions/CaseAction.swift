internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Wording

/// Sends what a form says as a message about a case, through the same checks as the API's.
struct CaseAction {
    let request: DeskRequest
    let services: APIServices

    private var form: FormFields { request.form }

    /// A command, or a verifier's feedback.
    ///
    /// - Returns: 200 when it was applied, 202 when its outcome is not known yet.
    /// - Throws: The problem of the API: 400, 403, 409 and so on.
    func send(about value: Case) throws(Problem) -> HTTPStatus {
        if let name = form["feedback"] {
            guard request.caller.role == .verifier else { throw Self.notAllowed }
            let actor: JSONValue = [
                "role": "verifier", "ref": .string(request.caller.name ?? "verifier"),
            ]
            return try feedback(name, [.init("actor", actor)], about: value.id, by: request.caller)
        }
        guard let name = form["command"], let kind = CommandKind(rawValue: name), kind != .rewardSettled else {
            throw .invalid(
                "command", LocalText(zh: "没有这种操作", en: "there is no such action"),
                hint: LocalText(zh: "请从页面上的表单选择", en: "use a form of the page"))
        }
        guard let role = request.commandRole else { throw Self.notAllowed }
        var members = common("command_id")
        members += [
            .init("operator", .string(request.caller.name ?? "desk")), .init("role", .string(role.rawValue)),
            .init("kind", .string(name)), .init("arguments", .object(try arguments(of: kind))),
        ]
        let message = request.routed.message(
            JSONValue.object(members).bytes, about: value.id.text, by: request.caller, to: Self.commands)
        return try services.messages.command(message).status
    }

    /// Feedback of a department, a verifier or a reporter.
    func feedback(
        _ kind: String, _ more: [JSONValue.Member], about id: CaseID, by sender: Caller
    ) throws(Problem) -> HTTPStatus {
        var members = common("event_id") + more
        members.append(.init("kind", .string(kind)))
        for name in ["suggested_department", "result", "note", "text"] {
            if let text = form[name] { members.append(.init(name, .string(text))) }
        }
        if let score = form["score"].flatMap({ Int64($0) }) { members.append(.init("score", .int(score))) }
        if let until = try until() { members.append(.init("until", .string(until))) }
        let photos = try FormPhotos(
            request, services.media, from: sender.role == .department ? sender.departments.first : nil)
        if !photos.media.isEmpty { members.append(.init("media", .array(photos.media))) }
        let message = request.routed.message(
            JSONValue.object(members).bytes, about: id.text, by: sender, to: Self.feedbacks)
        return try services.messages.feedback(message).status
    }

    private func common(_ idField: String) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if let id = form["message_id"] { members.append(.init(idField, .string(id))) }
        if let reason = form["reason"] { members.append(.init("reason", .string(reason))) }
        return members
    }

    // MARK: - Arguments

    private func arguments(of kind: CommandKind) throws(Problem) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        for name in ["category", "condition", "result", "code", "into", "request", "rule", "report_id", "entry_id"] {
            if let text = form[name] { members.append(.init(name, .string(text))) }
        }
        if kind == .link, let relation = form["kind"] { members.append(.init("kind", .string(relation))) }
        if let amount = form["amount"] {
            members.append(.init("amount", Int64(amount).map { .int($0) } ?? .string(amount)))
        }
        if let until = try until() { members.append(.init("until", .string(until))) }
        let reports = Self.split(form.all("reports"))
        if !reports.isEmpty { members.append(.init("reports", .array(reports.map { .string($0) }))) }
        let departments = departments
        if !departments.isEmpty { members.append(.init("departments", .array(departments))) }
        return members
    }

    /// `departments` holds ids, each with `:lead` or `:co` if it likes; `lead` names the lead, else the first one leads.
    private var departments: [JSONValue] {
        var names = Self.split(form.all("departments"))
        if let lead = form["lead"], !names.contains(where: { $0 == lead || $0 == lead + ":lead" }) {
            names.insert(lead, at: 0)
        }
        let lead = form["lead"] ?? names.first { $0.hasSuffix(":lead") }.map { String($0.dropLast(5)) } ?? names.first
        return names.map { name in
            let id = name.hasSuffix(":lead") ? name.dropLast(5) : name.hasSuffix(":co") ? name.dropLast(3) : name[...]
            let role = String(id) == lead ? TaskRole.lead : .co
            return .object([.init("department", .string(String(id))), .init("role", .string(role.rawValue))])
        }
    }

    private static func split(_ values: [String]) -> [String] {
        values.flatMap { $0.split { $0 == "," || $0 == " " || $0 == "\n" } }.map(String.init)
    }

    /// The time of a field `datetime-local`, which has no zone: the city's.
    private func until() throws(Problem) -> String? {
        guard let text = form["until"] else { return nil }
        if TimeText.parse(text) != nil { return text }
        let zone = TimeText.text(request.now, request.context.zone).suffix(6)
        let candidates = [text + zone, text + ":00" + zone, text + "T23:59:59" + zone]
        if let found = candidates.first(where: { TimeText.parse($0) != nil }) { return found }
        throw .invalid(
            "until", LocalText(zh: "不是时间", en: "it is no time"),
            hint: LocalText(zh: "如 2026-12-01T18:00", en: "send one such as 2026-12-01T18:00"))
    }

    static let notAllowed = Problem(
        403, "role-not-allowed", zh: "您的角色不能执行此操作", en: "this action is not for your role")

    private static let commands = Route.named("sendCommand")
    private static let feedbacks = Route.named("sendFeedback")
}
