import CommandArguments
import HTTPServer
import HazardCore
import HazardWire
import JSONText

/// `hazard case show`: one case with its departments and history.
let caseShowVerb = Verb(
    path: ["case", "show"],
    summary: Phrase(zh: "显示一个案卷：状态、部门、经过", en: "show a case: its state, departments and history"),
    options: [.json] + Server.options,
    positionals: [Positional("CASE", summary: Phrase(zh: "案卷编号", en: "case id"))]
) { arguments in
    let server = try Server(arguments)
    let id = try CaseArgument.id(arguments)
    let value = try server.get("/v1/cases/" + HTTPClient.encode(id))
    if arguments.flag("json") {
        Terminal.print(bytes: value.bytes)
    } else {
        Terminal.print(CasePage(value: value, zone: server.zone, words: CaseWords(language: arguments.language)).text)
    }
    return .done
}

/// `hazard case list`: cases in the order of their ids.
let caseListVerb = Verb(
    path: ["case", "list"],
    summary: Phrase(zh: "按编号列出案卷", en: "list cases in the order of their ids"),
    options: [
        .json,
        Option("limit", .value("N"), summary: Phrase(zh: "最多列出多少个，默认 100", en: "at most so many, 100 by default")),
        Option("after", .value("CASE"), summary: Phrase(zh: "从此编号之后开始", en: "begin after this case")),
    ] + CaseFilters.options + Server.options
) { arguments in
    let server = try Server(arguments)
    let most = try arguments.integer("limit", in: 1...1_000_000) ?? 100
    let words = CaseWords(language: arguments.language)
    var after = arguments.value("after")
    var shown = 0
    repeat {
        var query = try CaseFilters.query(arguments) + [("limit", String(min(200, most - shown)))]
        if let after { query.append(("after", after)) }
        let page = try server.get("/v1/cases" + CaseFilters.text(query))
        let found = page["cases"]?.array ?? []
        shown += found.count
        if arguments.flag("json") {
            found.forEach { Terminal.print(bytes: $0.bytes) }
        } else {
            TextTable.lines(found.map { CaseRow.cells($0, server.zone, words) }).forEach { Terminal.print($0) }
        }
        if page["complete"]?.bool == false {
            Terminal.complain(words("部分分片不在此服务器", "some shards are not on this server: this is not everything"))
        }
        after = page["next"]?.string
    } while after != nil && shown < most
    if !arguments.flag("json"), shown == 0 { Terminal.complain(words("没有案卷", "no cases")) }
    return .done
}

/// A case in one row.
enum CaseRow {
    static func cells(_ value: JSONValue, _ zone: ZoneText, _ words: CaseWords) -> [String] {
        let lead = value["tasks"]?.array?.first { $0["role"]?.string == "lead" }?["department"]?.string
        let text = value["text"]?.string ?? ""
        return [
            value["case_id"]?.string ?? "?", words.state(value["state"]?.string ?? "?"),
            value["priority"]?.string ?? "",
            [value["category"]?["code"]?.string, value["category"]?["name"]?.string].compactMap { $0 }
                .joined(separator: " "),
            lead ?? "-", zone.text(value["due_at"]), text.count > 24 ? text.prefix(24) + "…" : text,
        ]
    }
}

/// The filters that lists and streams share.
enum CaseFilters {
    private static let names = ["state", "department", "category", "district", "programme", "priority"]

    static let options = [
        Option(
            "state", .choice(CaseState.allCases.map(\.rawValue)), summary: Phrase(zh: "案卷状态", en: "state of the case")),
        Option("department", .value("ID"), summary: Phrase(zh: "有任务的部门", en: "department that has a task")),
        Option("category", .value("CODE"), summary: Phrase(zh: "类别代码，如 T02", en: "category code, as T02")),
        Option("district", .value("CODE"), summary: Phrase(zh: "行政区划代码", en: "code of the district")),
        Option("programme", .value("ID"), summary: Phrase(zh: "项目", en: "programme")),
        Option(
            "priority", .choice(Priority.allCases.map(\.rawValue)),
            summary: Phrase(zh: "优先级，紧急为 P0", en: "priority; emergencies are P0")),
        Option("overdue", summary: Phrase(zh: "仅超期", en: "only what is overdue")),
    ]

    static func query(_ arguments: Arguments) throws -> [(String, String)] {
        names.compactMap { name in arguments.value(name).map { (name, $0) } }
            + (arguments.flag("overdue") ? [("overdue", "true")] : [])
    }

    /// `?a=b&c=d`, nothing for none.
    static func text(_ query: [(String, String)]) -> String {
        query.isEmpty ? "" : "?" + query.map { $0.0 + "=" + HTTPClient.encode($0.1) }.joined(separator: "&")
    }
}

/// The positional `CASE`.
enum CaseArgument {
    static func id(_ arguments: Arguments) throws(CommandFault) -> String {
        let text = arguments.positional("CASE") ?? ""
        guard CaseID(text) != nil else {
            throw CommandFault(.usage, "CASE: \"\(text)\" is no case id; one looks like 20261122-03-000123")
        }
        return text
    }
}
