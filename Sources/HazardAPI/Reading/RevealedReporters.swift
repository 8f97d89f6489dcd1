internal import Digest
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry

/// `GET /v1/cases/{case_id}/reports/{report_id}/reporter`: who reported, read from the report as it came.
///
/// Identity lives in `hazard.reports` only, and is shown only to a supervisor whose own command `reveal`, with its reason, stands
/// in the case's history of the last day. It is never logged and nowhere kept.
struct RevealedReporters: Sendable {
    let context: APIContext
    let cases: StoredCases

    /// How long a recorded reveal opens the report.
    private static let minutes: Int64 = 24 * 60
    /// How long one read waits for a broker.
    private static let timeout = Duration.seconds(2)

    func show(
        _ request: HTTPRequest, _ text: String, _ reportID: String, _ caller: Caller
    ) throws(Problem) -> HTTPResponse {
        try QueryFields(request.query, known: []).finish()
        let id = try cases.caseID(text)
        guard let stored = try cases.body(of: id) else { throw cases.elsewhere(id) }
        guard let stored else { throw StoredCases.unknown(id) }
        let value = try StoredCases.decode(stored, context)
        guard let entry = value.reports.first(where: { $0.reportID == reportID }) else {
            throw Problem(404, "unknown-report", "report \(reportID) is not part of case \(id.text)")
        }
        guard value.isRevealed(reportID, to: caller.name, at: context.now(), within: Self.minutes) else {
            throw Problem(
                409, "not-revealed",
                "say why first: a supervisor's command `reveal` with a reason and arguments.report_id opens the report to its "
                    + "sender for \(Self.minutes / 60) hours")
        }
        let report = try read(entry)
        var answer = HTTPResponse.json(bytes(of: report, in: id))
        answer.headers.add("Cache-Control", "no-store")
        return answer
    }

    private func bytes(of report: Report, in id: CaseID) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("case_id", id.text)
            writer.field("report_id", report.reportID)
            writer.key("reporter")
            writer.beginObject()
            writer.field("ref", report.reporter.ref)
            writer.field("kind", report.reporter.kind?.rawValue)
            writer.field("platform", report.reporter.platform)
            writer.field("anonymous", report.reporter.anonymous)
            writer.endObject()
            writer.field("contact_token", report.contactToken)
            writer.endObject()
        }
    }

    // MARK: - The report as it came

    private func read(_ entry: CaseReport) throws(Problem) -> Report {
        guard let bytes = try record(of: entry)?.value, let hash = try? SHA256.digest(of: bytes),
            Hex.encode(hash) == entry.contentHash, let report = try? ReportCodec.decode(bytes)
        else { throw gone(entry) }
        return report
    }

    /// Nil when the log has it no more.
    private func record(of entry: CaseReport) throws(Problem) -> Record? {
        let at = TopicPartition(entry.source.topic, entry.source.partition)
        do throws(LogFailure) {
            let batch = try context.log.reader(of: at, from: entry.source.offset).read(
                max: 1, timeout: Self.timeout)
            guard batch.atEnd || !batch.records.isEmpty else {
                throw .noRecord(of: at, within: Self.timeout)
            }
            return batch.records.first { $0.offset == entry.source.offset }
        } catch {
            if error.code == "beyond-end" { return nil }
            context.logger.error("report-unreadable", ["reason": .string(error.description)])
            throw .logUnavailable(error)
        }
    }

    private func gone(_ entry: CaseReport) -> Problem {
        let settings = try? context.log.describe([entry.source.topic]).first?.settings
        let kept = settings?["retention.ms"].flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }
        let since = kept.map { entry.receivedAt.adding(milliseconds: $0) }.flatMap { $0 <= context.now() ? $0 : nil }
        return Problem(
            410, "reporter-gone",
            "report \(entry.reportID) of \(Timestamp.text(entry.receivedAt, context.zone)) is gone from \(entry.source.topic)"
                + (since.map { " since \(Timestamp.text($0, context.zone))" } ?? "")
                + ": its time of keeping is over, and who sent it is known nowhere else")
    }
}

extension Case {
    /// Whether that supervisor asked for the report's sender lately; nil is anybody, where there are no tokens.
    fileprivate func isRevealed(_ reportID: String, to name: String?, at now: Instant, within minutes: Int64) -> Bool {
        history.contains { event in
            event.kind == CommandKind.reveal.rawValue && event.actor.role == .supervisor
                && (name == nil || event.actor.ref == name) && now <= event.at.adding(minutes: minutes)
                && (event.note == nil || event.note?.split(separator: " ").contains { $0 == reportID } == true)
        }
    }
}
