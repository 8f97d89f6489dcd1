import CommandArguments
import HTTP
import HazardCore
import HazardWire
import JSONText
internal import Wording

/// `hazard case show`: one case with its departments and history.
let caseShowVerb = Verb(
    path: ["case", "show"],
    summary: LocalText(zh: "显示一个案卷：状态、依据、部门、经过", en: "show a case: its state, why, its departments and history"),
    options: [
        Option(
            "report", .value("ID"), form: .identifier,
            summary: LocalText(zh: "收录此上报的案卷，代替 CASE", en: "the case that has this report, in place of CASE")),
        Option(
            "similar",
            summary: LocalText(
                zh: "再列出可能相同的案卷（只提示，不并案）", en: "also the cases that are possibly the same (nothing is merged)")),
        .json,
    ] + Server.options,
    positionals: [Positional("CASE", .optional, summary: LocalText(zh: "案卷编号", en: "case id"))]
) { arguments in
    let id = try CaseArgument.given(arguments)
    let server = try Server(arguments)
    let value = try server.get("/v1/cases/" + HTTPClient.encode(try id ?? CaseArgument.ofReport(arguments, server)))
    var similar: JSONValue?
    if arguments.flag("similar") {
        similar = try server.get("/v1/cases/" + HTTPClient.encode(value["case_id"]?.string ?? "") + "/similar")
    }
    if arguments.flag("json") {
        Terminal.print(bytes: value.bytes)
        if let similar { Terminal.print(bytes: similar.bytes) }
    } else {
        Terminal.print(CasePage(value: value, zone: server.zone, words: server.words).text)
        if let similar {
            let lines = SimilarLines(zone: server.zone, words: server.words)
            Terminal.print((["", lines.heading] + lines.table(similar).map { "  " + $0 }).joined(separator: "\n"))
        }
    }
    return .done
}

/// The positional argument `CASE`.
enum CaseArgument {
    static func id(_ arguments: Arguments) throws(CommandFault) -> String {
        let text = arguments.positional("CASE") ?? ""
        guard CaseID(text) != nil else {
            throw CommandFault(
                .usage, zh: "CASE：“\(ForeignText.line(text))”不是案卷编号；编号形如 20261122-03-000123",
                en: "CASE: \"\(ForeignText.line(text))\" is no case id; one looks like 20261122-03-000123")
        }
        return text
    }

    /// The case id; nil when `--report` is given instead.
    ///
    /// - Throws: `UsageFault` when neither is given, `CommandFault` when both are given or the id is not a case id.
    static func given(_ arguments: Arguments) throws -> String? {
        switch (arguments.positional("CASE"), arguments.value("report")) {
        case (nil, nil): throw UsageFault.missingPositional("CASE")
        case (nil, _?): return nil
        case (_?, _?):
            throw CommandFault(
                .usage, zh: "CASE 与 --report 只能给一个", en: "give CASE or --report, not both")
        case (let text?, nil):
            guard CaseID(text) == nil else { return text }
            let text = ForeignText.line(text)
            throw CommandFault(
                .usage, zh: "CASE：“\(text)”不是案卷编号（形如 20261122-03-000123）；若是上报编号，请用 --report \(text)",
                en:
                    "CASE: \"\(text)\" is no case id, which looks like 20261122-03-000123; for the case of a report give "
                    + "--report \(text)")
        }
    }

    /// The id of the case that has the report of `--report`.
    static func ofReport(_ arguments: Arguments, _ server: Server) throws -> String {
        let outcome = try server.get("/v1/reports/" + HTTPClient.encode(arguments.value("report") ?? ""))
        return outcome["case_id"]?.string ?? ""
    }
}
