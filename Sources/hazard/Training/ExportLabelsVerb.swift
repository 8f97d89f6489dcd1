import CommandArguments
import Foundation
import HTTP
import JSONText
internal import Wording

private let exportOptions = [
    Option(
        "of", .choice(["category", "department", "urgency", "duplicates"]), isRequired: true,
        summary: LocalText(
            zh: "导出什么：category 复核后的类别、department 实际处置的部门、urgency 是否紧急、duplicates 人工并案与拆案",
            en:
                "which decisions: category after review, the department that did the work, urgency, or duplicates merged and split"
        )),
    Option(
        "since", .value("TIME"),
        summary: LocalText(zh: "此时起作出的决定：日期或带时区的时间", en: "decisions from this day or time on")),
    Option(
        "until", .value("TIME"),
        summary: LocalText(zh: "截至：日期（含当日）或时间（不含）", en: "to the end of a day, or up to a time")),
    Option(
        "out", .value("FILE"),
        summary: LocalText(zh: "写入文件；默认输出到屏幕", en: "file to write; by default the rows are printed")),
    Option("reason", .value("TEXT"), summary: LocalText(zh: "理由，记入导出登记", en: "why, for the record of exports")),
    Option(
        "operator", .value("NAME"), unless: "token-file",
        summary: LocalText(
            zh: "督导姓名，无令牌时使用，默认为系统用户名", en: "the supervisor, where there are no tokens; by default the system user")),
]

/// `hazard export labels`: what people decided, for `hazard train`.
let exportLabelsVerb = Verb(
    path: ["export", "labels"],
    summary: LocalText(
        zh: "导出人工决定，供训练用（仅督导，登记在案；文字脱敏，上报人化名）",
        en:
            "export what people decided, for training: supervisors only, on record, texts masked, reporters under pseudonyms"
    ),
    options: exportOptions + Server.options
) { arguments in
    let server = try Server(arguments)
    let export = try LabelExport(server: server, fields: FieldOptions(arguments, exportOptions))
    var query = ["of", "since", "until", "reason"].compactMap { name in arguments.value(name).map { (name, $0) } }
    if let name = arguments.value("operator") ?? (server.hasToken ? nil : NSUserName()) {
        query.append(("operator", name))
    }
    let lines = try export.lines(query)
    guard let out = arguments.value("out") else {
        for line in lines { Terminal.print(bytes: line) }
        Terminal.printError(export.summary(lines.count))
        return .done
    }
    do {
        try Data(lines.flatMap { $0 + [UInt8(ascii: "\n")] }).write(to: URL(filePath: out), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: out)
    } catch {
        throw CommandFault(.failed, zh: "无法写入 \(out)：“\(error)”", en: "cannot write \(out): \(error)")
    }
    Terminal.printError(export.summary(lines.count))
    return .done
}

/// An export of labels from a running server.
private final class LabelExport {
    private let server: Server
    private let fields: FieldOptions
    private var begun: JSONValue = .null

    init(server: Server, fields: FieldOptions) throws {
        self.server = server
        self.fields = fields
    }

    /// The rows as lines, in the order of their times.
    func lines(_ query: [(String, String)]) throws -> [[UInt8]] {
        let response = try server.post("/v1/exports" + CaseFilters.text(query), [])
        guard response.status.code == 201 else { throw Refusal(response, from: server, fields) }
        begun = try server.read(response.body)
        let address = "/v1/exports/" + HTTPClient.encode(begun["export_id"]?.string ?? "") + "/rows"
        var rows: [(time: String, line: [UInt8])] = []
        var next: String?
        repeat {
            let page = try server.get(address + (next.map { "?after=" + HTTPClient.encode($0) } ?? ""))
            for row in page["rows"]?.array ?? [] {
                rows.append((row["at"]?.string ?? row["report"]?["reported_at"]?.string ?? "", row.bytes))
            }
            next = page["next"]?.string
        } while next != nil
        // All times have the installation's zone, so their texts are in their order.
        return rows.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element.line)
    }

    func summary(_ count: Int) -> String {
        let words = server.words
        let shards = (begun["shards"]?.array ?? []).compactMap(\.int)
        let done = words("已导出 \(count) 行，已登记", "\(count) rows exported, on record")
        guard begun["complete"]?.bool == false else { return done }
        let list = words.list(shards.map(String.init))
        return done
            + words(
                "；只含这台服务器的分片 \(list)，其余分片请向另外的服务器导出",
                "; only shards \(list), which are on this server: export the others there")
    }
}
