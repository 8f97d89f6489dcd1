internal import Digest
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry
internal import Wording

/// `POST /v1/reports`: checks reports completely, puts them into the log, and says so once they are durable.
///
/// Refused is what the lane would make a dead letter of whatever came before it: programme, place, age. Repeats and routing
/// are the lane's, in the order of the log.
struct ReportIntake: Sendable {
    let context: APIContext

    func receive(_ request: HTTPRequest) throws(Problem) -> HTTPResponse {
        try QueryFields(request.query, known: []).finish()
        let trace = TraceParent.header(of: request)
        return MediaType.isLines(request) ? try receiveLines(request.body, trace) : try receiveOne(request.body, trace)
    }

    // MARK: - One report

    private func receiveOne(_ body: [UInt8], _ trace: Header?) throws(Problem) -> HTTPResponse {
        switch try check(body, trace) {
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

    private func receiveLines(_ body: [UInt8], _ trace: Header?) throws(Problem) -> HTTPResponse {
        var results: [(line: Int, check: Check)] = []
        var records: [NewRecord] = []
        for (number, line) in Self.lines(body) {
            let check = try check(line, trace)
            if case .good(_, let record) = check { records.append(record) }
            results.append((number, check))
        }
        guard !results.isEmpty else {
            throw .invalid("", "the body has no lines", hint: "send one report object a line")
        }
        if !records.isEmpty { try append(records) }
        var text: [UInt8] = []
        for (number, check) in results {
            text += Self.result(number, check)
            text.append(UInt8(ascii: "\n"))
        }
        return .content("application/x-ndjson", text, status: records.isEmpty ? 400 : 202)
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

    private static func result(_ number: Int, _ check: Check) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("line", number)
            switch check {
            case .good(let id, _):
                writer.field("report_id", id)
                writer.field("status", 202)
            case .bad(let problems):
                writer.field("status", 400)
                writer.array("problems", problems) { $0.problem($1) }
            }
            writer.endObject()
        }
    }

    // MARK: - Checking and writing

    private enum Check {
        case good(id: String, NewRecord)
        case bad([WireProblem])
    }

    private func check(_ value: [UInt8], _ trace: Header?) throws(Problem) -> Check {
        let report: Report
        do throws(Rejection) {
            report = try ReportCodec.decode(value)
        } catch {
            return .bad(ReportCodec.problems(of: value) + unknownProgramme(in: value))
        }
        let isKnown = context.policy.programmes[report.programme] != nil
        let problems = [isKnown ? nil : Self.unknownProgramme, outOfArea(report), untimely(report)].compactMap(\.self)
        guard problems.isEmpty else { return .bad(problems) }
        return .good(id: report.reportID, try record(of: report, value, trace))
    }

    /// The value goes into the log byte for byte: sent again it is the same report.
    private func record(of report: Report, _ value: [UInt8], _ trace: Header?) throws(Problem) -> NewRecord {
        let key = Array((report.location?.district ?? report.programme).utf8)
        var headers = trace.map { [$0] } ?? []
        if let signer = context.signer {
            do throws(DigestFailure) {
                headers.append(Header(HeaderName.signature, try signer.signature(of: value)))
            } catch {
                context.logger.error("report-not-signed", ["reason": .string(error.description)])
                throw Problem(503, "not-signed", "the report cannot be signed now: send it again later")
            }
        }
        return NewRecord(
            topic: context.topics.reports, partition: KeyPartitioner.partition(of: key, among: context.shards),
            key: key,
            value: value, headers: headers)
    }

    /// A report wrong in other ways is told of its programme too.
    private func unknownProgramme(in value: [UInt8]) -> [WireProblem] {
        guard let programme = (try? JSONValue(reading: value))?["programme"]?.string, Identifier.isValid(programme),
            context.policy.programmes[programme] == nil
        else { return [] }
        return [Self.unknownProgramme]
    }

    /// By this machine's clock, which the log's append time follows.
    private func untimely(_ report: Report) -> WireProblem? {
        let refusal = context.limits.reportAge.refusal(of: report.reportedAt, at: context.now())
        return refusal.map { refusal in
            WireProblem(
                field: "reported_at", problem: refusal.sentence,
                hint: LocalText(
                    zh: "请发送上报的时间：\(TimeText.form.zh)",
                    en: "send when it was reported, with the offset, such as 2026-11-22T08:15:00+08:00"), offset: 0)
        }
    }

    private func outOfArea(_ report: Report) -> WireProblem? {
        let areas = context.policy.areas
        guard !areas.isEmpty, let point = report.location?.point.map(CoordinateConversion.wgs84), areas.isOutside(point)
        else { return nil }
        let rejection = Rejection.outOfArea(point, areas: areas.areas.count)
        return WireProblem(
            field: "location", problem: rejection.sentence,
            hint: LocalText(zh: "请核对上报的 lat、lon、crs", en: "check lat, lon and crs of the report"), offset: 0)
    }

    private static let unknownProgramme = WireProblem(
        field: "programme",
        problem: LocalText(zh: "没有配置这个项目", en: "no programme of this id is configured"),
        hint: LocalText(
            zh: "请发送 programmes.yaml 中的项目编号，或在其中加入", en: "send an id of programmes.yaml, or have it added there"),
        offset: 0)

    private func append(_ records: [NewRecord]) throws(Problem) {
        do throws(LogFailure) {
            _ = try context.log.append(records)
        } catch {
            context.logger.error("reports-not-taken", ["reason": .string(error.description)])
            throw .logUnavailable(error)
        }
    }
}
