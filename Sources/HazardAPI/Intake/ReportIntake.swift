internal import Credentials
internal import Digest
internal import HTTP
internal import HazardCore
internal import HazardText
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry
internal import Wording

/// `POST /v1/reports`: checks reports, appends them to the log, and answers once they are durable (`DECISIONS.md` #43).
///
/// It refuses what the lane would dead-letter in any case: wrong fields, an unknown programme, a place outside the areas,
/// a wrong age; but it takes an emergency with such faults. The lane finds repeats and routes, in the order of the log.
struct ReportIntake: Sendable {
    let context: APIContext

    func receive(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        let sender = ReportSender(caller: try request.caller, trace: TraceParent.header(of: request))
        return MediaType.name(of: request.http.head) == MediaType.lines
            ? try ReportLines(intake: self, sender: sender, language: request.language).receive(request.body)
            : try receiveOne(request.body, sender, request.language)
    }

    // MARK: - One report

    private func receiveOne(
        _ body: [UInt8], _ sender: ReportSender, _ language: Language
    ) throws(Problem) -> HTTPResponse {
        switch try check(body, sender) {
        case .forbidden:
            throw Problem(403, "other-report", sender.caller.otherReport)
        case .bad(let problems):
            throw .invalid(problems)
        case .good(let id, let record, let warnings):
            try append([record])
            var answer = HTTPResponse.json(
                JSONWriter.bytes { writer in
                    writer.beginObject()
                    writer.field("report_id", id)
                    warnings.writeWarnings(to: &writer, language)
                    writer.endObject()
                }, status: 202)
            answer.headers["Location"] = Self.address(id)
            return answer
        case .salvaged(let id, let record, let problems, let numbers):
            try append([record])
            var room = WireProblems.mostListed
            var answer = HTTPResponse.json(
                JSONWriter.bytes { writer in
                    writer.beginObject()
                    writer.field("report_id", id)
                    Self.writeSalvaged(problems, numbers, to: &writer, language, &room)
                    writer.endObject()
                }, status: 202)
            answer.headers["Location"] = Self.address(id)
            return answer
        }
    }

    /// What an answer says of an emergency that was taken although its report cannot be used.
    static func writeSalvaged(
        _ problems: ProblemList, _ numbers: [String], to writer: inout JSONWriter, _ language: Language,
        _ room: inout Int
    ) {
        writer.field("salvaged", true)
        problems.write("problems", "problem_count", to: &writer, language, &room)
        let text = NoticeWords.callFirst(numbers)
        writer.key("notice")
        writer.beginObject()
        writer.array("numbers", numbers) { $0.string($1) }
        writer.key("text")
        writer.beginObject()
        writer.field("zh", text.zh)
        writer.field("en", text.en)
        writer.endObject()
        writer.endObject()
    }

    private static func address(_ id: String) -> String { "/v1/reports/" + id.replacing("/", with: "%2F") }

    // MARK: - Checking and writing

    enum Check {
        case good(id: String, NewRecord, warnings: ProblemList)
        /// It cannot be used, but speaks of an emergency: the lane opens a case for it. `numbers` are those to call.
        case salvaged(id: String, NewRecord, ProblemList, numbers: [String])
        case bad(ProblemList)
        /// The report's id is outside the caller's prefixes.
        case forbidden
    }

    /// Checks a report; `faults` are problems that its sender made before it became a report, as in a form.
    func check(
        _ value: [UInt8], _ sender: ReportSender, faults: [FieldProblem] = []
    ) throws(Problem) -> Check {
        let report: Report
        var warnings = WireProblems()
        do throws(Rejection) {
            report = try ReportCodec.decode(value, warning: &warnings)
        } catch {
            var problems = ProblemList(ReportCodec.problems(of: value))
            for problem in unknownProgramme(in: value) + faults { problems.add(problem) }
            return try salvage(value, nil, problems, sender)
        }
        guard sender.caller.reportPrefixes.allow(report.reportID) else { return .forbidden }
        let isKnown = context.policy.programmes[report.programme] != nil
        let problems =
            [isKnown ? nil : Self.unknownProgramme, outOfArea(report), untimely(report)].compactMap(\.self) + faults
        guard problems.isEmpty else { return try salvage(value, report, ProblemList(problems), sender) }
        return .good(id: report.reportID, try record(of: report, value, sender), warnings: ProblemList(warnings))
    }

    /// Takes an emergency that cannot be used as it is (`config/contracts/README.md`, Report).
    private func salvage(
        _ value: [UInt8], _ decoded: Report?, _ problems: ProblemList, _ sender: ReportSender
    ) throws(Problem) -> Check {
        let now = context.now()
        guard let report = decoded ?? ReportCodec.readable(value, at: now)?.report,
            let numbers = CaseOpening(policy: context.policy).numbers(forFaulty: report, at: now)
        else { return .bad(problems) }
        guard sender.caller.reportPrefixes.allow(report.reportID) else { return .forbidden }
        return .salvaged(id: report.reportID, try record(of: report, value, sender), problems, numbers: numbers)
    }

    /// The record of a report. Its value is the body byte for byte, so that a repeat is recognised as the same report.
    private func record(of report: Report, _ value: [UInt8], _ sender: ReportSender) throws(Problem) -> NewRecord {
        let key = Array((report.location?.district ?? report.programme).utf8)
        let headers = (sender.trace.map { [$0] } ?? []) + (try context.signature(of: value, for: sender.caller))
        return NewRecord(
            topic: context.topics.reports, partition: KeyPartitioner.partition(of: key, among: context.shards),
            key: key,
            value: value, headers: headers)
    }

    /// The unknown programme of a report that has other problems too.
    private func unknownProgramme(in value: [UInt8]) -> [FieldProblem] {
        guard let programme = (try? JSONValue(reading: value))?["programme"]?.string, Identifier.isValid(programme),
            context.policy.programmes[programme] == nil
        else { return [] }
        return [Self.unknownProgramme]
    }

    /// A report that is too old or from the future by this machine's clock, which the log's append time follows.
    private func untimely(_ report: Report) -> FieldProblem? {
        let refusal = context.limits.reportAge.refusal(of: report.reportedAt, at: context.now())
        return refusal.map { refusal in
            FieldProblem(
                "reported_at", refusal.sentence,
                hint: LocalText(
                    zh: "请写上报时间并带时区，如 2026-11-22T08:15:00+08:00",
                    en: "send when it was reported, with the offset, such as 2026-11-22T08:15:00+08:00"))
        }
    }

    private func outOfArea(_ report: Report) -> FieldProblem? {
        let areas = context.policy.areas
        guard !areas.isEmpty, let point = report.location?.point.map(CoordinateConversion.wgs84),
            areas.isOutside(point, byMoreThan: report.location?.accuracyMetres ?? 0)
        else { return nil }
        let rejection = Rejection.outOfArea(point, areas: areas.areas.count)
        return FieldProblem(
            "location", rejection.sentence,
            hint: LocalText(zh: "请核对 lat、lon 和 crs", en: "check lat, lon and crs of the report"))
    }

    static let otherReport = FieldProblem(
        "report_id", LocalText(zh: "不是此令牌的上报编号", en: "is not an id of this token's reports"),
        hint: LocalText(zh: "请以此接入方的前缀开头", en: "begin it with a prefix of this gateway"))

    private static let unknownProgramme = FieldProblem(
        "programme", LocalText(zh: "没有配置这个项目", en: "no programme of this id is configured"),
        hint: LocalText(
            zh: "请写 programmes.yaml 中的编号，或在其中添加", en: "send an id of programmes.yaml, or have it added there"))

    func append(_ records: [NewRecord]) throws(Problem) {
        try context.posts.append(records, logging: "reports-not-taken", context)
    }
}

/// Who sends the reports of a request, and the trace that they belong to.
struct ReportSender: Sendable {
    var caller: Caller
    var trace: Header?
}
