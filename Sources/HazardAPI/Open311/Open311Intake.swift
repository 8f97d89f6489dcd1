internal import Credentials
internal import Digest
internal import HTTP
internal import HazardCore
internal import HazardText
internal import HazardWire
internal import MessageLog
internal import Telemetry
internal import Wording

/// `POST /open311/v2/requests`: takes a request as a report, through the same intake as every other report.
struct Open311Intake: Sendable {
    let context: APIContext
    let intake: ReportIntake

    func receive(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        guard let form = FormText.items(of: request.body) else {
            throw Problem(
                400, "invalid-form", zh: "表单不是百分号编码的 UTF-8", en: "the form is not percent-encoded UTF-8")
        }
        let fields = Open311Fields(query: request.http.query, form: form)
        let caller = try request.open311Caller(formKey: form.first { $0.name == Access.apiKey }?.value)
        let report = Open311Report(fields, id: try newID(for: caller), context)
        let sender = ReportSender(caller: caller, trace: TraceParent.header(of: request))
        switch try intake.check(report.bytes, sender, faults: report.faults) {
        case .forbidden:
            throw Problem(403, "other-report", caller.otherReport)
        case .bad(let problems):
            throw Self.problem(Self.named(problems, after: report.faults), fields)
        case .good(let id, let record, _):
            try intake.append([record])
            let numbers = numbers(for: report)
            return taken(id, notice: numbers.map { NoticeWords.callFirst($0)[request.language] }, request)
        case .salvaged(let id, let record, let problems, let numbers):
            try intake.append([record])
            let faults = Self.named(problems, after: report.faults).listed.map {
                $0.field + ": " + $0.problem[request.language]
            }
            let notice = ([NoticeWords.callFirst(numbers)[request.language]] + faults).joined(separator: "\n")
            return taken(id, notice: notice, request)
        }
    }

    /// The numbers to call when the report speaks of an emergency.
    private func numbers(for report: Open311Report) -> [String]? {
        guard let decoded = try? ReportCodec.decode(report.bytes) else { return nil }
        let numbers = CaseOpening(policy: context.policy).numbers(forFaulty: decoded, at: context.now())
        return numbers?.isEmpty == false ? numbers : nil
    }

    private func taken(_ id: String, notice: String?, _ request: RoutedRequest) -> HTTPResponse {
        let entry = Open311Value.object([
            ("service_request_id", .text(id)), ("service_notice", .text(notice)), ("account_id", .none),
        ])
        let content = Open311Content(root: "service_requests", value: .list(element: "request", [entry]))
        return request.open311Format.response(content, status: 201)
    }

    /// A new report id under the first prefix of the caller: letters only, so that it holds no number of a person.
    private func newID(for caller: Caller) throws(Problem) -> String {
        let beginning = (caller.reportPrefixes?.prefixes.first ?? "") + "o311-"
        let bytes: [UInt8]
        do throws(DigestFailure) {
            bytes = try RandomToken.bytes(count: 24)
        } catch {
            context.logger.error("report-not-numbered", ["reason": .string(error.description)])
            throw Problem(
                503, "not-numbered", zh: "服务现在无法编号：请稍后重发", en: "the request cannot be numbered now: send it again later"
            )
        }
        let letters = bytes.map { Character(UnicodeScalar(UInt8(ascii: "a") + $0 % 16)) }
        let id = beginning + String(letters)
        guard id.utf8.count <= Identifier.limit else {
            throw Problem(
                403, "prefix-too-long", zh: "此令牌的上报编号前缀太长，无法编号",
                en: "the token's report prefix leaves no room for an id")
        }
        return id
    }

    /// The problems with the names that the fields have in the form, one for each field. What is wrong with the form comes
    /// first: a field that could not be read is missing in the report.
    private static func named(_ problems: ProblemList, after faults: [FieldProblem]) -> ProblemList {
        var seen: Set<String> = []
        return ProblemList(
            (faults + problems.listed).map { problem in
                var problem = problem
                problem.field = Open311Report.field(problem.field)
                return problem
            }.filter { seen.insert($0.field).inserted })
    }

    /// A 404 when the service or the jurisdiction is unknown and nothing else is wrong, as the standard wants; else a 400
    /// with every problem.
    private static func problem(_ problems: ProblemList, _ fields: Open311Fields) -> Problem {
        guard let only = problems.listed.first?.field, problems.total == 1, fields.text(only) != nil else {
            return .invalid(problems)
        }
        switch only {
        case "service_code": return .unknownService
        case "jurisdiction_id": return .unknownJurisdiction
        default: return .invalid(problems)
        }
    }
}
