internal import CaseStore
internal import ChineseText
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Wording

/// What an export of labels is of.
enum ExportSubject: String, CaseIterable, Sendable {
    case category, department, urgency, duplicates

    /// The question of a model; nil for duplicates.
    var subject: LinearModel.Subject? { LinearModel.Subject(rawValue: rawValue) }
}

/// Which decisions an export holds, and who asked for it.
struct ExportQuestion: Sendable {
    let subject: ExportSubject
    let since: Instant
    let until: Instant
    /// The name of the token, or the name that the request gives where there are no tokens.
    let by: String
    let reason: String?
    let at: Instant

    /// - Throws: A 400 that names every wrong field.
    init(_ query: QueryFields, caller: Caller, policy: Policy, now: Instant) throws(Problem) {
        var query = query
        let subject: ExportSubject? = query.named("of")
        since = query.instant("since", policy.zone) ?? Instant(milliseconds: 0)
        until = query.instant("until", policy.zone, isEnd: true) ?? now.adding(milliseconds: 1)
        reason = query.longText("reason").map { Masking.masked($0) }
        let named = query.text("operator")
        if subject == nil, query.problems.isEmpty {
            query.refuse(
                "of", LocalText(zh: "缺少", en: "is missing"),
                hint: LocalText(
                    zh: "请写 category、department、urgency 或 duplicates",
                    en: "send category, department, urgency or duplicates"))
        }
        if caller.name == nil, named == nil {
            query.refuse(
                "operator", LocalText(zh: "没有令牌时须写明何人导出", en: "without tokens the export must name who asks"),
                hint: LocalText(zh: "请写姓名", en: "send a name"))
        }
        try query.finish()
        self.subject = subject ?? .category
        by = caller.name ?? named ?? ""
        at = now
    }

    /// The cases in which something may have been decided in this time.
    var span: CaseSpan { CaseSpan(from: since, to: until) }

    func contains(_ decided: Instant) -> Bool { since <= decided && decided < until }

    /// The line of the record, and of the log.
    func line(id: String, zone: ZoneOffset, rows: Int?) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("at", TimeText.text(at, zone))
            writer.field("export_id", id)
            writer.field("of", subject)
            writer.field("since", TimeText.text(since, zone))
            writer.field("until", TimeText.text(until, zone))
            writer.field("by", by)
            writer.field("reason", reason)
            writer.field("rows", rows)
            writer.endObject()
        }
    }
}
