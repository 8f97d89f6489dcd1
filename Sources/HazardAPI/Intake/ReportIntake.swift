internal import Credentials
internal import Digest
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry
internal import Wording

/// `POST /v1/reports`: checks reports, appends them to the log, and answers once they are durable.
///
/// It refuses what the lane would dead-letter in any case: wrong fields, an unknown programme, a place outside the areas,
/// a wrong age. The lane finds repeats and routes, in the order of the log.
struct ReportIntake: Sendable {
    let context: APIContext

    func receive(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        let sender = Sender(caller: try request.caller, trace: TraceParent.header(of: request))
        return MediaType.name(of: request.http.head) == MediaType.lines
            ? try receiveLines(request.body, sender, request.language) : try receiveOne(request.body, sender)
    }

    /// Who sends the reports of a request, and the trace that they belong to.
    private struct Sender {
        var caller: Caller
        var trace: Header?
    }

    // MARK: - One report

    private func receiveOne(_ body: [UInt8], _ sender: Sender) throws(Problem) -> HTTPResponse {
        switch try check(body, sender) {
        case .forbidden:
            throw Problem(403, "other-report", sender.caller.otherReport)
        case .bad(let problems):
            throw .invalid(problems)
        case .good(let id, let record):
            try append([record])
            var answer = HTTPResponse.json(
                JSONWriter.bytes { writer in
                    writer.beginObject()
                    writer.field("report_id", id)
                    writer.endObject()
                }, status: 202)
            answer.headers["Location"] = "/v1/reports/" + id.replacing("/", with: "%2F")
            return answer
        }
    }

    // MARK: - A report a line

    private func receiveLines(
        _ body: [UInt8], _ sender: Sender, _ language: Language
    ) throws(Problem) -> HTTPResponse {
        var results: [(line: Int, check: Check)] = []
        var records: [NewRecord] = []
        for (number, line) in Self.lines(body) {
            let check = try check(line, sender)
            if case .good(_, let record) = check { records.append(record) }
            results.append((number, check))
        }
        guard !results.isEmpty else {
            throw .invalid(
                "", LocalText(zh: "正文没有一行内容", en: "the body has no lines"),
                hint: LocalText(zh: "请每行写一份上报", en: "send one report object a line"))
        }
        if !records.isEmpty { try append(records) }
        var text: [UInt8] = []
        for (number, check) in results {
            text += Self.result(number, check, language)
            text.append(UInt8(ascii: "\n"))
        }
        return .content(MediaType.lines, text, status: records.isEmpty ? 400 : 202)
    }

    /// The lines that are not empty, with their numbers from 1; a carriage return at the end is not part of a line.
    private static func lines(_ body: [UInt8]) -> [(Int, [UInt8])] {
        body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().compactMap {
            index, line in
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            let isBlank = line.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            return isBlank ? nil : (index + 1, Array(line))
        }
    }

    private static func result(_ number: Int, _ check: Check, _ language: Language) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("line", number)
            switch check {
            case .good(let id, _):
                writer.field("report_id", id)
                writer.field("status", 202)
            case .forbidden:
                writer.field("status", 403)
                writer.array("problems", [Self.otherReport]) { $1.write(to: &$0, language) }
            case .bad(let problems):
                writer.field("status", 400)
                writer.array("problems", problems) { $1.write(to: &$0, language) }
            }
            writer.endObject()
        }
    }

    // MARK: - Checking and writing

    private enum Check {
        case good(id: String, NewRecord)
        case bad([FieldProblem])
        /// The report's id is outside the caller's prefixes.
        case forbidden
    }

    private func check(_ value: [UInt8], _ sender: Sender) throws(Problem) -> Check {
        let report: Report
        do throws(Rejection) {
            report = try ReportCodec.decode(value)
        } catch {
            return .bad(ReportCodec.problems(of: value).map { FieldProblem($0) } + unknownProgramme(in: value))
        }
        guard sender.caller.reportPrefixes.allow(report.reportID) else { return .forbidden }
        let isKnown = context.policy.programmes[report.programme] != nil
        let problems = [isKnown ? nil : Self.unknownProgramme, outOfArea(report), untimely(report)].compactMap(\.self)
        guard problems.isEmpty else { return .bad(problems) }
        return .good(id: report.reportID, try record(of: report, value, sender))
    }

    /// The record of a report. Its value is the body byte for byte, so that a repeat is recognised as the same report.
    private func record(of report: Report, _ value: [UInt8], _ sender: Sender) throws(Problem) -> NewRecord {
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
        guard !areas.isEmpty, let point = report.location?.point.map(CoordinateConversion.wgs84), areas.isOutside(point)
        else { return nil }
        let rejection = Rejection.outOfArea(point, areas: areas.areas.count)
        return FieldProblem(
            "location", rejection.sentence,
            hint: LocalText(zh: "请核对 lat、lon 和 crs", en: "check lat, lon and crs of the report"))
    }

    private static let otherReport = FieldProblem(
        "report_id", LocalText(zh: "不是此令牌的上报编号", en: "is not an id of this token's reports"),
        hint: LocalText(zh: "请以此接入方的前缀开头", en: "begin it with a prefix of this gateway"))

    private static let unknownProgramme = FieldProblem(
        "programme", LocalText(zh: "没有配置这个项目", en: "no programme of this id is configured"),
        hint: LocalText(
            zh: "请写 programmes.yaml 中的编号，或在其中添加", en: "send an id of programmes.yaml, or have it added there"))

    private func append(_ records: [NewRecord]) throws(Problem) {
        do throws(LogFailure) {
            _ = try context.log.append(records)
        } catch {
            context.logger.error("reports-not-taken", ["reason": .string(error.description)])
            throw .logUnavailable(error)
        }
    }
}
