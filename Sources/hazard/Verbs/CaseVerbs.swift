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
        .json,
    ] + Server.options,
    positionals: [Positional("CASE", .optional, summary: LocalText(zh: "案卷编号", en: "case id"))]
) { arguments in
    let id = try CaseArgument.given(arguments)
    let server = try Server(arguments)
    let value = try server.get("/v1/cases/" + HTTPClient.encode(try id ?? CaseArgument.ofReport(arguments, server)))
    if arguments.flag("json") {
        Terminal.print(bytes: value.bytes)
    } else {
        Terminal.print(CasePage(value: value, zone: server.zone, words: server.words).text)
    }
    return .done
}

/// `hazard case list`: cases, the most urgent first.
let caseListVerb = Verb(
    path: ["case", "list"],
    summary: LocalText(zh: "列出案卷，最紧急的在前", en: "list cases, the most urgent first"),
    options: [
        .json,
        Option(
            "sort", .choice(["urgency", "opened", "id"]),
            summary: LocalText(
                zh: "urgency 最紧急的在前，opened 最新的在前，id 按编号；默认 urgency",
                en: "urgency: the most urgent first; opened: the newest first; id: by id. urgency by default")),
    ] + CaseFilters.paging + CaseFilters.options + Server.options
) { arguments in
    let server = try Server(arguments)
    let most = try arguments.integer("limit", in: 1...1_000_000) ?? 100
    let words = server.words
    var after = arguments.value("after")
    var shown = 0
    repeat {
        var query = try CaseFilters.query(arguments) + [("limit", String(min(200, most - shown)))]
        if let sort = arguments.value("sort") { query.append(("sort", sort)) }
        if let after { query.append(("after", after)) }
        let page = try server.get("/v1/cases" + CaseFilters.text(query), fields: CaseFilters.fields(arguments))
        let found = page["cases"]?.array ?? []
        if arguments.flag("json") {
            found.forEach { Terminal.print(bytes: $0.bytes) }
        } else {
            let head = shown == 0 && !found.isEmpty ? [CaseRow.head(words)] : []
            TextTable.lines(head + found.map { CaseRow.cells($0, server.zone, words) }).forEach { Terminal.print($0) }
        }
        shown += found.count
        if page["complete"]?.bool == false {
            Terminal.printError(
                words("部分分片不在此服务器，以下不是全部", "some shards are not on this server: this is not everything"))
        }
        after = page["next"]?.string
    } while after != nil && shown < most
    if let after { ListEnd.printMore(shown, after: after, words) }
    if !arguments.flag("json"), shown == 0 { Terminal.printError(words("没有案卷", "no cases")) }
    return .done
}

/// Says on standard error that a list is incomplete. Standard output has only rows, for scripts.
enum ListEnd {
    static func printMore(_ shown: Int, after place: String, _ words: AnswerWords) {
        Terminal.printError(
            words(
                "只列出 \(shown) 项，后面还有：用 --after \(place) 继续，或用 --limit N 多列一些",
                "only \(shown) are shown and there are more: go on with --after \(place), or show more with --limit N"))
    }
}

/// A case in one row.
enum CaseRow {
    /// The head of the columns.
    static func head(_ words: AnswerWords) -> [String] {
        [
            words("案卷", "case"), words("状态", "state"), words("等级", "priority"), words("类别", "category"),
            words("主办", "lead"), words("下一时限", "next due"), words("内容", "text"),
        ]
    }

    static func cells(_ value: JSONValue, _ zone: ZoneText, _ words: AnswerWords) -> [String] {
        let lead = value["tasks"]?.array?.first { $0["role"]?.string == "lead" }?["department"]?.string
        let text = value["text"]?.line ?? ""
        return [
            value["case_id"]?.line ?? "?", words.state(value["state"]?.string ?? "?"),
            value["priority"]?.line ?? "", words.category(value["category"]), lead.map(words.department) ?? "-",
            due(value, zone, words), text.count > 24 ? text.prefix(24) + "…" : text,
        ]
    }
}

extension CaseRow {
    /// The next deadline, and what a duty officer must know of it.
    private static func due(_ value: JSONValue, _ zone: ZoneText, _ words: AnswerWords) -> String {
        let time = value["next_due_at"].map(zone.text) ?? ""
        let isWaiting = value["state"]?.string == "triage" && value["priority"]?.string == "P0"
        return isWaiting ? time + words(" 未派警", " not paged yet") : time
    }
}

/// The filters that lists and streams share.
enum CaseFilters {
    private static let names = ["state", "department", "category", "district", "programme", "priority"]

    static let paging = [
        Option("limit", .value("N"), summary: LocalText(zh: "最多列出多少个，默认 100", en: "at most so many, 100 by default")),
        Option(
            "after", .value("PLACE"),
            summary: LocalText(zh: "从上次列到的位置之后继续", en: "go on after the place where the last list ended")),
    ]

    static let options = [
        Option(
            "state", .choice(CaseState.allCases.map(\.rawValue)),
            summary: LocalText(zh: "案卷状态", en: "state of the case")),
        Option("department", .value("ID"), summary: LocalText(zh: "有任务的部门", en: "department that has a task")),
        Option("category", .value("CODE"), summary: LocalText(zh: "类别代码，如 T02", en: "category code, as T02")),
        Option(
            "district", .value("CODE"), form: .district, summary: LocalText(zh: "行政区划代码", en: "code of the district")),
        Option("programme", .value("ID"), summary: LocalText(zh: "项目", en: "programme")),
        Option(
            "priority", .choice(Priority.allCases.map(\.rawValue)),
            summary: LocalText(zh: "等级，紧急为 P0", en: "priority; emergencies are P0")),
        Option("overdue", summary: LocalText(zh: "仅超期", en: "only what is overdue")),
    ]

    /// Every field has the name of its option.
    static func fields(_ arguments: Arguments) -> FieldOptions {
        FieldOptions(arguments, paging + options)
    }

    static func query(_ arguments: Arguments) throws -> [(String, String)] {
        names.compactMap { name in arguments.value(name).map { (name, $0) } }
            + (arguments.flag("overdue") ? [("overdue", "true")] : [])
    }

    /// The query as `?a=b&c=d`; empty without parameters.
    static func text(_ query: [(String, String)]) -> String {
        query.isEmpty ? "" : "?" + query.map { $0.0 + "=" + HTTPClient.encode($0.1) }.joined(separator: "&")
    }
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
