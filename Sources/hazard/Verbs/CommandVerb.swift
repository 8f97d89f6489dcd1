import CommandArguments
import HazardCore
import JSONText
internal import Wording

/// `hazard command`: sends an operator's command about a case.
let commandVerb = Verb(
    path: ["command"],
    summary: LocalText(
        zh: "对案卷下达指令：分类、派遣、核查、结案……", en: "ask something of a case: classify, dispatch, verify, close, …"),
    options: CommandText.options + MessageSending.options + Server.options,
    positionals: [
        Positional("CASE", summary: LocalText(zh: "案卷编号", en: "case id")),
        Positional(
            "KIND", choices: CommandKind.allCases.filter { $0 != .rewardSettled }.map(\.rawValue),
            summary: LocalText(
                zh: CommandText.kinds.map(\.zh).joined(separator: "、"),
                en: CommandText.kinds.map(\.en).joined(separator: " "))),
    ]
) { arguments in
    let id = try CaseArgument.id(arguments)
    guard arguments.value("into") != id else {
        throw CommandFault(
            .usage, zh: "--into 是案卷本身：请给出另一个案卷", en: "--into \(id) is the case itself: name another one")
    }
    let sending = try MessageSending(arguments, fields: CommandText.fields(arguments))
    return try sending.send(
        try CommandText.members(arguments, now: sending.server.zone.now, hasToken: sending.server.hasToken), about: id,
        to: "commands")
}

/// Makes the message from the options. The server checks it.
enum CommandText {
    static let options = [
        Option(
            "operator", .value("NAME"), unless: "token-file",
            summary: LocalText(zh: "操作员，无令牌时必填", en: "name of the operator, where there are no tokens")),
        Option(
            "role", .choice(["dispatcher", "operator", "supervisor"]),
            summary: LocalText(zh: "角色；默认为令牌的角色，无令牌时为 operator", en: "role: the token's, or operator without a token")),
        Option("reason", .value("TEXT"), summary: LocalText(zh: "理由", en: "reason")),
        Option(
            "department", .values("ID[:lead|co]"),
            summary: LocalText(zh: "部门及主办或协办，可多次使用", en: "a department and its part; may be repeated")),
        Option("category", .value("CODE"), summary: LocalText(zh: "类别代码或英文标识", en: "code or id of the category")),
        Option("condition", .value("CODE"), summary: LocalText(zh: "立案条件", en: "filing condition")),
        // Only a department or a verifier may report `not-found` (`CommandArgumentsText`).
        Option(
            "code", .choice(CloseCode.allCases.filter { $0 != .notFound }.map(\.rawValue)),
            summary: LocalText(zh: "结案代码", en: "close code")),
        Option(
            "result", .choice(CheckResult.allCases.map(\.rawValue)),
            summary: LocalText(zh: "核查结果", en: "outcome of a check")),
        Option("until", .value("TIME"), summary: LocalText(zh: "挂账至", en: "end of a suspension, with offset")),
        Option("into", .value("CASE"), summary: LocalText(zh: "并入或关联的案卷", en: "the case to merge into or link with")),
        Option(
            "report", .values("ID"),
            summary: LocalText(zh: "上报编号（拆分），可多次使用", en: "report to split off; may be repeated")),
        Option(
            "entry", .value("ID"),
            summary: LocalText(zh: "奖励条目编号（claim、claw-back）", en: "entry of a reward, to claim or claw back")),
        Option("rule", .value("ID"), summary: LocalText(zh: "奖励规则（grant）", en: "rule of a reward to grant")),
        Option("amount", .value("N"), summary: LocalText(zh: "奖励数额（grant）", en: "amount of a reward to grant")),
        Option(
            "relation", .value("WORD"),
            summary: LocalText(zh: "关联种类，默认 related", en: "kind of a link, related by default")
        ),
        Option("request", .value("ID"), summary: LocalText(zh: "申请编号", en: "id of the request to approve or refuse")),
    ]

    /// The options that set fields with other names.
    static func fields(_ arguments: Arguments) -> FieldOptions {
        FieldOptions(
            arguments, options + MessageSending.options,
            [
                "command_id": "id", "arguments.category": "category", "arguments.condition": "condition",
                "arguments.code": "code", "arguments.result": "result", "arguments.until": "until",
                "arguments.into": "into", "arguments.request": "request", "arguments.entry_id": "entry",
                "arguments.rule": "rule", "arguments.amount": "amount", "arguments.kind": "relation",
                "arguments.departments": "department", "arguments.reports": "report",
                "arguments.report_id": "report",
            ])
    }

    /// The commands that a person may send.
    static let kinds = CommandKind.allCases.filter { $0 != .rewardSettled }.map { MoveNames.text($0.rawValue) }

    static func members(_ arguments: Arguments, now: String, hasToken: Bool = false) throws -> [JSONValue.Member] {
        let name = arguments.positional("KIND") ?? ""
        guard let kind = CommandKind(rawValue: name), kind != .rewardSettled else {
            throw CommandFault(
                .usage, zh: "KIND：没有指令“\(name)”，可用：\(kinds.map(\.zh).joined(separator: "、"))",
                en: "KIND: \"\(name)\" is no command; use one of \(kinds.map(\.en).joined(separator: ", "))")
        }
        var members: [JSONValue.Member] = [
            .init("schema_version", .int(1)), .init("command_id", .string(arguments.value("id") ?? GeneratedID.next())),
            .init("kind", .string(kind.rawValue)), .init("at", .string(now)),
        ]
        // The server fills in name and role of a token.
        guard hasToken || arguments.value("operator") != nil else { throw UsageFault.missingOption("operator") }
        members.add("operator", arguments.value("operator"))
        members.add("role", arguments.value("role") ?? (hasToken ? nil : "operator"))
        members.add("reason", arguments.value("reason"))
        members.append(.init("arguments", .object(try inner(arguments))))
        return members
    }

    private static func inner(_ arguments: Arguments) throws -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        for name in ["category", "condition", "code", "result", "until", "into", "request"] {
            members.add(name, arguments.value(name))
        }
        members.add("entry_id", arguments.value("entry"))
        members.add("rule", arguments.value("rule"))
        if let amount = try arguments.integer("amount", in: 1...1_000_000_000) {
            members.append(.init("amount", .int(Int64(amount))))
        }
        members.add("kind", arguments.value("relation"))
        var departments: [JSONValue] = []
        for text in arguments.values("department") { departments.append(try department(text)) }
        if !departments.isEmpty { members.append(.init("departments", .array(departments))) }
        let reports = arguments.values("report").map { JSONValue.string($0) }
        // A grant is for one report.
        if arguments.value("rule") != nil { members.add("report_id", arguments.values("report").first) }
        if !reports.isEmpty { members.append(.init("reports", .array(reports))) }
        return members
    }

    private static func department(_ text: String) throws(CommandFault) -> JSONValue {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var members: [JSONValue.Member] = [.init("department", .string(parts[0]))]
        if parts.count == 2 {
            guard let role = TaskRole(rawValue: parts[1]) else {
                throw CommandFault(
                    .usage, zh: "--department“\(text)”：冒号后写 lead（主办）或 co（协办），如 traffic-police:lead",
                    en: "--department: \"\(text)\": the part is lead or co, as traffic-police:lead")
            }
            members.append(.init("role", .string(role.rawValue)))
        }
        return .object(members)
    }
}
