internal import CaseStore
internal import Digest
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Synchronization
internal import Telemetry
internal import Wording

/// `POST /v1/exports` and `GET /v1/exports/{export_id}/rows`: what people decided, for training.
///
/// An export is recorded before its first row leaves. The key of its pseudonyms lives in memory until its last row or an
/// hour is over, so that two exports cannot be joined by their reporters.
final class LabelExports: Sendable {
    private struct Session {
        let question: ExportQuestion
        let pseudonyms: Pseudonyms
        var rows = 0
    }

    private let context: APIContext
    private let readers: ShardReaders
    private let record: ExportRecord
    private let sessions = Mutex<[String: Session]>([:])

    private static let mostSessions = 16
    private static let minutes: Int64 = 60
    /// The cases of one read: short reads, little memory.
    private static let page = 200
    /// The length of a chain of merges that is followed.
    private static let longestChain = 16

    init(context: APIContext, readers: ShardReaders) {
        self.context = context
        self.readers = readers
        record = ExportRecord(directory: context.storeDirectory)
    }

    // MARK: - Beginning

    func begin(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.caller
        let now = context.now()
        let question = try ExportQuestion(request.query, caller: caller, policy: context.policy, now: now)
        let id: String
        let session: Session
        do throws(DigestFailure) {
            id = try RandomToken.hex(byteCount: 16)
            session = Session(question: question, pseudonyms: try Pseudonyms())
        } catch {
            context.logger.error("export-not-begun", ["reason": .string(error.description)])
            throw Self.notRecorded
        }
        try write(question.line(id: id, zone: context.zone, rows: nil))
        context.logger.warning(
            "labels-exported",
            ["export": .string(id), "of": .string(question.subject.rawValue), "by": .string(question.by)])
        let isRoom = sessions.withLock { sessions in
            sessions = sessions.filter { now < $0.value.question.at.adding(minutes: Self.minutes) }
            guard sessions.count < Self.mostSessions else { return false }
            sessions[id] = session
            return true
        }
        guard isRoom else {
            throw Problem(
                503, "busy", zh: "正在进行的导出已到上限：请稍后再试", en: "too many exports are going on: ask again later",
                headers: ["Retry-After": "60"])
        }
        return .json(answer(id, question), status: 201)
    }

    private func answer(_ id: String, _ question: ExportQuestion) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("export_id", id)
            writer.field("of", question.subject)
            writer.field("since", TimeText.text(question.since, context.zone))
            writer.field("until", TimeText.text(question.until, context.zone))
            writer.array("shards", readers.here) { writer, shard in writer.int(Int64(shard)) }
            writer.field("complete", readers.isComplete)
            writer.endObject()
        }
    }

    private func write(_ line: [UInt8]) throws(Problem) {
        do throws(StoreFault) {
            try record.add(line)
        } catch {
            context.logger.error("export-not-recorded", ["reason": .string(error.description)])
            throw Self.notRecorded
        }
    }

    private static let notRecorded = Problem(
        503, "export-not-recorded", zh: "导出无法登记，因此没有导出：原因见服务器日志",
        en: "the export cannot be recorded, so nothing was exported; the server's log says why")

    // MARK: - Rows

    func rows(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        var query = request.query
        let after = query.text("after")
        try query.finish()
        let caller = try request.caller
        let id = request.value(of: "export_id")
        let now = context.now()
        let found = sessions.withLock { $0[id] }
        guard let session = found, caller.name == nil || caller.name == session.question.by,
            now < session.question.at.adding(minutes: Self.minutes)
        else {
            throw Problem(
                404, "unknown-export", zh: "没有这次导出：已完成、已过一小时，或属于他人；请重新开始",
                en: "there is no such export: it is complete, older than an hour, or another person's; begin anew")
        }
        guard let mark = ExportMark(after) else {
            throw .invalid(
                "after", LocalText(zh: "不是上一页的 next", en: "is not the `next` of a page"),
                hint: LocalText(zh: "请原样填写上一页的 next", en: "send the `next` of the page before"))
        }
        let (rows, next) = try page(after: mark, session)
        let total = sessions.withLock { sessions in
            sessions[id]?.rows += rows.count
            let total = sessions[id]?.rows ?? session.rows + rows.count
            if next == nil { sessions[id] = nil }
            return total
        }
        if next == nil { try write(session.question.line(id: id, zone: context.zone, rows: total)) }
        return .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                writer.array("rows", rows) { writer, row in writer.value(row) }
                writer.field("next", next?.text)
                writer.endObject()
            })
    }

    private func page(after mark: ExportMark, _ session: Session) throws(Problem) -> ([JSONValue], ExportMark?) {
        let here = readers.here.filter { $0 >= mark.shard }
        guard let shard = here.first else { return ([], nil) }
        let page = try readers.read(shard) { reader throws(StoreFault) in
            try reader.page(of: session.question.span, after: shard == mark.shard ? mark.key : nil, limit: Self.page)
        }
        guard let page else { return ([], ExportMark(shard: shard + 1, key: nil)) }
        var rows: [JSONValue] = []
        for stored in page.cases {
            let value = try StoredCases.decode(stored.body, context)
            let target = try target(of: value, session)
            do throws(DigestFailure) {
                rows += try self.rows(of: value, target, session)
            } catch {
                context.logger.error("export-cut", ["reason": .string(error.description)])
                throw Self.notRecorded
            }
        }
        if let key = page.next { return (rows, ExportMark(shard: shard, key: key)) }
        return (rows, here.count > 1 ? ExportMark(shard: here[1], key: nil) : nil)
    }

    private func rows(
        of value: Case, _ target: Case, _ session: Session
    ) throws(DigestFailure) -> [JSONValue] {
        let text = ExportRows(zone: context.zone, pseudonyms: session.pseudonyms)
        let programmes = context.policy.programmes
        // The words of an informant may tell who it was.
        func hidesSource(_ programme: String) -> Bool { programmes[programme]?.demands.hideSource == true }
        if let subject = session.question.subject.subject {
            guard !value.reports.contains(where: { hidesSource($0.programme) }),
                let row = LabelledCase(value, of: subject), session.question.contains(row.decided.at)
            else { return [] }
            return [try text.row(row)]
        }
        var rows: [JSONValue] = []
        for judged in value.judgedReports(in: target) where !hidesSource(judged.report.programme) {
            rows.append(try text.row(judged))
        }
        return rows
    }

    /// The case that this one was merged into in the end; the case itself when it was not merged.
    private func target(of value: Case, _ session: Session) throws(Problem) -> Case {
        guard session.question.subject == .duplicates else { return value }
        var target = value
        for _ in 0..<Self.longestChain {
            guard target.state == .merged, let link = target.links.last(where: { $0.kind == .mergedInto }),
                let id = CaseID(link.caseID)
            else { break }
            let body = try readers.read(id.shard) { reader throws(StoreFault) in try reader.body(of: id) }
            guard let body, let body else { break }
            target = try StoredCases.decode(body, context)
        }
        return target
    }
}

/// Where a page of an export begins.
struct ExportMark: Sendable {
    var shard: Int
    /// Nil: at the first case of the shard.
    var key: Int64?

    init(shard: Int, key: Int64?) {
        self.shard = shard
        self.key = key
    }

    /// The beginning for nil; nil for a text that is no mark.
    init?(_ text: String?) {
        guard let text else {
            self.init(shard: 0, key: nil)
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let shard = Int(parts[0]), shard >= 0, parts[1].isEmpty || Int64(parts[1]) != nil else {
            return nil
        }
        self.init(shard: shard, key: Int64(parts[1]))
    }

    var text: String { "\(shard)-\(key.map(String.init) ?? "")" }
}
