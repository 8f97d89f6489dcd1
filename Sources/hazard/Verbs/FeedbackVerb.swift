import CommandArguments
import HazardCore
import JSONText
internal import Wording

/// `hazard feedback`: sends feedback of a department, a verifier or a reporter about a case.
let feedbackVerb = Verb(
    path: ["feedback"],
    summary: LocalText(
        zh: "代部门、核查员或上报人反馈", en: "say something about a case for a department, a verifier or a reporter"),
    options: FeedbackMessage.options + MessageSending.options + Server.options,
    positionals: [
        Positional("CASE", summary: LocalText(zh: "案卷编号", en: "case id")),
        Positional(
            "KIND", choices: FeedbackKind.allCases.map(\.rawValue),
            summary: LocalText(
                zh: FeedbackMessage.kinds.map { $0.map(\.zh).joined(separator: "、") }.joined(separator: "；"),
                en: FeedbackMessage.kinds.map { $0.map(\.en).joined(separator: " ") }.joined(separator: " | "))),
    ]
) { arguments in
    let id = try CaseArgument.id(arguments)
    let sending = try MessageSending(arguments, fields: FeedbackMessage.fields(arguments))
    return try sending.send(
        try FeedbackMessage.members(arguments, now: sending.server.zone.now), about: id, to: "feedback")
}

/// Makes the message from the options. The server checks it.
enum FeedbackMessage {
    static let options = [
        Option(
            "department", .value("ID"),
            summary: LocalText(zh: "部门（部门反馈必填）", en: "department; needed for a department's feedback")),
        Option(
            "ref", .value("TEXT"), summary: LocalText(zh: "何人；上报人为上报编号", en: "who it is; of a reporter the report id")),
        Option("reason", .value("TEXT"), summary: LocalText(zh: "理由（退单必填）", en: "reason; a return needs one")),
        Option(
            "suggest", .value("ID"),
            summary: LocalText(
                zh: "退单时建议的部门，或 unknown", en: "with return: the department that should have it, or unknown")
        ),
        Option(
            "result", .choice(TaskResult.allCases.map(\.rawValue)),
            summary: LocalText(zh: "处置结果", en: "how it ended, with resolve")),
        Option(
            "until", .value("TIME"), summary: LocalText(zh: "申请挂账至", en: "until when a hold is asked for, with offset")),
        Option("note", .value("TEXT"), summary: LocalText(zh: "备注", en: "note")),
        Option("text", .value("TEXT"), summary: LocalText(zh: "上报人补充的内容", en: "what a reporter adds")),
        Option("score", .value("1-5"), summary: LocalText(zh: "上报人评分", en: "a reporter's score")),
        Option(
            "media", .values("REF"), summary: LocalText(zh: "照片等的引用，可多次使用", en: "reference of a photo; may be repeated")
        ),
        Option("seq", .value("N"), summary: LocalText(zh: "部门自己的序号", en: "the department's own running number")),
    ]

    /// The options that set fields with other names.
    static func fields(_ arguments: Arguments) -> FieldOptions {
        FieldOptions(
            arguments, options + MessageSending.options,
            ["event_id": "id", "suggested_department": "suggest", "actor.ref": "ref"])
    }

    /// The kinds of feedback that each role may send, one role after the other.
    static let kinds = FeedbackRole.allCases.map { role in
        FeedbackKind.allCases.filter { $0.role == role }.map { MoveNames.text($0.rawValue) }
    }

    static func members(_ arguments: Arguments, now: String) throws -> [JSONValue.Member] {
        let name = arguments.positional("KIND") ?? ""
        guard let kind = FeedbackKind(rawValue: name) else {
            let known = kinds.flatMap(\.self)
            throw CommandFault(
                .usage, zh: "KIND：没有“\(name)”这种反馈，可用：\(known.map(\.zh).joined(separator: "、"))",
                en: "KIND: \"\(name)\" is no feedback; use one of \(known.map(\.en).joined(separator: ", "))")
        }
        if kind.role == .department, arguments.value("department") == nil {
            throw UsageFault.missingOption("department")
        }
        var actor: [JSONValue.Member] = [.init("role", .string(kind.role.rawValue))]
        actor.add("ref", arguments.value("ref"))
        var members: [JSONValue.Member] = [
            .init("schema_version", .int(1)), .init("event_id", .string(arguments.value("id") ?? GeneratedID.next())),
            .init("kind", .string(kind.rawValue)), .init("at", .string(now)), .init("actor", .object(actor)),
        ]
        members.add("department", arguments.value("department"))
        members.add("reason", arguments.value("reason"))
        members.add("suggested_department", arguments.value("suggest"))
        members.add("result", arguments.value("result"))
        members.add("until", arguments.value("until"))
        members.add("note", arguments.value("note"))
        members.add("text", arguments.value("text"))
        if let score = try arguments.integer("score", in: 1...5) { members.append(.init("score", .int(Int64(score)))) }
        if let sequence = try arguments.integer("seq") { members.append(.init("seq", .int(Int64(sequence)))) }
        let media = arguments.values("media").map { JSONValue.object([.init("ref", .string($0))]) }
        if !media.isEmpty { members.append(.init("media", .array(media))) }
        return members
    }
}
