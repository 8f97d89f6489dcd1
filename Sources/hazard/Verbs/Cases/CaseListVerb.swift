import CommandArguments
import HTTP
import HazardCore
import JSONText
internal import Wording

/// `hazard case list`: cases, the most urgent first.
let caseListVerb = Verb(
    path: ["case", "list"],
    summary: LocalText(zh: "列出案卷，最紧急的在前", en: "list cases, the most urgent first"),
    options: [
        .json,
        Option(
            "csv",
            summary: LocalText(
                zh: "以 CSV 输出：\(CaseCSV.columns.joined(separator: ","))",
                en: "answer in CSV: \(CaseCSV.columns.joined(separator: ","))")),
        Option(
            "sort", .choice(["urgency", "next_due", "priority", "opened", "id"]),
            summary: LocalText(
                zh: "urgency 最紧急的在前（默认），next_due 按下一时限，priority 未结的按等级在前，opened 最新的在前，id 按编号",
                en:
                    "urgency: the most urgent first (default); next_due: by the next deadline; priority: open cases by priority; "
                    + "opened: the newest first; id: by id")),
    ] + CaseFilters.paging + CaseFilters.times + CaseFilters.options + Server.options
) { arguments in
    let format = try CaseListFormat(arguments)
    let server = try Server(arguments)
    let most = try arguments.integer("limit", in: 1...1_000_000) ?? 100
    let words = server.words
    var query = try CaseFilters.query(arguments) + CaseFilters.query(ofTimes: arguments, server.zone)
    if let sort = arguments.value("sort") { query.append(("sort", sort)) }
    var after = arguments.value("after")
    var shown = 0
    if format == .csv { Terminal.print(CaseCSV.columns.joined(separator: ",")) }
    repeat {
        let place = [("limit", String(min(200, most - shown)))] + (after.map { [("after", $0)] } ?? [])
        let page = try server.get(
            "/v1/cases" + CaseFilters.text(query + place), fields: CaseFilters.fields(arguments))
        let found = page["cases"]?.array ?? []
        switch format {
        case .json: found.forEach { Terminal.print(bytes: $0.bytes) }
        case .csv: found.forEach { Terminal.print(CaseCSV.row($0)) }
        case .table:
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
    if format == .table, shown == 0 { Terminal.printError(words("没有案卷", "no cases")) }
    return .done
}

/// How a list of cases is written.
enum CaseListFormat {
    case table, json, csv

    /// - Throws: `CommandFault` when two formats are given.
    init(_ arguments: Arguments) throws(CommandFault) {
        switch (arguments.flag("json"), arguments.flag("csv")) {
        case (true, true):
            throw CommandFault(.usage, zh: "--json 与 --csv 只能给一个", en: "give --json or --csv, not both")
        case (true, false): self = .json
        case (false, true): self = .csv
        case (false, false): self = .table
        }
    }
}

/// A case as a line of CSV (RFC 4180); scripts rely on the columns.
enum CaseCSV {
    static let columns = ["case_id", "state", "priority", "category", "district", "opened_at", "next_due_at"]

    static func row(_ value: JSONValue) -> String {
        let cells = [
            value["case_id"], value["state"], value["priority"], value["category"]?["code"],
            value["location"]?["district"], value["opened_at"], value["next_due_at"],
        ]
        return cells.map { field($0?.line ?? "") }.joined(separator: ",")
    }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
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
