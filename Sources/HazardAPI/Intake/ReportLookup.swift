internal import HazardCore
internal import CaseStore
internal import HTTP
internal import HazardWire
internal import JSONText
internal import Wording

/// `GET /v1/reports/{report_id}`: what became of a report.
struct ReportLookup: Sendable {
    let context: APIContext
    let readers: ShardReaders

    func find(_ request: HTTPRequest, _ id: String) throws(Problem) -> HTTPResponse {
        try QueryFields(request.query, known: []).finish()
        guard Identifier.isValid(id) else {
            throw .invalid("report_id", "expected \(Identifier.form.en)", hint: "send the id the report was sent with")
        }
        let isComplete = readers.isComplete
        let found = try readers.readAll { reader throws(StoreFault) in try reader.report(id) }.compactMap { $0 }
        // The same id may stand in two shards when a report was sent with another place: an open case says more.
        guard let outcome = found.first(where: { !$0.state.isEnded }) ?? found.first else {
            throw isComplete ? Self.unknown : elsewhere
        }
        let steps = try progress(of: outcome)
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

    /// Where the departments stand, for a programme that shows its reporters every step; nil for any other.
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
        404, "unknown-report",
        "no case lists this report: it was not sent, is not decided yet, or waits under the dead letters")

    private var elsewhere: Problem {
        Problem(
            503, "shards-elsewhere",
            "the report is not in the shards that are here (\(readers.here.count) of \(context.shards)): ask another "
                + "server, or again when all are back", headers: ["Retry-After": "5"],
            more: [.init("shards", .array(readers.here.map { .int(Int64($0)) }))])
    }
}
