import HazardCore
internal import HazardText
import HazardWire
import MessageLog

/// What a step will write to the log, in order.
struct Outbox {
    private(set) var records: [NewRecord] = []
    private let settings: LaneSettings
    private let shard: Int
    private let scribe: EncodeBuffer

    init(settings: LaneSettings, shard: Int, scribe: EncodeBuffer) {
        self.settings = settings
        self.shard = shard
        self.scribe = scribe
    }

    private var zone: ZoneOffset { settings.policy.zone }

    /// What happened to one department's task.
    mutating func addTask(_ value: Case, _ index: Int, _ event: TaskEvent, trace: [UInt8]?) {
        records.append(
            NewRecord(
                topic: settings.topics.dispatch(value.tasks[index].department), key: Array(value.id.text.utf8),
                value: scribe.write { TaskCodec.encode(value, task: index, event, zone: zone, to: &$0) },
                headers: TaskCodec.headers(value, task: index, traceparent: trace)))
    }

    /// What a reporter is told of a case.
    mutating func addNotice(_ value: Case, _ notice: CaseNotice) {
        guard let report = value.reports.first(where: { $0.reportID == notice.reportID }) else { return }
        var message = Notice(
            eventID: notice.id(in: value.id), report: report, caseID: value.id, kind: notice.kind,
            text: NoticeWords(policy: settings.policy).text(of: notice, about: value.id), at: notice.at)
        message.arguments = notice.arguments
        add(message)
    }

    /// A notice, under the id of the report whose reporter is told.
    mutating func add(_ notice: Notice) {
        records.append(
            NewRecord(
                topic: settings.topics.notices, key: Array(notice.reportID.utf8),
                value: scribe.write { NoticeCodec.encode(notice, zone: zone, to: &$0) }))
    }

    /// A case's new state; answers its bytes, which the store keeps too.
    mutating func addCase(_ value: Case) -> [UInt8] {
        let body = scribe.write { CaseCodec.encode(value, zone: zone, to: &$0) }
        records.append(
            NewRecord(topic: settings.topics.cases, partition: shard, key: Array(value.id.text.utf8), value: body))
        return body
    }

    /// The end of a case's time of keeping.
    mutating func addTombstone(_ id: CaseID) {
        records.append(
            NewRecord(topic: settings.topics.cases, partition: shard, key: Array(id.text.utf8), value: nil))
    }

    /// The monthly counts that outlive their cases.
    mutating func addCounts(_ counts: MonthCounts) {
        records.append(
            NewRecord(
                topic: settings.topics.cases, partition: shard, key: Array(counts.key.utf8),
                value: scribe.write { MonthCountsCodec.encode(counts, to: &$0) }))
    }

    /// What a move brings about elsewhere, as a command to the shard it is for; on this shard too, by the same path.
    mutating func addEffects(of value: Case, at now: Instant) {
        for effect in value.effects {
            let message = EffectCommand(of: value, version: value.version, from: shard, settings: settings)
                .message(effect, at: now)
            addCommand(message)
        }
    }

    /// A command of this shard to another one, or to itself.
    mutating func addCommand(_ message: CommandMessage) {
        records.append(
            NewRecord(
                topic: settings.topics.commands, partition: message.home, key: Array(message.command.caseID.text.utf8),
                value: scribe.write { CommandCodec.encode(message, zone: zone, to: &$0) }))
    }

    /// An entry of the ledger or a fund's balance; nil is the end of its time of keeping.
    mutating func addLedger(_ key: String, _ body: [UInt8]?) {
        records.append(
            NewRecord(topic: settings.topics.rewards, partition: shard, key: Array(key.utf8), value: body))
    }

    /// A record that belongs to another shard, as it came.
    mutating func forward(_ record: Record, to home: Int) {
        records.append(
            NewRecord(
                topic: record.topic, partition: home, key: record.key, value: record.value, headers: record.headers))
    }

    /// A record that cannot be used, as it came, with the reason beside it.
    ///
    /// A value that the topic cannot hold is left out when asked: it can be read at its coordinates.
    mutating func addDeadLetter(_ record: Record, _ rejection: Rejection, omitsLargeValues: Bool) {
        let reasons = DeadLetterHeaders(
            topic: record.topic, partition: record.partition, offset: record.offset, rejection,
            receivedAt: Instant(milliseconds: record.timestamp))
        var headers = record.headers + reasons.headers(zone: zone)
        var value = record.value
        if omitsLargeValues, let bytes = value?.count, bytes > ReportCodec.bytes {
            value = []
            headers.append(Header(HeaderName.deadValueOmitted, Array(String(bytes).utf8)))
        }
        records.append(NewRecord(topic: settings.topics.deadLetters, key: record.key, value: value, headers: headers))
    }
}
