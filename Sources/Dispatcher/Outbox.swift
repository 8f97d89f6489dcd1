import Credentials
import Digest
import HazardCore
internal import HazardText
import HazardWire
import MessageLog

/// The records that a step will write to the log, in order.
struct Outbox {
    private(set) var records: [NewRecord] = []
    private var caseRecords: Int64 = 0
    private var ledgerRecords: Int64 = 0
    private let settings: LaneSettings
    private let shard: Int
    private let buffer: EncodeBuffer
    private let trimming: RecordTrimming

    init(settings: LaneSettings, shard: Int, buffer: EncodeBuffer, trimming: RecordTrimming) {
        self.settings = settings
        self.shard = shard
        self.buffer = buffer
        self.trimming = trimming
    }

    private var zone: ZoneOffset { settings.policy.zone }

    /// What the records of all tasks of a case have in common.
    func taskParts(_ value: Case) -> TaskRecordParts { TaskRecordParts(value, zone: zone) }

    /// The number of records for `hazard.cases` or `hazard.rewards`.
    func changelogRecords(_ topic: String) -> Int64 { topic == settings.topics.cases ? caseRecords : ledgerRecords }

    /// Adds a record for one department's task. `shared` has what the records of all tasks of the case have in common.
    mutating func addTask(
        _ value: Case, _ index: Int, _ event: TaskEvent, shared: TaskRecordParts, trace: [UInt8]?
    ) {
        records.append(
            NewRecord(
                topic: settings.topics.dispatch(value.tasks[index].department), key: Array(value.id.text.utf8),
                value: buffer.write {
                    TaskCodec.encode(value, task: index, event, shared: shared, zone: zone, to: &$0)
                },
                headers: TaskCodec.headers(value, task: index, traceparent: trace)))
    }

    /// Adds a notice about a case to one of its reporters; `thread` is the conversation while the report is at hand.
    mutating func addNotice(_ value: Case, _ notice: CaseNotice, thread: String?) {
        guard let report = value.reports.first(where: { $0.reportID == notice.reportID }) else { return }
        var message = Notice(
            eventID: notice.id(in: value.id), report: report, caseID: value.id, kind: notice.kind,
            text: NoticeWords(policy: settings.policy).text(of: notice, about: value.id), at: notice.at)
        message.arguments = notice.arguments
        message.threadID = thread
        add(message)
    }

    /// Adds a notice; its key is the id of the report whose reporter receives it.
    mutating func add(_ notice: Notice) {
        records.append(
            NewRecord(
                topic: settings.topics.notices, key: Array(notice.reportID.utf8),
                value: buffer.write { NoticeCodec.encode(notice, zone: zone, to: &$0) }))
    }

    /// Adds a case's new state and returns its bytes, which the store keeps as well (`DECISIONS.md` #5).
    mutating func addCase(_ value: Case) -> [UInt8] {
        let body = buffer.write { CaseCodec.encode(value, zone: zone, to: &$0) }
        records.append(
            NewRecord(topic: settings.topics.cases, partition: shard, key: Array(value.id.text.utf8), value: body))
        caseRecords += 1
        return body
    }

    /// Adds the tombstone of a case whose retention has ended.
    mutating func addTombstone(_ id: CaseID) {
        records.append(
            NewRecord(topic: settings.topics.cases, partition: shard, key: Array(id.text.utf8), value: nil))
        caseRecords += 1
    }

    /// Adds the monthly counts that remain after their cases (`DECISIONS.md` #7).
    mutating func addCounts(_ counts: MonthCounts) {
        records.append(
            NewRecord(
                topic: settings.topics.cases, partition: shard, key: Array(counts.key.utf8),
                value: buffer.write { MonthCountsCodec.encode(counts, to: &$0) }))
        caseRecords += 1
    }

    /// Adds a command for each effect of a case on another case or ledger. Effects within this shard take the same
    /// path.
    ///
    /// - Throws: `LaneFault.stop` when libcrypto fails.
    mutating func addEffects(of value: Case, at now: Instant) throws(LaneFault) {
        for effect in value.effects {
            let message = EffectCommand(of: value, version: value.version, from: shard, settings: settings)
                .message(effect, at: now)
            try addCommand(message)
        }
    }

    /// Adds a command of this shard to another shard, or to itself, signed where the server has a key.
    ///
    /// - Throws: `LaneFault.stop` when libcrypto fails.
    mutating func addCommand(_ message: CommandMessage) throws(LaneFault) {
        let value = buffer.write { CommandCodec.encode(message, zone: zone, to: &$0) }
        let signature: [UInt8]?
        do throws(DigestFailure) {
            signature = try settings.signing.transferSignature(of: value)
        } catch {
            throw .stop(.noLibcrypto(error))
        }
        records.append(
            NewRecord(
                topic: settings.topics.transfers, partition: message.home,
                key: Array(message.command.caseID.text.utf8), value: value,
                headers: signature.map { [Header(HeaderName.signature, $0)] } ?? []))
    }

    /// Adds an entry of the ledger or a fund's balance; a nil body is a tombstone.
    mutating func addLedger(_ key: String, _ body: [UInt8]?) {
        records.append(
            NewRecord(topic: settings.topics.rewards, partition: shard, key: Array(key.utf8), value: body))
        ledgerRecords += 1
    }

    /// Adds a record to the partition of the shard that it belongs to; false when the topic is too small for its value.
    mutating func forward(_ record: Record, to home: Int) -> Bool {
        let forwarded = trimming.forwarded(
            NewRecord(
                topic: record.topic, partition: home, key: record.key, value: record.value, headers: record.headers))
        guard let forwarded else { return false }
        records.append(forwarded)
        return true
    }

    /// Adds an unusable record with the reason in its headers, and otherwise unchanged while it fits into the topic.
    ///
    /// What is left out can be read in its original topic (`DECISIONS.md` #8).
    mutating func addDeadLetter(_ record: Record, _ rejection: Rejection) {
        let reasons = DeadLetterHeaders(
            topic: record.topic, partition: record.partition, offset: record.offset, rejection,
            receivedAt: Instant(milliseconds: record.timestamp))
        records.append(
            trimming.deadLetter(
                NewRecord(
                    topic: settings.topics.deadLetters, key: record.key, value: record.value, headers: record.headers),
                own: reasons.headers(zone: zone)))
    }
}
