/// What later reports and words add to an emergency (`config/contracts/README.md`, Report: Emergencies are never only a
/// dead letter).
extension CaseDecider {
    /// Completes a report whose record had faults with the report of the same id that has none, or fewer.
    ///
    /// `opened` is the case that the new record would have opened. A case that still waits in triage goes where `opened`
    /// would have gone.
    package func complete(_ value: inout Case, with opened: Case, at now: Instant) {
        guard let new = opened.reports.first,
            let index = value.reports.firstIndex(where: { $0.reportID == new.reportID })
        else { return }
        let before = value
        let old = value.reports[index]
        value.reports[index] = new
        value.reports[index].receivedAt = old.receivedAt
        value.reports[index].role = old.role
        value.reports[index].jointWith = old.jointWith
        value.reports[index].score = old.score
        if old.role == .first {
            value.programme = opened.programme
            value.text = opened.text ?? value.text
        }
        addWhatIsNew(opened, to: &value)
        value.flags.salvaged = value.reports.contains(where: \.isSalvaged)
        if value.state == .triage, opened.state != .triage { value.follow(opened, at: now, policy.calendar, self) }
        value.record(
            .move(.own(.completed)), from: before.state, by: Actor(.ingest), at: now,
            for: Cause(sender: "report", id: new.contentHash),
            words: SaidWords(note: opened.text.map { Case.shortened($0, to: Case.noteLength) }))
        watchEmergency(&value, at: now)
        NoticeRules(policy: policy).moved(&value, from: before, reason: nil, at: now)
        RewardEarning(policy: policy).settle(&value, at: now)
    }

    /// Adds the words of an emergency that came under the id of a report of this case. A person must look.
    ///
    /// Returns false when the case knows these words already.
    package func addEmergency(_ opened: Case, to value: inout Case, at now: Instant) -> Bool {
        guard let new = opened.reports.first else { return false }
        let cause = Cause(sender: "report", id: new.contentHash)
        guard !value.remembers(cause) else { return false }
        let before = value
        let words = opened.text.map { Case.shortened($0, to: Case.noteLength) }
        raise(
            &value, for: opened.decision.dangers, isDoubtful: opened.decision.isDoubtful, words: words, at: now)
        value.record(
            .move(.own(.emergencySaid)), from: before.state, by: Actor(.ingest), at: now, for: cause,
            .joined(MatchReason(.sameID)), words: SaidWords(note: words))
        watchEmergency(&value, at: now)
        NoticeRules(policy: policy).moved(&value, from: before, reason: nil, at: now)
        return true
    }

    /// Raises the case to P0, because new words speak of an emergency. Departments at work see the words; those that
    /// stand for the danger get a task. When the work is already done, a supervisor must look.
    func raise(
        _ value: inout Case, for dangers: [Danger], isDoubtful: Bool, words: String?, at now: Instant
    ) {
        let isCertain = value.priority == .p0 && !value.decision.isDoubtful
        value.decision.isDoubtful = isDoubtful && !isCertain
        value.flags.needsReview = true
        value.priority = .p0
        value.decision.dangers += dangers.filter { !value.decision.dangers.contains($0) }
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            value.tell(index, TaskEvent(.changed, .report(.followUp, worse: nil, words: words)))
        }
        switch value.state {
        case .registered, .dispatched, .inProgress:
            // Nobody is paged for doubtful words.
            let called = isDoubtful ? [] : dangers
            let missing = called.map(\.department).filter { isAtWork($0) && value.taskIndex(of: $0) == nil }
            assign(missing.map { DepartmentRole($0, .co) }, &value, at: now)
        case .resolved, .checking, .suspended: value.flags.escalated = true
        case .triage, .closed, .cancelled, .rejected, .merged: break
        }
    }
}

extension Case {
    /// Takes the category, the limits and the departments of the case that a complete report would have opened.
    fileprivate mutating func follow(
        _ opened: Case, at now: Instant, _ calendar: WorkingCalendar, _ decider: CaseDecider
    ) {
        let faults = decision.evidence.filter(\.isFault)
        category = opened.category
        condition = opened.condition
        flags.emergency = opened.flags.emergency
        decision = opened.decision
        decision.evidence += faults
        setDeadlines(from: openedAt, calendar)
        decider.assign(opened.tasks.map { DepartmentRole($0.department, $0.role) }, &self, at: now)
    }
}

extension Evidence {
    fileprivate var isFault: Bool { if case .fault = self { true } else { false } }
}
