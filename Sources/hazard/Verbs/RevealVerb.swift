import CommandArguments
import HTTP
import HazardCore
internal import HazardText
import JSONText
internal import Wording

/// `hazard reveal`: shows a supervisor who sent a report, and records the reason.
let revealVerb = Verb(
    path: ["reveal"],
    summary: LocalText(
        zh: "查看上报人（仅督导，须注明理由，记入案卷）", en: "show who sent a report: supervisors only, with a reason, on record"),
    options: Reveal.options + [.json] + Server.options,
    positionals: [Positional("CASE", summary: LocalText(zh: "案卷编号", en: "case id"))]
) { arguments in
    let id = try CaseArgument.id(arguments)
    guard let reason = arguments.value("reason"), !reason.isEmpty else {
        throw CommandFault(
            .usage, zh: "--reason 不能为空：理由与姓名一并记入案卷",
            en: "--reason is needed: it stands in the case's history beside your name")
    }
    let server = try Server(arguments)
    guard server.hasToken || arguments.value("operator") != nil else { throw UsageFault.missingOption("operator") }
    let reveal = Reveal(server: server, caseID: id, fields: FieldOptions(arguments, Reveal.options))
    let report = try arguments.value("report") ?? reveal.onlyReport()
    try reveal.record(report, reason: reason, by: arguments.value("operator"))
    let found = try reveal.reporter(of: report)
    if arguments.flag("json") {
        Terminal.print(bytes: found.bytes)
    } else {
        Terminal.print(Reveal.text(found, server.words))
    }
    return .done
}

/// The two steps of a reveal: record it in the case, then read the reporter (`DECISIONS.md` #18).
struct Reveal {
    static let options = [
        Option(
            "report", .value("ID"),
            summary: LocalText(zh: "上报编号；案卷只有一个上报时可省", en: "the report; needed when the case has several")),
        Option("reason", .value("TEXT"), isRequired: true, summary: LocalText(zh: "理由，必填", en: "why, always needed")),
        Option(
            "operator", .value("NAME"), unless: "token-file",
            summary: LocalText(zh: "督导姓名，无令牌时必填", en: "the supervisor, where there are no tokens")),
    ]

    let server: Server
    let caseID: String
    let fields: FieldOptions

    private var address: String { "/v1/cases/" + HTTPClient.encode(caseID) }

    /// The case's only report.
    ///
    /// - Throws: `CommandFault` when the case has several.
    func onlyReport() throws -> String {
        let reports = try server.get(address)["reports"]?.array?.compactMap { $0["report_id"]?.string } ?? []
        guard reports.count == 1, let only = reports.first else {
            throw CommandFault(
                .usage, zh: "缺少 --report：案卷有多份上报 \(server.words.list(reports))",
                en: "--report is needed: the case has \(server.words.list(reports))")
        }
        return only
    }

    /// Records who asked and why, and waits until the case has it.
    func record(_ report: String, reason: String, by name: String?) throws {
        var members: [JSONValue.Member] = [
            .init("schema_version", .int(1)), .init("command_id", .string(GeneratedID.next())),
            .init("kind", .string(CommandKind.reveal.rawValue)), .init("at", .string(server.zone.now)),
            .init("role", .string(CommandRole.supervisor.rawValue)), .init("reason", .string(reason)),
            .init("arguments", .object([.init("report_id", .string(report))])),
        ]
        members.add("operator", name)
        let seconds = 10.0
        let response = try server.post(
            address + "/commands?wait=\(seconds)", JSONValue.object(members).bytes, wait: seconds)
        if response.status.code == 202 {
            throw CommandFault(
                .unreachable, zh: "查看尚未记入案卷：待分片恢复后再试",
                en: "the reveal is not on record yet: try again when the shard is back")
        }
        guard response.status.code == 200 else { throw Refusal(response, from: server, fields) }
    }

    func reporter(of report: String) throws -> JSONValue {
        try server.get(address + "/reports/" + HTTPClient.encode(report) + "/reporter")
    }

    static func text(_ found: JSONValue, _ words: AnswerWords) -> String {
        let reporter = found["reporter"]
        let values = [reporter?["ref"], reporter?["kind"], reporter?["platform"], found["contact_token"]]
        if values.allSatisfy({ $0?.string == nil }) {
            return words("这份上报没有留下上报人的任何信息。", "This report names no reporter, and no way to reach one.")
        }
        var rows = [
            [words("编号", "Reference"), reporter?["ref"]?.string ?? "-"],
            [words("身份", "Kind"), reporter?["kind"]?.string.map { words.word(NameLists.reporterKinds, $0) } ?? "-"],
            [words("平台", "Platform"), reporter?["platform"]?.string ?? "-"],
            [words("联系凭证", "Contact token"), found["contact_token"]?.string ?? "-"],
        ]
        if reporter?["anonymous"]?.bool == true { rows.append([words("匿名", "Anonymous"), words("是", "yes")]) }
        return TextTable.lines(rows).joined(separator: "\n")
    }
}
