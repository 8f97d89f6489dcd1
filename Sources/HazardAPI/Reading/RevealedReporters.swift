internal import Digest
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import MessageLog
internal import Telemetry
internal import Wording

/// `GET /v1/cases/{case_id}/reports/{report_id}/reporter`: shows who reported, read from the original report.
///
/// Only `hazard.reports` holds a reporter's identity. A supervisor who has sent the command `reveal` sees it for a day; the
/// command has a reason and stays in the case's history. The identity is never logged or stored anywhere else.
struct RevealedReporters: Sendable {
    let context: APIContext
    let cases: StoredCases

    /// How many minutes a recorded `reveal` opens the report.
    private static let openMinutes: Int64 = 24 * 60
    /// How long one read waits for a broker.
    private static let timeout = Duration.seconds(2)

    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        let id = try cases.caseID(of: request)
        let reportID = request.value(of: "report_id")
        let value = try StoredCases.decode(try cases.storedBody(of: id), context)
        guard let entry = value.reports.first(where: { $0.reportID == reportID }) else {
            throw Problem(
                404, "unknown-report", zh: "上报 \(reportID) 不在案卷 \(id.text) 中",
                en: "report \(reportID) is not part of case \(id.text)")
        }
        guard !entry.isErased else {
            throw Problem(410, "erased", zh: "上报 \(reportID) 的上报人已删除", en: "the reporter of \(reportID) was erased")
        }
        let caller = try request.caller
        guard value.isRevealed(reportID, to: caller.name, at: context.now(), within: Self.openMinutes) else {
            let hours = Self.openMinutes / 60
            throw Problem(
                409, "not-revealed",
                zh: "请先说明理由：督导发出带理由和 arguments.report_id 的指令 `reveal` 后，可在 \(hours) 小时内查看该上报的上报人",
                en:
                    "say why first: a supervisor's command `reveal` with a reason and arguments.report_id opens the report to "
                    + "its sender for \(hours) hours")
        }
        let report = try read(entry)
        request.reads.note(case: id.text)
        request.reads.note(reporterOf: reportID)
        return .json(bytes(of: report, in: id))
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

    // MARK: - The original report

    private func read(_ entry: CaseReport) throws(Problem) -> Report {
        guard let bytes = try record(of: entry)?.value, let (report, content) = content(of: bytes),
            report.reportID == entry.reportID || entry.isSalvaged,
            StoredHash.canBe(entry.contentHash, try? context.hashes?.text(of: content), bytes)
        else { throw gone(entry) }
        return report
    }

    /// The report in a record, and what its hash is made of: what it says, or the record itself when it has faults.
    private func content(of bytes: [UInt8]) -> (Report, [UInt8])? {
        if let report = try? ReportCodec.decode(bytes) { return (report, MessageContent.bytes(of: report)) }
        return ReportCodec.readable(bytes, at: context.now()).map { ($0.report, bytes) }
    }

    /// The report's record; nil when the log does not have it any more.
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
        let received = TimeText.text(entry.receivedAt, context.zone)
        let end = since.map { TimeText.text($0, context.zone) }
        return Problem(
            410, "reporter-gone",
            zh: "上报 \(entry.reportID)（\(received) 收到）\(end.map { "自 \($0) 起" } ?? "")已不在 \(entry.source.topic) 中："
                + "原文保存期已过，上报人别处无从得知",
            en: "report \(entry.reportID) of \(received) is gone from \(entry.source.topic)"
                + (end.map { " since \($0)" } ?? "") + ": its retention is over, and no other place knows who sent it")
    }
}

extension Case {
    /// Whether a supervisor of that name sent `reveal` for the report in the last minutes; nil stands for any name.
    fileprivate func isRevealed(_ reportID: String, to name: String?, at now: Instant, within minutes: Int64) -> Bool {
        history.contains { event in
            guard event.kind == .move(.command(.reveal)), event.actor.role == .supervisor,
                name == nil || event.actor.ref == name, now <= event.at.adding(minutes: minutes)
            else { return false }
            return switch event.detail {
            case .revealed(let reports): reports.contains(reportID)
            case .written(_, let named?): named.split(separator: " ").contains { $0 == reportID }
            default: true
            }
        }
    }
}
