import CommandArguments
import HTTPServer
import HazardCore
import JSONText

/// `hazard reveal`: who sent a report, for a supervisor, with the reason on record.
let revealVerb = Verb(
    path: ["reveal"],
    summary: Phrase(
        zh: "查看上报人（仅督导，须注明理由，记入案卷）", en: "show who sent a report: supervisors only, with a reason, on record"),
    options: [
        Option(
            "report", .value("ID"),
            summary: Phrase(zh: "上报编号；案卷只有一个上报时可省", en: "the report; needed when the case has several")),
        Option("reason", .value("TEXT"), summary: Phrase(zh: "理由，必填", en: "why, always needed")),
        Option(
            "operator", .value("NAME"),
            summary: Phrase(zh: "督导姓名，无令牌时必填", en: "the supervisor, where there are no tokens")),
        .json,
    ] + Server.options,
    positionals: [Positional("CASE", summary: Phrase(zh: "案卷编号", en: "case id"))]
) { arguments in
    let id = try CaseArgument.id(arguments)
    guard let reason = arguments.value("reason"), !reason.isEmpty else {
        throw CommandFault(.usage, "--reason is needed: it stands in the case's history beside your name")
    }
    let reveal = Reveal(server: try Server(arguments), caseID: id)
    let report = try arguments.value("report") ?? reveal.onlyReport()
    try reveal.record(report, reason: reason, by: arguments.value("operator"))
    let found = try reveal.reporter(of: report)
    let words = CaseWords(language: arguments.language)
    Terminal.print(arguments.flag("json") ? String(decoding: found.bytes, as: UTF8.self) : Reveal.text(found, words))
    return .done
}

/// The two steps of a reveal: put it on record, then read.
struct Reveal {
    let server: Server
    let caseID: String

    private var address: String { "/v1/cases/" + HTTPClient.encode(caseID) }

    /// The case's report when it has one only.
    func onlyReport() throws -> String {
        let reports = try server.get(address)["reports"]?.array?.compactMap { $0["report_id"]?.string } ?? []
        guard reports.count == 1, let only = reports.first else {
            throw CommandFault(.usage, "--report is needed: the case has \(reports.joined(separator: ", "))")
        }
        return only
    }

    /// Waits until the case remembers who asked and why.
    func record(_ report: String, reason: String, by name: String?) throws {
        var members: [JSONValue.Member] = [
            .init("schema_version", .int(1)), .init("command_id", .string(MadeID.next())),
            .init("kind", .string(CommandKind.reveal.rawValue)), .init("at", .string(server.zone.now)),
            .init("role", .string(CommandRole.supervisor.rawValue)), .init("reason", .string(reason)),
            .init("arguments", .object([.init("report_id", .string(report))])),
        ]
        members.add("operator", name)
        let seconds = 10.0
        let response = try server.post(
            address + "/commands?wait=\(seconds)", JSONValue.object(members).bytes, wait: seconds)
        if response.status.code == 202 {
            throw CommandFault(.unreachable, "the reveal is not on record yet: try again when the shard is back")
        }
        guard response.status.code == 200 else { throw Refusal(response) }
    }

    func reporter(of report: String) throws -> JSONValue {
        try server.get(address + "/reports/" + HTTPClient.encode(report) + "/reporter")
    }

    static func text(_ found: JSONValue, _ words: CaseWords) -> String {
        let reporter = found["reporter"]
        var rows = [
            [words("编号", "Reference"), reporter?["ref"]?.string ?? "-"],
            [words("身份", "Kind"), reporter?["kind"]?.string ?? "-"],
            [words("平台", "Platform"), reporter?["platform"]?.string ?? "-"],
            [words("联系凭证", "Contact token"), found["contact_token"]?.string ?? "-"],
        ]
        if reporter?["anonymous"]?.bool == true { rows.append([words("匿名", "Anonymous"), words("是", "yes")]) }
        return TextTable.lines(rows).joined(separator: "\n")
    }
}
