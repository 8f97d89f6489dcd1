import Credentials
import Digest
import HazardCore
import HazardWire
import MessageLog
import Wording

/// The kind of a record and its decoded content.
enum Triaged {
    case report(ReceivedReport)
    case feedback(Feedback)
    case command(Command)
    /// A request from a shard to the ledger of a programme whose home is this shard.
    case ledger(LedgerQuestion, Command)
    /// The record belongs to another shard.
    case misplaced(home: Int)
    /// An emergency in a report that cannot be used.
    case salvaged(Salvaged)
    /// The record cannot be used. The report is present when it could be decoded.
    case rejected(Rejection, Report? = nil)
}

/// Decodes records into values or rejections. It reads nothing but the record and the settings.
struct Triage {
    let settings: LaneSettings
    let shard: Int

    var senders: SenderCheck { SenderCheck(keys: settings.signing) }

    /// Decodes a record of one of the inputs; `now` is the record's time.
    ///
    /// `isOldCommand` is true for a record that lay on `hazard.commands` before the shard had `hazard.transfers`: then it may be
    /// another shard's.
    ///
    /// - Throws: `LaneFault.stop` when libcrypto fails.
    func triage(_ record: Record, at now: Instant, isOldCommand: Bool = false) throws(LaneFault) -> Triaged {
        guard let value = record.value else {
            return .rejected(.tombstone)
        }
        let report: Report
        do throws(Rejection) {
            switch record.topic {
            case settings.topics.feedback: return hashed(try feedback(record, value))
            case settings.topics.commands: return hashed(try command(record, value, isOld: isOldCommand))
            case settings.topics.transfers: return try transfer(record, value)
            default: report = try decode(record, value)
            }
        } catch {
            return record.topic == settings.topics.reports
                ? try salvage(record, value, error, at: now) : .rejected(error)
        }
        let home = home(of: report)
        guard home == shard else { return .misplaced(home: home) }
        do throws(Rejection) {
            try check(report, record, at: now)
        } catch {
            return try salvage(record, value, error, report, at: now)
        }
        return .report(try received(report, record, at: now))
    }

    private func decode(_ record: Record, _ value: [UInt8]) throws(Rejection) -> Report {
        let signer = try senders.signer(of: record, value, in: .reports)
        let report = try ReportCodec.decode(value)
        try senders.check(report, by: signer)
        return report
    }

    /// The shard of a report, computed from its content, so that the partition a gateway chose does not matter
    /// (`config/contracts/README.md`, Where a record belongs).
    func home(of report: Report) -> Int {
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

    /// Rejects a report outside all areas by more than the accuracy of its point. A report without coordinates passes, and so do all when no areas are
    /// configured.
    private func checkPlace(_ report: Report) throws(Rejection) {
        let areas = settings.policy.areas
        guard !areas.isEmpty, let given = report.location?.point else { return }
        let point = CoordinateConversion.wgs84(given)
        guard areas.isOutside(point, byMoreThan: report.location?.accuracyMetres ?? 0) else { return }
        throw .outOfArea(point, areas: areas.areas.count)
    }

    /// `content` is what repeats are recognised by; nil for what the report says.
    ///
    /// - Throws: `LaneFault.stop` when libcrypto fails.
    func received(
        _ report: Report, _ record: Record, content: [UInt8]? = nil, at now: Instant
    ) throws(LaneFault) -> ReceivedReport {
        do {
            var entry = CaseReport(
                reportID: report.reportID,
                contentHash: try settings.hashes.text(of: content ?? MessageContent.bytes(of: report)),
                source: ReportSource(topic: record.topic, partition: record.partition, offset: record.offset),
                receivedAt: now, programme: report.programme, channel: report.channel)
            entry.saidAt = CaseReport.saidAt(report, receivedAt: now)
            entry.account = try account(of: report)
            entry.thread = try thread(of: report)
            let demands = settings.policy.programmes[report.programme]?.demands
            entry.mayResolve = report.reporter.kind.map { demands?.selfResolve.contains($0) == true } ?? false
            entry.mediaHashes = report.media.compactMap(\.sha256)
            entry.earns = RewardEarning(policy: settings.policy).rules(for: report)
            var shown = report
            shown.hideSender()
            entry.place = shown.location.map { CaseOpening.located($0, in: settings.policy.areas) }
            return ReceivedReport(report: shown, entry: entry)
        } catch {
            throw .stop(.noLibcrypto(error))
        }
    }

    /// Adds the keyed hash that tells whether a repeated message id has other content. System commands need none.
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

    private func feedback(_ record: Record, _ value: [UInt8]) throws(Rejection) -> Triaged {
        let signer = try senders.signer(of: record, value, in: .feedback)
        var feedback = try FeedbackCodec.decode(value)
        feedback.rename(by: settings.policy)
        feedback = try senders.named(feedback, by: signer)
        if let department = feedback.department, settings.policy.departments[department] == nil {
            throw .unknownDepartment(department)
        }
        return try misplaced(feedback.caseID.shard, feedback.caseID) ?? .feedback(feedback)
    }

    /// A command of people. Shards speak to each other on `hazard.transfers` only.
    private func command(_ record: Record, _ value: [UInt8], isOld: Bool) throws(Rejection) -> Triaged {
        var message = try CommandCodec.decode(value)
        guard message.command.role != .system else {
            guard isOld else { throw .notForPeople }
            return try ofShard(message)
        }
        let signer = try senders.signer(of: record, value, in: .commands)
        message.command = try senders.named(message.command, by: signer)
        message.command.rename(by: settings.policy)
        return try misplaced(message.home, message.command.caseID) ?? .command(message.command)
    }

    /// A record from a shard.
    private func transfer(_ record: Record, _ value: [UInt8]) throws(Rejection) -> Triaged {
        try senders.checkTransfer(record, value)
        let message = try CommandCodec.decode(value)
        guard message.command.role == .system else { throw .foreignTransfer }
        return try ofShard(message)
    }

    private func ofShard(_ message: CommandMessage) throws(Rejection) -> Triaged {
        if case .ledger(let question) = message.command.action {
            // Each programme's ledger has one writer, wherever the sender put the command.
            let home = LedgerHome.shard(of: question.programme, among: settings.shards)
            return home == shard ? .ledger(question, message.command) : .misplaced(home: home)
        }
        return try misplaced(message.home, message.command.caseID) ?? .command(message.command)
    }

    /// The outcome for a message about a case of another shard; nil when the case belongs here.
    private func misplaced(_ home: Int, _ id: CaseID) throws(Rejection) -> Triaged? {
        guard home < settings.shards else { throw .unknownShard(home, of: id, shards: settings.shards) }
        return home == shard ? nil : .misplaced(home: home)
    }

    private func thread(of report: Report) throws(DigestFailure) -> String? {
        guard let id = report.threadID else { return nil }
        return try settings.hashes.thread(id, in: report.programme)
    }

    /// A keyed hash of programme, platform and reference: it identifies an account without revealing the reference
    /// (`DECISIONS.md` #18).
    private func account(of report: Report) throws(DigestFailure) -> String? {
        guard let reference = report.reporter.ref, !report.reporter.anonymous else { return nil }
        var name = Array(report.programme.utf8)
        for part in [report.reporter.platform ?? "", reference] {
            name.append(0)
            name.append(contentsOf: part.utf8)
        }
        return Hex.encode(try settings.accountKey.code(of: name))
    }
}
