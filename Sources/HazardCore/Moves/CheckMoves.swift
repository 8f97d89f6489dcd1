/// Moves that resolve, check, close and reopen a case (`DECISIONS.md` #35).
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

    /// Cancels or rejects the case. A reason is required, and every department is told to stop.
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
    /// Adds a command to the history.
    mutating func remember(
        _ command: Command, from before: CaseState, at now: Instant, _ detail: EventDetail? = nil
    ) {
        record(
            .move(.command(command.kind)), from: before, by: command.actor, at: now, for: command.cause, detail,
            words: command.words)
    }

    /// The close code after a check: the lead's result, else the result of the first task that is done.
    var leadCode: CloseCode? {
        let done = tasks.filter { $0.state == .done && $0.department != Department.triageID }
        return (done.first { $0.role == .lead } ?? done.first)?.result.map(CloseCode.init)
    }

    /// Resolves the case when the close rule is met, and revokes the open tasks.
    mutating func settle(at now: Instant) {
        guard isSettled else { return }
        state = .resolved
        resolvedAt = now
        stageDueAt = now.adding(StageLimits.check)
        pauses.resume(at: now)
        revokeAlive(at: now)
    }

    /// Whether the close rule is met. A returned task 退单 no longer counts once it is decided who acts instead. With the
    /// rule `all`, a case with a returned task is not settled while the triage centre still has to decide
    /// (`DECISIONS.md` #31).
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

    /// Closes the case: the check found the hazard gone.
    mutating func pass(at now: Instant) { finish(.closed, code: leadCode, at: now) }

    /// Sends the work back 返工: the check found the hazard still there. Every department that was done gets its task
    /// again, with a fresh clock.
    mutating func fail(reason: String?, at now: Instant, _ calendar: WorkingCalendar) {
        flags.rework += 1
        for index in tasks.indices where tasks[index].state == .done { tasks[index].rework += 1 }
        begin(again: .inProgress, reason: reason, at: now, calendar)
    }

    /// Whether the case closed recently enough to be reopened (`StageLimits.reopenDays`).
    func isReopenable(at now: Instant) -> Bool {
        now <= (closedAt ?? now).adding(.days(StageLimits.reopenDays))
    }

    /// Reopens the case: the hazard came back, or was never gone.
    ///
    /// - Throws: `CaseRefusal` without a reason, or when the time for reopening is over.
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

    /// Gives the task again to every department that was done, else to the lead. Without either the case goes to
    /// triage.
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

    /// Ends the case. Departments at work are told to stop; departments that are done are told that it is closed.
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

    /// Revokes a task. A department that never got a record of the task gets none now.
    mutating func revoke(_ index: Int, _ change: TaskChange? = nil, at now: Instant) {
        tasks[index].state = .revoked
        tasks[index].endedAt = now
        tasks[index].pauses.resume(at: now)
        voidRequests(of: tasks[index].department, at: now)
        tasks[index].pending.removeAll { $0.kind != .refused }
        tell(index, TaskEvent(.revoked, change))
    }
}
