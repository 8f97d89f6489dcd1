import CaseStore
import HazardCore
import HazardWire
import MessageLog

/// One step's decisions: every record of a batch, then what fell due, over the store's open transaction.
///
/// Made anew for each attempt, so that an aborted one leaves nothing behind.
struct Step {
    let context: StepContext
    let store: ShardStore
    var numbers: ShardNumbers
    var clock: LaneClock
    var health: QueueHealth
    var outbox: Outbox
    private let omitsLargeValues: Bool
    var working = UnitOfWork()
    private var ledger: LedgerBook
    /// The funds have what the configuration gives them.
    private(set) var isToppedUp: Bool
    var tally = Tally()
    /// Some timers were set anew, in the store only.
    private(set) var isPostponing = false
    /// The first record whose time was not believed.
    private(set) var firstCapped: Record?
    private(set) var answers: [MessageOutcome] = []
    private(set) var written: [CaseChange] = []
    private(set) var dispatched: [String: Int] = [:]
    private(set) var rejected: [RejectionReason: Int] = [:]
    private(set) var notices: [NoticeKind: Int] = [:]

    init(context: StepContext, store: ShardStore, scribe: EncodeBuffer, state: LaneState) {
        self.context = context
        self.store = store
        numbers = state.numbers
        clock = state.clock
        clock.beginStep()
        health = state.health
        omitsLargeValues = state.omitsLargeValues
        isToppedUp = state.isToppedUp
        outbox = Outbox(settings: context.settings, shard: context.shard, scribe: scribe)
        ledger = LedgerBook(settings: context.settings, store: store, scribe: scribe)
    }

    // MARK: - Decide

    /// Decides one record; what follows is in the working set and the outbox.
    mutating func decide(_ record: Record) throws(LaneFault) {
        tally.consumed += 1
        let isBelieved = record.timestamp <= clock.latestBelieved
        let now = clock.advance(to: record.timestamp)
        if !isBelieved, firstCapped == nil { firstCapped = record }
        switch try context.triage.sort(record, at: now) {
        case .report(let received): try take(received, record, at: now)
        case .feedback(let feedback):
            try apply(record, to: feedback.caseID, cause: feedback.cause, at: now) { decider, value in
                decider.decide(feedback, on: &value, at: now)
            }
        case .command(let command) where command.kind.isAboutTwo: try applyToTwoCases(record, command, at: now)
        case .command(let command):
            if command.role == .system, try find(command.caseID) == nil {
                // Its time of keeping was over before the other shard spoke.
                tally.noOps += 1
                return
            }
            try apply(record, to: command.caseID, cause: command.cause, at: now) { decider, value in
                decider.decide(command, on: &value, at: now)
            }
        case .ledger(let question, let command): try ask(question, by: command, at: now)
        case .misplaced(let home):
            outbox.forward(record, to: home)
            tally.forwarded += 1
        case .rejected(let rejection, let report):
            deadLetter(record, rejection)
            if let report { tell(report, rejection, at: now) }
        }
    }

    /// Carries out what fell due by time: emergencies that nobody touched, deadlines passed, queues to be tried again,
    /// rewards not fetched, cases to be forgotten.
    mutating func decideTimers(inputsRead: Bool) throws(LaneFault) {
        try decideEmergencies()
        guard let now = clock.timerTime(inputsRead: inputsRead) else { return }
        if !isToppedUp { tally.timers += try ledger.topUp(at: now) }
        isToppedUp = true
        tally.timers += try ledger.lookAtTimers(at: now)
        for id in try stored({ () throws(StoreFault) in
            try store.due(upTo: now, limit: context.settings.pace.timersPerStep)
        }) {
            guard let entry = try find(id), !entry.isChanged else { continue }
            if entry.value.isPastRetention(at: now, retention: context.settings.caseRetention) {
                tally.timers += 1
                working.forget(entry)
            } else if context.decider.decideTimers(on: &entry.value, at: now) {
                tally.timers += 1
                try touch(entry)
                send(entry, trace: nil, at: now)
            } else {
                try sendAgain(entry, at: now)
            }
        }
    }

    /// Emergencies wait for no clock to be right: their limits run on while it has jumped.
    private mutating func decideEmergencies() throws(LaneFault) {
        let now = clock.emergencyTime
        let latest = now.adding(EmergencyWait.clockTolerance)
        for id in try stored({ () throws(StoreFault) in
            try store.dueEmergencies(upTo: now, latest: latest, limit: context.settings.pace.timersPerStep)
        }) {
            guard let entry = try find(id), !entry.isChanged, context.decider.pageUnattended(&entry.value, at: now)
            else {
                continue
            }
            tally.timers += 1
            try touch(entry)
            send(entry, trace: nil, at: now)
        }
    }

    /// Tries the queues that a case waits for; while none takes anything, the case has not changed and is not written.
    private mutating func sendAgain(_ entry: TrackedCase, at now: Instant) throws(LaneFault) {
        let before = entry.value
        send(entry, trace: nil, at: now)
        guard entry.value.hasToldNobody(since: before) else {
            tally.timers += 1
            try touch(entry)
            return
        }
        let next = entry.value.wakeAt(retention: context.settings.caseRetention)
        entry.value = before
        isPostponing = true
        try stored { () throws(StoreFault) in
            try store.postpone(before.id, until: next ?? now.adding(minutes: 1))
        }
    }

    // MARK: - Reports

    private mutating func take(_ received: ReceivedReport, _ record: Record, at now: Instant) throws(LaneFault) {
        let id = received.report.reportID
        if let known = try known(id) {
            guard known.contentHash == received.entry.contentHash else {
                deadLetter(record, .idReused(id, by: known.caseID))
                return
            }
            tally.duplicates += 1
            return
        }
        try file(context.opening.open(received, id: try nextNumber(at: now)), received.report, record, at: now)
    }

    /// What is remembered of a report id, by this step or by the store.
    func known(_ id: String) throws(LaneFault) -> KnownReport? {
        if let known = working.knownReport(id) { return known }
        return try stored { () throws(StoreFault) in try store.knownReport(id) }
    }

    /// Highest stored + 1, by local day; taken when a case with it is opened.
    mutating func nextNumber(at now: Instant) throws(LaneFault) -> CaseID {
        let date = context.settings.policy.zone.civil(now).date
        if numbers.date != date {
            numbers.date = date
            numbers.lastNumber = try stored { () throws(StoreFault) in try store.highestNumber(on: date) }
        }
        return CaseID(date: date, shard: context.shard, number: numbers.lastNumber + 1)
    }

    // MARK: - Feedback and commands

    mutating func apply(
        _ record: Record, to id: CaseID, cause: Cause, at now: Instant,
        _ say: (CaseDecider, inout Case) -> CaseVerdict
    ) throws(LaneFault) {
        guard let entry = try find(id) else {
            deadLetter(record, .unknownCase(id))
            return
        }
        let verdict = say(context.decider, &entry.value)
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
        try touch(entry)
        send(entry, trace: nil, at: now)
    }

    // MARK: - The ledger

    /// A shard asks the ledger of a programme; what it answers goes to the case in question.
    private mutating func ask(_ question: LedgerQuestion, by command: Command, at now: Instant) throws(LaneFault) {
        let outcome =
            switch question {
            case .grant(let request): try ledger.grant(request, by: command.commandID, at: now)
            case .claim(let entry, let programme): try ledger.claim(entry, of: programme, at: now)
            case .clawBack(let entry, let programme, let reason):
                try ledger.clawBack(entry, of: programme, reason: reason, at: now)
            }
        switch outcome {
        case .applied: tally.applied += 1
        case .repeated: tally.noOps += 1
        case .refused: tally.refused += 1
        }
    }

    // MARK: - Details

    /// Takes a new case in hand.
    mutating func open(_ value: Case) throws(LaneFault) -> TrackedCase {
        numbers.lastNumber += 1
        return working.open(value)
    }

    /// The case was changed: it is to be written, and later records of the batch find it as it is now.
    mutating func touch(_ entry: TrackedCase, traces: SearchKeys? = nil) throws(LaneFault) {
        working.touch(entry)
        let finding = SearchKeyInputs(entry.value)
        guard finding != entry.finding else { return }
        let (value, before) = (entry.value, entry.finding)
        try stored { () throws(StoreFault) in try store.index(value, searchKeys: traces, before: before) }
        entry.finding = finding
    }

    mutating func find(_ id: CaseID) throws(LaneFault) -> TrackedCase? {
        if let entry = working.find(id) { return entry }
        guard let body = try stored({ () throws(StoreFault) in try store.body(of: id) }) else { return nil }
        do {
            return working.take(try CaseCodec.decode(body))
        } catch {
            throw .stop(
                "shard \(context.shard): the stored case \(id.text) cannot be read: \(error). Run `hazard rebuild`")
        }
    }

    mutating func send(_ entry: TrackedCase, trace: [UInt8]?, at now: Instant) {
        var sequence = numbers.lastSequence
        entry.value.sendPending(
            at: now, sequence: &sequence, reach: { health.reach($0, at: now) },
            emit: { value, index, event in
                outbox.addTask(value, index, event, trace: trace)
                dispatched[value.tasks[index].department, default: 0] += 1
            })
        numbers.lastSequence = sequence
        entry.value.sendNotices(at: now, reach: { health.reach(QueueHealth.notices, at: now) }) { value, notice in
            outbox.addNotice(value, notice)
            notices[notice.kind, default: 0] += 1
        }
    }

    /// Tells a reporter why no case came of a report, when that helps; no case can keep it, so while the notices cannot be
    /// written it is not told, and the dead letter says why.
    private mutating func tell(_ report: Report, _ rejection: Rejection, at now: Instant) {
        guard let reason = UnusableReport(rawValue: rejection.reason.rawValue),
            health.reach(QueueHealth.notices, at: now) == .open
        else { return }
        outbox.add(Notice(rejecting: report, reason, at: now))
        notices[.rejected, default: 0] += 1
    }

    private mutating func deadLetter(_ record: Record, _ rejection: Rejection) {
        outbox.addDeadLetter(record, rejection, omitsLargeValues: omitsLargeValues)
        tally.deadLetters += 1
        rejected[rejection.reason, default: 0] += 1
    }

    /// Whether there is anything for the log.
    var hasEffect: Bool { tally.consumed > 0 || tally.timers > 0 }

    /// What is told of this step once it stands; the lane adds what it measured.
    func committed(_ batch: LogBatch, changelogNext: Int64) -> CommittedStep {
        var consumed: [String: Int] = [:]
        for record in batch.records { consumed[record.topic, default: 0] += 1 }
        return CommittedStep(
            shard: context.shard, tally: tally, changes: written, answers: answers, consumedByTopic: consumed,
            dispatched: dispatched, rejected: rejected, notices: notices, changelogNext: changelogNext,
            capped: clock.capped, firstCapped: firstCapped.map(CappedTime.init))
    }

    // MARK: - Write

    /// Puts every changed case into the outbox and the store's open transaction, once.
    mutating func write() throws(LaneFault) {
        for entry in ledger.answers {
            outbox.addCommand(EffectCommand.settled(entry, from: context.shard, at: clock.last))
        }
        for record in ledger.records { outbox.addLedger(record.key, record.body) }
        for entry in working.changed {
            outbox.addEffects(of: entry.value, at: clock.last)
            entry.value.effects = []
            let body = outbox.addCase(entry.value)
            let value = entry.value
            try stored { () throws(StoreFault) in
                try store.put(
                    value, body: body, wakeAt: value.wakeAt(retention: context.settings.caseRetention), isIndexed: true)
            }
            written.append(CaseChange(value, body: body))
        }
        for value in working.forgotten { try forget(value) }
    }

    /// Its counts stay, the rest goes.
    private mutating func forget(_ value: Case) throws(LaneFault) {
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

extension Case {
    /// No department and no reporter was told anything.
    fileprivate func hasToldNobody(since before: Case) -> Bool {
        notices.count == before.notices.count && zip(before.tasks, tasks).allSatisfy { $0.version == $1.version }
    }
}
