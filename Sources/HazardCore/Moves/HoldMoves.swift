/// Holds 挂账: a case that nobody can work on until a date is suspended once, with stopped clocks (`DOMAIN.md`, Return,
/// delay, hold, urge).
extension CaseDecider {
    func suspend(
        until: Instant, _ command: Command, _ value: inout Case, at now: Instant
    ) throws(CaseRefusal) {
        try needReason(command, value)
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        try value.hold(until: until, allowed: allowed, at: now, policy.calendar)
        value.remember(command, from: .inProgress, at: now)
    }

    func resume(_ command: Command, _ value: inout Case, at now: Instant) {
        value.resume(at: now, policy.calendar)
        value.remember(command, from: .suspended, at: now)
    }
}

extension Case {
    /// Suspends the case until a date. The records for departments already show the deadline after the hold.
    ///
    /// - Throws: `CaseRefusal` when the date is missing or not within `StageLimits.holdDays`, or when the case was held
    ///   before.
    mutating func hold(
        until: Instant?, allowed: [String], at now: Instant, _ calendar: WorkingCalendar
    ) throws(CaseRefusal) {
        guard let until else {
            throw CaseRefusal(.holdDateMissing, allowed: allowed)
        }
        let last = now.adding(.days(StageLimits.holdDays))
        guard until > now, until <= last else {
            throw CaseRefusal(.holdDate(days: StageLimits.holdDays), allowed: allowed)
        }
        guard flags.holds == 0 else {
            throw CaseRefusal(.heldBefore, allowed: allowed)
        }
        state = .suspended
        suspendedUntil = until
        flags.holds += 1
        pauses.pause(at: now)
        countSafety(resumingAt: until, calendar)
        for index in tasks.indices where tasks[index].state.isAlive {
            tasks[index].pauseClock(at: now)
            tasks[index].dueAt = tasks[index].dueAt(resumingAt: until, calendar)
            tell(index, TaskEvent(.changed, .suspended))
        }
        followLead()
    }

    /// Ends the hold. The clocks continue from its planned end, even when this is called later.
    mutating func resume(at now: Instant, _ calendar: WorkingCalendar) {
        let end = min(now, suspendedUntil ?? now)
        state = .inProgress
        suspendedUntil = nil
        pauses.resume(at: end)
        countSafety(calendar)
        for index in tasks.indices where tasks[index].state.isAlive {
            tasks[index].resumeAcknowledging(at: end)
            note(tasks[index].resumeClock(at: end, calendar), of: tasks[index].limit)
            tell(index, TaskEvent(.changed, .resumed))
        }
        followLead()
    }

    /// Sets the deadline of the case to that of its lead (`DECISIONS.md` #30).
    mutating func followLead() {
        let leads = tasks.filter { $0.role == .lead && $0.department != Department.triageID }
        guard let lead = leads.first(where: \.state.isAlive) else { return }
        dueAt = lead.dueAt
    }

    /// Marks the case for review when the calendar does not cover a deadline, with the reason as evidence.
    mutating func note(_ uncovered: UncoveredYear?, of limit: Limit?) {
        guard let uncovered, let limit else { return }
        flags.needsReview = true
        let missing = Evidence.calendarMissing(year: uncovered.year, limit)
        if !decision.evidence.contains(missing) { decision.evidence.append(missing) }
    }
}
