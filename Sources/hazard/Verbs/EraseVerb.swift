import CommandArguments
import HTTP
import HazardCore
import JSONText
internal import Wording

/// `hazard erase`: erases what the installation knows of a reporter, as far as a log allows.
let eraseVerb = Verb(
    path: ["erase"],
    summary: LocalText(
        zh: "应要求删除上报人的信息（仅督导，须注明理由）", en: "erase a reporter on request: supervisors only, with a reason"),
    options: [
        Option("report", .value("ID"), summary: LocalText(zh: "这份上报的上报人", en: "the reporter of this report")),
        Option(
            "account", .value("HASH"),
            summary: LocalText(zh: "此账户的全部上报和奖励", en: "all reports and rewards of this account")),
        Option("reason", .value("TEXT"), isRequired: true, summary: LocalText(zh: "理由，必填", en: "why, always needed")),
        Option(
            "operator", .value("NAME"), unless: "token-file",
            summary: LocalText(zh: "督导姓名，无令牌时必填", en: "the supervisor, where there are no tokens")), .json,
    ] + Server.options
) { arguments in
    let report = arguments.value("report")
    let account = arguments.value("account")
    guard (report == nil) != (account == nil) else {
        throw CommandFault(.usage, zh: "请给出 --report 或 --account 之一", en: "give either --report or --account")
    }
    let server = try Server(arguments)
    guard server.hasToken || arguments.value("operator") != nil else { throw UsageFault.missingOption("operator") }
    let found = try server.get(
        report.map { "/v1/reports/" + HTTPClient.encode($0) } ?? "/v1/accounts/" + HTTPClient.encode(account ?? ""))
    let id = found["case_id"]?.string ?? ""
    var inner: [JSONValue.Member] = []
    inner.add("report_id", report)
    inner.add("account", account)
    var members: [JSONValue.Member] = [
        .init("schema_version", .int(1)), .init("command_id", .string(GeneratedID.next())),
        .init("kind", .string(CommandKind.erase.rawValue)), .init("at", .string(server.zone.now)),
        .init("role", .string(CommandRole.supervisor.rawValue)),
        .init("reason", .string(arguments.value("reason") ?? "")), .init("arguments", .object(inner)),
    ]
    members.add("operator", arguments.value("operator"))
    let response = try server.post(
        "/v1/cases/\(HTTPClient.encode(id))/commands?wait=10", JSONValue.object(members).bytes, wait: 10)
    let body = try server.read(response.body)
    guard [200, 202].contains(response.status.code) else { throw Refusal(response, from: server) }
    let goneBy = response.headers["Hazard-Gone-By"] ?? body["gone_by"]?.string ?? "?"
    if arguments.flag("json") {
        Terminal.print(
            bytes: JSONValue.object([.init("case_id", .string(id)), .init("gone_by", .string(goneBy))]).bytes)
        return .done
    }
    let isDone = response.status.code == 200
    Terminal.print(
        server.words(
            isDone ? "已从案卷 \(id) 删除；其他分片随后执行。" : "已接收，尚未执行（案卷 \(id)）。",
            isDone ? "erased from case \(id); the other shards follow." : "taken, not carried out yet (case \(id)).")
            + server.words(
                "原始上报、无法使用的记录和通知随保留期限清除，最迟 \(goneBy)。",
                " Raw reports, dead letters and notices leave the log with their retention, the last by \(goneBy)."))
    return .done
}
