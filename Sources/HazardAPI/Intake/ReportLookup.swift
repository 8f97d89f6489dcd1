internal import HazardCore
internal import CaseStore
internal import HTTP
internal import HazardWire
internal import JSONText
internal import Wording

/// `GET /v1/reports/{report_id}`: finds what became of a report.
struct ReportLookup: Sendable {
    let context: APIContext
    let readers: ShardReaders

    func find(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        let id = request.value(of: "report_id")
        guard Identifier.isValid(id) else {
            throw .invalid(
                "report_id",
                LocalText(zh: "应为 \(Identifier.form.zh)", en: "expected \(Identifier.form.en)"),
                hint: LocalText(zh: "请写上报时所用的编号", en: "send the id the report was sent with"))
        }
        try request.caller.checkPrefix(of: id)
        let isComplete = readers.isComplete
        let found = try readers.readAll { reader throws(StoreFault) in try reader.report(id) }.compactMap { $0 }
        // A report that was sent again with another place is in two shards: an open case tells more than an ended one.
        guard let outcome = found.first(where: { !$0.state.isEnded }) ?? found.first else {
            throw isComplete ? Self.unknown : elsewhere
        }
        let steps = try progress(of: outcome)
        request.reads.note(case: outcome.caseID)
        return .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                writer.field("report_id", id)
                writer.field("case_id", outcome.caseID)
                writer.field("role", outcome.role)
                writer.field("state", outcome.state)
                if let steps {
                    writer.array("progress", steps) { writer, step in
                        writer.beginObject()
                        writer.field("department", step.department)
                        writer.field("state", step.state)
                        writer.endObject()
                    }
                }
                writer.endObject()
            })
    }

    /// `GET /v1/accounts/{account}`: finds a case of an account. It reads every case of the shards that are here.
    func account(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        let account = request.value(of: "account")
        let isComplete = readers.isComplete
        let found = try readers.readAll { reader throws(StoreFault) in try reader.caseID(ofAccount: account) }
        guard let id = found.compactMap(\.self).first else {
            throw isComplete
                ? Problem(404, "unknown-account", zh: "没有案卷有这个账户", en: "no case has this account")
                : readers.incomplete(
                    of: context.shards, zh: "这里的分片中没有这个账户", en: "the account is not in the shards that are here")
        }
        request.reads.note(account: account)
        request.reads.note(case: id)
        return .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                writer.field("account", account)
                writer.field("case_id", id)
                writer.endObject()
            })
    }

    /// The departments' tasks, for a programme that shows its reporters every step; nil for any other.
    private func progress(of outcome: ReportOutcome) throws(Problem) -> [CaseTask]? {
        guard let id = CaseID(outcome.caseID),
            case .some(.some(let body)) = try readers.read(
                id.shard, { reader throws(StoreFault) in try reader.body(of: id) })
        else { return nil }
        let value = try StoredCases.decode(body, context)
        guard context.policy.programmes[value.programme]?.demands.showProgress == true else { return nil }
        return value.tasks.filter { $0.department != Department.triageID }
    }

    private static let unknown = Problem(
        404, "unknown-report", zh: "没有案卷收录这份上报：未发送、尚未处理，或在无法使用的记录中",
        en: "no case lists this report: it was not sent, is not decided yet, or is a dead letter")

    private var elsewhere: Problem {
        readers.incomplete(
            of: context.shards, zh: "这里的分片中没有这份上报", en: "the report is not in the shards that are here")
    }
}
