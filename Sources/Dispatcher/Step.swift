import CaseStore
import HazardCore
import HazardWire
import MessageLog
import Wording

/// The decisions of one step: every record of a batch, then the timers that are due, in the store's open transaction.
///
/// Each attempt makes a new `Step`, so an aborted attempt leaves nothing behind.
struct Step {
    let context: StepContext
    let store: ShardStore
    var numbers: ShardNumbers
    var clock: LaneClock
    var health: QueueHealth
    var outbox: Outbox
    private let oldCommandsEnd: Int64
    var unitOfWork = UnitOfWork()
    var ledger: LedgerBook
    /// The funds hold what the configuration gives them.
    var isToppedUp: Bool
    /// No case waits for a calendar that has come, or for a department's new id.
    var hasFollowedPolicy: Bool
    var tally = Tally()
    /// The report that is being decided. Its notices name the conversation, which no case stores.
    private var reportAtHand: Report?
    /// Some timers were moved, in the store only.
    var isPostponing = false
    /// The first record whose time was capped.
    private(set) var firstCapped: Record?
    private let repeats: RepeatedLetters?
    var answers: [MessageOutcome] = []
    private(set) var written: [CaseChange] = []
    private(set) var dispatched: [String: Int] = [:]
    private(set) var rejected: [RejectionReason: Int] = [:]
    private(set) var notices: [NoticeKind: Int] = [:]

    init(context: StepContext, store: ShardStore, buffer: EncodeBuffer, state: LaneState) {
        self.context = context
        self.store = store
        numbers = state.numbers
        clock = state.clock
        clock.beginStep()
        health = state.health
        oldCommandsEnd = state.transfers.oldCommandsEnd
        isToppedUp = state.isToppedUp
        repeats = state.repeats
        hasFollowedPolicy = state.hasFollowedPolicy
        outbox = Outbox(settings: context.settings, shard: context.shard, buffer: buffer, trimming: state.trimming)
        ledger = LedgerBook(settings: context.settings, store: store, buffer: buffer)
    }

    // MARK: - Decide

    /// Decides one record. The results are in the unit of work and in the outbox.
    mutating func decide(_ record: Record) throws(LaneFault) {
        tally.consumed += 1
        if record.timestamp > clock.latestAllowed, firstCapped == nil { firstCapped = record }
        let now = clock.advance(to: record.timestamp)
        let isOldCommand = record.offset < oldCommandsEnd && record.at == context.commands
        switch try context.triage.triage(record, at: now, isOldCommand: isOldCommand) {
        case .report(let received): try decideReport(received, record, at: now)
        case .feedback(let feedback):
            let id = try caseNow(of: feedback)
            try apply(record, to: id, cause: feedback.cause, at: now) { decider, value in
                decider.decide(feedback, on: &value, at: now)
            }
        case .command(let command) where command.kind == .erase: try decideErasure(command, record, at: now)
        case .command(let command) where command.kind.isAboutTwo: try applyToTwoCases(record, command, at: now)
        case .command(let command):
            if command.role == .system, try find(command.caseID) == nil {
                // The case's retention ended before the other shard's command arrived.
                tally.noOps += 1
                return
            }
            try apply(record, to: command.caseID, cause: command.cause, at: now) { decider, value in
                decider.decide(command, on: &value, at: now)
            }
        case .ledger(let question, let command): try decideLedger(question, by: command, at: now)
        case .misplaced(let home):
            guard outbox.forward(record, to: home) else {
                deadLetter(record, .tooLargeToForward)
                return
            }
            tally.forwarded += 1
        case .salvaged(let salvaged): try decideSalvaged(salvaged, record, at: now)
        case .rejected(let rejection, let report):
            let isNew = deadLetter(record, rejection)
            if isNew, let report { notifyRejected(report, rejection, at: now) }
        }
    }

    // MARK: - Reports

    private mutating func decideReport(_ received: ReceivedReport, _ record: Record, at now: Instant) throws(LaneFault)
    {
        let id = received.report.reportID
        if let known = try known(id) {
            // Of an erased report only the id is left.
            guard
                known.isErased
                    || StoredHash.canBe(known.contentHash, received.entry.contentHash, record.value ?? [])
            else {
                try decideOtherContent(received, of: known, record, at: now)
                return
            }
            tally.duplicates += 1
            return
        }
        reportAtHand = received.report
        defer { reportAtHand = nil }
        try file(context.opening.open(received, id: try nextNumber(at: now)), received.report, record, at: now)
    }

    /// The case and the content hash that a report id belongs to, from this step or from the store (`DECISIONS.md` #11).
    func known(_ id: String) throws(LaneFault) -> KnownReport? {
        if let known = unitOfWork.knownReport(id) { return known }
        return try stored { () throws(StoreFault) in try store.knownReport(id) }
    }

    /// The next case number of the local day: the highest stored number plus one. `open` uses the number up.
    mutating func nextNumber(at now: Instant) throws(LaneFault) -> CaseID {
        let date = context.settings.policy.zone.civil(now).date
        if numbers.date != date {
            numbers.date = date
            numbers.lastNumber = try stored { () throws(StoreFault) in try store.highestNumber(on: date) }
        }
        return CaseID(date: date, shard: context.shard, number: numbers.lastNumber + 1)
    }

    // MARK: - Feedback and commands

    /// The case that feedback is about. A reporter knows the number that was given first; when the report has moved to
    /// another case since, by merging or splitting, that case gets the feedback.
    private mutating func caseNow(of feedback: Feedback) throws(LaneFault) -> CaseID {
        guard feedback.actor.role == .reporter, let report = feedback.actor.ref,
            let named = try find(feedback.caseID)?.value, let known = try known(report), known.caseID != named.id
        else { return feedback.caseID }
        let hasLeft =
            named.state == .merged
            || named.links.contains { $0.kind == .splitOff && $0.caseID == known.caseID.text }
        return hasLeft ? known.caseID : feedback.caseID
    }

    mutating func apply(
        _ record: Record, to id: CaseID, cause: Cause, at now: Instant,
        _ decide: (CaseDecider, inout Case) -> CaseVerdict
    ) throws(LaneFault) {
        guard let entry = try find(id) else {
            deadLetter(record, .unknownCase(id))
            return
        }
        let verdict = decide(context.decider, &entry.value)
        answers.append(MessageOutcome(cause: cause, caseID: id, verdict: verdict))
        switch verdict {
        case .applied: tally.applied += 1
        case .refused: tally.refused += 1
        case .recorded: tally.noOps += 1
        case .repeated:
            tally.noOps += 1
            return
        case .full:
            deadLetter(record, .historyFull(id))
            return
        }
        try markChanged(entry)
        send(entry, trace: nil, at: now)
    }

    // MARK: - The ledger

    /// Decides a request from a shard to the ledger of a programme. The answer goes to the case of the entry.
    private mutating func decideLedger(_ question: LedgerQuestion, by command: Command, at now: Instant)
        throws(LaneFault)
    {
        let outcome =
            switch question {
            case .grant(let request): try ledger.grant(request, by: command.commandID, at: now)
            case .claim(let entry, let programme): try ledger.claim(entry, of: programme, at: now)
            case .clawBack(let entry, let programme, let reason):
                try ledger.clawBack(entry, of: programme, reason: reason, at: now)
            case .erase(let entry, let programme): try ledger.erase(entry, of: programme, at: now)
            }
        switch outcome {
        case .applied: tally.applied += 1
        case .repeated: tally.noOps += 1
        case .refused: tally.refused += 1
        }
    }

    // MARK: - Details

    /// Adds a new case to the unit of work and uses up its number.
    mutating func open(_ value: Case) throws(LaneFault) -> TrackedCase {
        numbers.lastNumber += 1
        return unitOfWork.open(value)
    }

    /// Marks the case as changed, so that it is written, and updates its search keys for later records of the batch.
    mutating func markChanged(_ entry: TrackedCase, searchKeys: SearchKeys? = nil) throws(LaneFault) {
        unitOfWork.markChanged(entry)
        let searchKeyInputs = SearchKeyInputs(entry.value)
        guard searchKeyInputs != entry.searchKeyInputs else { return }
        let (value, before) = (entry.value, entry.searchKeyInputs)
        try stored { () throws(StoreFault) in try store.index(value, searchKeys: searchKeys, before: before) }
        entry.searchKeyInputs = searchKeyInputs
    }

    mutating func find(_ id: CaseID) throws(LaneFault) -> TrackedCase? {
        if let entry = unitOfWork.find(id) { return entry }
        guard let body = try stored({ () throws(StoreFault) in try store.body(of: id) }) else { return nil }
        do {
            return unitOfWork.track(try CaseCodec.decode(body))
        } catch {
            let reason = LocalText(describing: error)
            throw .stop(
                LocalText(
                    zh: "分片 \(context.shard)：已存的案卷 \(id.text) 无法读取：\(reason.zh)。请执行 `hazard rebuild`。",
                    en: "shard \(context.shard): the stored case \(id.text) cannot be read: \(reason.en). "
                        + "Run `hazard rebuild`."))
        }
    }

    mutating func send(_ entry: TrackedCase, trace: [UInt8]?, at now: Instant) {
        var sequence = numbers.lastSequence
        var parts: TaskRecordParts?
        entry.value.sendPending(
            at: now, sequence: &sequence, reach: { health.reach($0, at: now) },
            emit: { value, index, event in
                let shared = parts ?? outbox.taskParts(value)
                parts = shared
                outbox.addTask(value, index, event, shared: shared, trace: trace)
                dispatched[value.tasks[index].department, default: 0] += 1
            })
        numbers.lastSequence = sequence
        let atHand = reportAtHand
        entry.value.sendNotices(at: now, reach: { health.reach(QueueHealth.notices, at: now) }) { value, notice in
            outbox.addNotice(value, notice, thread: atHand?.reportID == notice.reportID ? atHand?.threadID : nil)
            notices[notice.kind, default: 0] += 1
        }
    }

    /// Informs a reporter that the report was rejected, if the reason helps the reporter.
    ///
    /// No case stores this notice. While notices cannot be written it is dropped, and only the dead letter has the
    /// reason.
    private mutating func notifyRejected(_ report: Report, _ rejection: Rejection, at now: Instant) {
        guard let reason = UnusableReport(rawValue: rejection.reason.rawValue),
            health.reach(QueueHealth.notices, at: now) == .open
        else { return }
        outbox.add(Notice(rejecting: report, reason, at: now))
        notices[.rejected, default: 0] += 1
    }

    /// Adds a dead letter, unless the record is read again and has one; then returns false.
    @discardableResult
    mutating func deadLetter(_ record: Record, _ rejection: Rejection) -> Bool {
        if let repeats, repeats.contains(record) {
            tally.noOps += 1
            return false
        }
        outbox.addDeadLetter(record, rejection)
        tally.deadLetters += 1
        rejected[rejection.reason, default: 0] += 1
        return true
    }

    /// Whether the step has anything to write to the log.
    var hasEffect: Bool { tally.consumed > 0 || tally.timers > 0 }

    /// The report of this step for observers. The lane adds its measurements.
    func committed(_ batch: LogBatch, changelogNext: Int64) -> CommittedStep {
        var consumed: [String: Int] = [:]
        for record in batch.records { consumed[record.topic, default: 0] += 1 }
        var step = CommittedStep(
            shard: context.shard, tally: tally, changes: written, answers: answers, consumedByTopic: consumed,
            dispatched: dispatched, rejected: rejected, notices: notices, changelogNext: changelogNext,
            capped: clock.capped, firstCapped: firstCapped.map(CappedTime.init))
        step.changelogRecords = outbox.records.count { $0.topic == context.changelog.topic }
        return step
    }

    // MARK: - Write

    /// Puts every changed case into the outbox and into the store's open transaction, once each.
    mutating func write() throws(LaneFault) {
        for entry in ledger.answers {
            try outbox.addCommand(EffectCommand.settled(entry, from: context.shard, at: clock.last))
        }
        for record in ledger.records { outbox.addLedger(record.key, record.body) }
        for entry in unitOfWork.changed {
            if !entry.value.effects.isEmpty {
                try outbox.addEffects(of: entry.value, at: clock.last)
                entry.value.effects = []
            }
            let (value, isNew) = (entry.value, entry.isNew)
            let body = outbox.addCase(value)
            try stored { () throws(StoreFault) in
                try store.put(
                    value, body: body, wakeAt: value.wakeAt(retention: context.settings.caseRetention), isIndexed: true,
                    isNew: isNew)
            }
            written.append(CaseChange(value, body: body))
        }
        for value in unitOfWork.removed { try remove(value) }
    }

    /// Removes a case and adds it to the counts of its month, which remain (`DECISIONS.md` #7).
    private mutating func remove(_ value: Case) throws(LaneFault) {
        let zone = context.settings.policy.zone
        let month = MonthlyCount.month(of: zone.civil(value.openedAt).date)
        let counts = try stored { () throws(StoreFault) in
            try store.addCount(
                MonthlyCount(
                    month: month, programme: value.programme, category: value.category.code,
                    state: value.state, code: value.closeCode))
            try store.remove(value.id)
            return try store.counts(of: month)
        }
        outbox.addTombstone(value.id)
        var record = MonthCounts(shard: context.shard, month: month)
        record.shardSequence = numbers.lastSequence
        record.counts = counts
        outbox.addCounts(record)
    }
}
