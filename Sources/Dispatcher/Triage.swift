import Digest
import HazardCore
import HazardWire
import MessageLog

/// What a record turned out to be: the first thing a lane asks of it.
enum Triaged {
    case report(ReceivedReport)
    case feedback(Feedback)
    case command(Command)
    /// One shard asks the ledger of a programme that is at home here.
    case ledger(LedgerQuestion, Command)
    /// It belongs to another shard.
    case misplaced(home: Int)
    /// It cannot be used; the report that it holds, when it could be read.
    case rejected(Rejection, Report? = nil)
}

/// Reads records: bytes to values, or a reason why not. Looks at nothing but the record.
struct Triage {
    let settings: LaneSettings
    let shard: Int

    /// Decodes a record of one of the three inputs; `now` is its time.
    func sort(_ record: Record, at now: Instant) throws(LaneFault) -> Triaged {
        guard let value = record.value else {
            return .rejected(.tombstone)
        }
        let report: Report
        do throws(Rejection) {
            switch record.topic {
            case settings.topics.feedback: return hashed(try feedback(value))
            case settings.topics.commands: return hashed(try command(value))
            default: report = try decode(record, value)
            }
        } catch {
            return .rejected(error)
        }
        let home = home(of: report)
        guard home == shard else { return .misplaced(home: home) }
        do throws(Rejection) {
            try check(report, record, at: now)
        } catch {
            return .rejected(error, report)
        }
        return .report(try received(report, record, value, at: now))
    }

    private func decode(_ record: Record, _ value: [UInt8]) throws(Rejection) -> Report {
        try checkSignature(record, value)
        return try ReportCodec.decode(value)
    }

    /// Computed from the report itself, so that it does not matter where a gateway put it.
    private func home(of report: Report) -> Int {
        KeyPartitioner.partition(of: (report.location?.district ?? report.programme).utf8, among: settings.shards)
    }

    private func check(_ report: Report, _ record: Record, at now: Instant) throws(Rejection) {
        guard settings.policy.programmes[report.programme] != nil else {
            throw .unknownProgramme(report.programme)
        }
        let age = ReportAge(
            maxAge: settings.intake.maxAge, maxAhead: settings.intake.maxAhead)
        if let refusal = age.refusal(
            of: report.reportedAt, at: now, recordTime: Instant(milliseconds: record.timestamp))
        {
            throw refusal
        }
        try checkPlace(report)
    }

    /// A report without coordinates is never out of area, nor is any when no areas are configured.
    private func checkPlace(_ report: Report) throws(Rejection) {
        let areas = settings.policy.areas
        guard !areas.isEmpty, let given = report.location?.point else { return }
        let point = CoordinateConversion.wgs84(given)
        guard areas.isOutside(point) else { return }
        throw .outOfArea(point, areas: areas.areas.count)
    }

    private func received(
        _ report: Report, _ record: Record, _ value: [UInt8], at now: Instant
    ) throws(LaneFault) -> ReceivedReport {
        do {
            var entry = CaseReport(
                reportID: report.reportID, contentHash: Hex.encode(try SHA256.digest(of: value)),
                source: ReportSource(topic: record.topic, partition: record.partition, offset: record.offset),
                receivedAt: now, programme: report.programme, channel: report.channel)
            entry.account = try account(of: report)
            entry.threadID = report.threadID
            let demands = settings.policy.programmes[report.programme]?.demands
            entry.mayResolve = report.reporter.kind.map { demands?.selfResolve.contains($0) == true } ?? false
            entry.mediaHashes = report.media.compactMap(\.sha256)
            entry.earns = RewardEarning(policy: settings.policy).rules(for: report)
            entry.place = report.location.map { CaseOpening.located($0, in: settings.policy.areas) }
            return ReceivedReport(report: report, entry: entry)
        } catch {
            throw .stop("libcrypto failed, so no report can be remembered: \(error)")
        }
    }

    /// A message of people with the hash that tells whether the same id comes again with other content.
    private func hashed(_ sorted: Triaged) -> Triaged {
        switch sorted {
        case .feedback(var feedback):
            feedback.hash = try? settings.hashes.text(of: MessageContent.bytes(of: feedback))
            return .feedback(feedback)
        case .command(var command) where command.role != .system:
            command.hash = try? settings.hashes.text(of: MessageContent.bytes(of: command))
            return .command(command)
        default: return sorted
        }
    }

    private func feedback(_ value: [UInt8]) throws(Rejection) -> Triaged {
        let feedback = try FeedbackCodec.decode(value)
        if let department = feedback.department, settings.policy.departments[department] == nil {
            throw .unknownDepartment(department)
        }
        return try placed(feedback.caseID.shard, feedback.caseID) ?? .feedback(feedback)
    }

    private func command(_ value: [UInt8]) throws(Rejection) -> Triaged {
        let message = try CommandCodec.decode(value)
        if case .ledger(let question) = message.command.action {
            // One writer a programme, whatever the sender believed.
            let home = LedgerHome.shard(of: question.programme, among: settings.shards)
            return home == shard ? .ledger(question, message.command) : .misplaced(home: home)
        }
        return try placed(message.home, message.command.caseID) ?? .command(message.command)
    }

    /// Where a message about a case belongs, when not here.
    private func placed(_ home: Int, _ id: CaseID) throws(Rejection) -> Triaged? {
        guard home < settings.shards else { throw .unknownShard(home, of: id, shards: settings.shards) }
        return home == shard ? nil : .misplaced(home: home)
    }

    /// `hazard-signature: <key id>;<hex HMAC-SHA256 of the value>`, when the installation wants signatures.
    private func checkSignature(_ record: Record, _ value: [UInt8]) throws(Rejection) {
        guard !settings.intake.signatureKeys.isEmpty else { return }
        guard let header = record.header(HeaderName.signature) else { throw .unsigned }
        guard ReportSignature.isValid(header, of: value, keys: settings.intake.signatureKeys) else {
            throw .badSignature
        }
    }

    /// A keyed hash over programme, platform and reference: enough for rewards, useless to a reader.
    private func account(of report: Report) throws(DigestFailure) -> String? {
        guard let reference = report.reporter.ref, !report.reporter.anonymous else { return nil }
        let name = [report.programme, report.reporter.platform ?? "", reference].joined(separator: "\u{0}")
        return Hex.encode(try settings.accountKey.code(of: Array(name.utf8)))
    }
}
