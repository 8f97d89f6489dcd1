import CaseStore
import HazardConfig
import HazardCore
import HazardWire
import MessageLog

/// The records that could not be used, as digests of their places and of their contents.
struct AuditLetters {
    private var places: Set<UInt64> = []
    private var contents: Set<UInt64> = []
    private(set) var count = 0

    /// Takes a letter; false when the record at its place has one already.
    mutating func add(_ letter: Record, _ headers: DeadLetterHeaders) -> Bool {
        count += 1
        contents.insert(Self.content(headers.topic, letter.key, letter.value))
        let at = TopicPartition(headers.topic, headers.partition)
        return places.insert(
            RowDigest.of(String(AuditFacts.place(at, headers.offset)), String(headers.receivedAt.milliseconds))
        ).inserted
    }

    /// Whether the record has a dead letter. One that was read again from a topic made anew is known by its content.
    func has(_ record: Record) -> Bool {
        let place = RowDigest.of(
            String(AuditFacts.place(record.at, record.offset)), String(record.timestamp))
        return places.contains(place) || contents.contains(Self.content(record.topic, record.key, record.value))
    }

    private static func content(_ topic: String, _ key: [UInt8]?, _ value: [UInt8]?) -> UInt64 {
        RowDigest.of(topic, String(RowDigest.of(bytes: key)), String(RowDigest.of(bytes: value)))
    }
}

/// Reads the dead letters, and looks in the inputs for records that nothing became of.
extension ConsistencyAudit {
    /// - Throws: `LogFailure` when the log cannot be read.
    func readLetters() throws(LogFailure) {
        let topic = settings.topics.names.deadLetters
        var replays = 0
        for partition in 0..<(try log.partitions(of: topic)) {
            _ = try each(TopicPartition(topic, partition)) { record in
                guard record.header(HeaderName.replayed) == nil else {
                    replays += 1
                    return
                }
                guard let headers = DeadLetterHeaders(record.headers) else { return foreign(record, .deadLetters) }
                guard !letters.add(record, headers) else { return }
                book.add(
                    .deadLetters,
                    zh: "\(headers.topic)[\(headers.partition)] 位点 \(headers.offset) 有两条无法使用的记录",
                    en:
                        "the record at \(headers.topic)[\(headers.partition)] offset \(headers.offset) has two dead letters",
                    fix: AuditFix.foreign)
            }
        }
        book.describe(
            .deadLetters, zh: "\(letters.count) 条无法使用的记录，\(replays) 次重放",
            en: "\(letters.count) dead letters, \(replays) replays")
    }

    /// Every record of an input up to where the lanes stood is in a case or is a dead letter.
    ///
    /// - Throws: `LogFailure` when the log cannot be read.
    func auditInput(_ topic: String, _ check: AuditCheck) throws(LogFailure) {
        var counts = AuditInputCounts()
        let partitions = try log.partitions(of: topic)
        for partition in 0..<partitions {
            let at = TopicPartition(topic, partition)
            // Without its file, a shard is known to have handled what stands before a report that it has taken.
            if let end = images[partition % settings.log.shards]?.position(at) ?? facts.reached[at] {
                _ = try each(at, below: end) { record in examine(record, check, &counts) }
            } else {
                var count = 0
                _ = try each(at) { _ in count += 1 }
                counts.unknown += count
            }
            if partition < settings.log.shards { step() }
        }
        for repeated in counts.changed(besides: facts.loose) { unhandled(repeated, check) }
        let rest = LocalCounts(counts)
        book.describe(check, zh: rest.zh, en: rest.en)
    }

    private func examine(_ record: Record, _ check: AuditCheck, _ counts: inout AuditInputCounts) {
        counts.records += 1
        if letters.has(record) {
            counts.letters += 1
            return
        }
        let isHandled =
            switch check {
            case .reports: isHandledReport(record, &counts)
            case .feedback: isHandledFeedback(record)
            case .commands: isHandledCommand(record)
            default: isHandledTransfer(record)
            }
        guard !isHandled else { return }
        guard isYoung(record) else {
            counts.old += 1
            return
        }
        unhandled(AuditRepeat(record, id: record.value.flatMap { SentID.of($0) } ?? "-"), check)
    }

    /// Whether neither the case of a record nor its dead letter can have left by retention.
    private func isYoung(_ record: Record) -> Bool { Instant(milliseconds: record.timestamp) >= oldestKnown }

    private func unhandled(_ record: AuditRepeat, _ check: AuditCheck) {
        book.add(
            check, zh: "\(record.at) 位点 \(record.offset)（\(record.id)）既不在案卷中，也不是无法使用的记录",
            en: "the record at \(record.at) offset \(record.offset) (\(record.id)) is in no case and is no dead letter",
            fix: AuditFix.sendAgain)
    }

    private func isHandledReport(_ record: Record, _ counts: inout AuditInputCounts) -> Bool {
        let id = record.value.flatMap { SentID.of($0) }
        if facts.isSource(record) {
            counts.reports += 1
            if let id { counts.contents[RowDigest.of(id)] = RowDigest.of(bytes: record.value) }
            return true
        }
        guard let id, facts.reports.contains(RowDigest.of(id)) else { return false }
        counts.repeats += 1
        if isYoung(record) { counts.repeated.append(AuditRepeat(record, id: id)) }
        return true
    }

    private func isHandledFeedback(_ record: Record) -> Bool {
        guard let value = record.value, let feedback = try? FeedbackCodec.decode(value) else { return false }
        if isGone(feedback.caseID) { return true }
        return facts.has(
            feedback.eventID, of: feedback.caseID.text, anyCase: feedback.actor.role == .reporter)
    }

    private func isHandledCommand(_ record: Record) -> Bool {
        guard let value = record.value, let command = try? CommandCodec.decode(value).command else { return false }
        if isGone(command.caseID) { return true }
        return facts.has(command.commandID, of: command.caseID.text, anyCase: command.role == .system)
    }

    /// A message between shards is readable, and the ledger has the entry that it asks for.
    private func isHandledTransfer(_ record: Record) -> Bool {
        guard let value = record.value, let command = try? CommandCodec.decode(value).command else { return false }
        guard command.role == .system else { return false }
        guard case .ledger(.grant(let request)) = command.action else { return true }
        return ledgerKeys.contains(RowDigest.of(request.programme + "/" + request.entryID))
    }

    /// The case has left by retention, so its history cannot be asked.
    private func isGone(_ id: CaseID) -> Bool {
        switch facts.cases[RowDigest.of(id.text)] {
        case true?: false
        case false?: true
        case nil: isForgotten(id)
        }
    }
}

/// What became of the records of one input.
struct AuditInputCounts {
    var records = 0
    var reports = 0
    /// Sent again, or forwarded to the partition where they belong.
    var repeats = 0
    /// The contents of the reports that are in cases, by the digest of their id.
    var contents: [UInt64: UInt64] = [:]
    var repeated: [AuditRepeat] = []
    var letters = 0
    /// Too old to tell.
    var old = 0
    /// Records of partitions of which it is not known how far they were read.
    var unknown = 0

    /// The records that have the id of another report: not the bytes of the one that is in its case, and no dead letter.
    func changed(besides loose: Set<UInt64>) -> [AuditRepeat] {
        repeated.filter { record in
            let id = RowDigest.of(record.id)
            return !loose.contains(id) && contents[id].map { $0 != record.content } ?? false
        }
    }
}

/// A record whose id is that of a report.
struct AuditRepeat {
    var at: TopicPartition
    var offset: Int64
    var id: String
    var content: UInt64

    init(_ record: Record, id: String) {
        at = record.at
        offset = record.offset
        self.id = id
        content = RowDigest.of(bytes: record.value)
    }
}

/// The sentence about the records of one input.
private struct LocalCounts {
    let zh: String
    let en: String

    init(_ counts: AuditInputCounts) {
        var zh = "\(counts.records) 条记录"
        var en = "\(counts.records) records"
        if counts.reports + counts.repeats > 0 {
            zh += "，\(counts.reports) 条进入案卷，\(counts.repeats) 条重复或转发"
            en += ", \(counts.reports) in cases, \(counts.repeats) sent again or forwarded"
        }
        zh += "，\(counts.letters) 条无法使用"
        en += ", \(counts.letters) dead letters"
        if counts.old > 0 {
            zh += "，\(counts.old) 条过旧，无法核对"
            en += ", \(counts.old) too old to tell"
        }
        if counts.unknown > 0 {
            zh += "；\(counts.unknown) 条是否已读未知"
            en += "; whether \(counts.unknown) more were read yet is not known here"
        }
        (self.zh, self.en) = (zh, en)
    }
}
