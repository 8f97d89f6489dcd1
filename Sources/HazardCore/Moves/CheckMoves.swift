/// How a case ends and begins again: resolved, checked, closed, reopened.
extension CaseDecider {
    func verify(_ result: CheckResult, _ command: Command, _ value: inout Case, at now: Instant) {
        let before = value.state
        switch result {
        case .pass: value.pass(at: now)
        case .fail: value.fail(reason: command.reason, at: now, policy.calendar)
        }
        value.remember(command, from: before, at: now, .checked(result))
    }

    func close(_ code: CloseCode?, _ command: Command, _ value: inout Case, at now: Instant) {
        let before = value.state
        value.finish(.closed, code: code ?? value.leadCode, at: now)
        value.remember(command, from: before, at: now, value.closeCode.map(EventDetail.closed))
    }

    func forceClose(
        _ code: CloseCode?, _ command: Command, _ value: inout Case, at now: Instant
    ) throws(CaseRefusal) {
        try needReason(command, value)
        value.flags.forced = true
        close(code, command, &value, at: now)
    }

    /// Cancelled or rejected: with a reason, and every department told to stop.
    func end(_ command: Command, as state: CaseState, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        try needReason(command, value)
        let before = value.state
        value.finish(state, code: nil, at: now)
        value.remember(command, from: before, at: now)
    }

    func reopen(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        let before = value.state
        try value.reopen(
            reason: command.reason, allowed: CaseMoves.allowed(role: command.role, on: value), at: now, policy.calendar)
        value.remember(command, from: before, at: now)
    }

    func needReason(_ command: Command, _ value: Case) throws(CaseRefusal) {
        guard command.reason?.isEmpty != false else { return }
        throw CaseRefusal(
            .reasonMissing(.command(command.kind)),
            allowed: CaseMoves.allowed(role: command.role, on: value))
    }
}

extension Case {
    /// Adds what was commanded to the history.
    mutating func remember(
        _ command: Command, from before: CaseState, at now: Instant, _ detail: EventDetail? = nil
    ) {
        record(
            .move(.command(command.kind)), from: before, by: command.actor, at: now, for: command.cause, detail,
            words: command.words)
    }

    /// The lead's result as the case's close code; the first done task's when the lead has none.
    var leadCode: CloseCode? {
        let done = tasks.filter { $0.state == .done && $0.department != Department.triageID }
        return (done.first { $0.role == .lead } ?? done.first)?.result.map(CloseCode.init)
    }

    /// The work is done as far as the close rule asks: the case is resolved and who still had a task is told to stop.
    mutating func settle(at now: Instant) {
        guard isSettled else { return }
        state = .resolved
        resolvedAt = now
        stageDueAt = now.adding(StageLimits.check)
        pauses.resume(at: now)
        revokeAlive(at: now)
    }

    /// A part that was given back 退单 counts no more once it is decided who acts instead; until then, with the triage centre
    /// asked, not everybody is done.
    private var isSettled: Bool {
        let counted = tasks.filter {
            $0.department != Department.triageID && ($0.state.isAlive || $0.state == .done)
        }
        switch decision.closeRule {
        case .all:
            let isOpen = isTriageAsked && tasks.contains { $0.state == .returned }
            return !isOpen && !counted.isEmpty && counted.allSatisfy { $0.state == .done }
        case .lead: return counted.contains { $0.role == .lead && $0.state == .done }
        case .any: return counted.contains { $0.state == .done }
        }
    }

    /// A check that found the hazard gone.
    mutating func pass(at now: Instant) { finish(.closed, code: leadCode, at: now) }

    /// A check that found it still there 返工: everybody who said done is asked again, with a fresh clock.
    mutating func fail(reason: String?, at now: Instant, _ calendar: WorkingCalendar) {
        flags.rework += 1
        for index in tasks.indices where tasks[index].state == .done { tasks[index].rework += 1 }
        begin(again: .inProgress, reason: reason, at: now, calendar)
    }

    /// Whether it was closed so lately that the same case goes on.
    func isReopenable(at now: Instant) -> Bool {
        now <= (closedAt ?? now).adding(.days(StageLimits.reopenDays))
    }

    /// The hazard is back, or was never gone.
    mutating func reopen(
        reason: String?, allowed: [String], at now: Instant, _ calendar: WorkingCalendar
    ) throws(CaseRefusal) {
        guard reason?.isEmpty == false else {
            throw CaseRefusal(.reopenWithoutReason, allowed: allowed)
        }
        guard isReopenable(at: now) else {
            throw CaseRefusal(.reopenTooLate(days: StageLimits.reopenDays), allowed: allowed)
        }
        flags.reopened += 1
        closedAt = nil
        closeCode = nil
        begin(again: .dispatched, reason: reason, at: now, calendar)
    }

    /// Asks every department that had said done; when none had, the lead; when nobody leads, triage.
    private mutating func begin(
        again next: CaseState, reason: String?, at now: Instant, _ calendar: WorkingCalendar
    ) {
        state = next
        resolvedAt = nil
        stageDueAt = nil
        setDeadlines(from: now, calendar)
        var asked = tasks.indices.filter { tasks[$0].state == .done && tasks[$0].department != Department.triageID }
        if asked.isEmpty {
            asked = tasks.indices.filter {
                tasks[$0].role == .lead && tasks[$0].state == .revoked && tasks[$0].department != Department.triageID
            }
        }
        for index in asked {
            tasks[index].state = tasks[index].version == 0 ? .queued : .sent
            tasks[index].sentAt = now
            tasks[index].acknowledge(within: StageLimits.accept, from: now)
            tasks[index].result = nil
            tasks[index].endedAt = nil
            let limit = limit(for: tasks[index].department)
            note(tasks[index].startClock(limit, at: now, calendar), of: limit)
            tasks[index].pending.append(TaskEvent(tasks[index].version == 0 ? .dispatched : .reopened, saying: reason))
        }
        promoteLead()
        if asked.isEmpty { backToTriage(at: now, calendar) }
    }

    /// Ends the case: who was at work is told to stop, who was done is told it is closed.
    mutating func finish(_ end: CaseState, code: CloseCode?, at now: Instant) {
        revokeAlive(at: now)
        for index in tasks.indices where tasks[index].state == .done { tell(index, TaskEvent(.closed)) }
        state = end
        closeCode = code
        closedAt = now
        stageDueAt = nil
        suspendedUntil = nil
        pauses.resume(at: now)
    }

    mutating func revokeAlive(at now: Instant) {
        for index in tasks.indices where tasks[index].state.isAlive { revoke(index, at: now) }
    }

    /// Takes a task back; a department that was never told of it is not told now.
    mutating func revoke(_ index: Int, _ change: TaskChange? = nil, at now: Instant) {
        tasks[index].state = .revoked
        tasks[index].endedAt = now
        tasks[index].pauses.resume(at: now)
        voidRequests(of: tasks[index].department, at: now)
        tasks[index].pending.removeAll { $0.kind != .refused }
        tell(index, TaskEvent(.revoked, change))
    }
}
