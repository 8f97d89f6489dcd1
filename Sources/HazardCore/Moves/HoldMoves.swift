/// Holding 挂账: a case that cannot be worked on until a date, once, its clocks stopped (`DOMAIN.md`, Return, delay, hold).
extension CaseDecider {
    func suspend(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        try needReason(command, value)
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        try value.hold(until: command.arguments.until, allowed: allowed, at: now, policy.calendar)
        value.remember(command, from: .inProgress, at: now)
    }

    func resume(_ command: Command, _ value: inout Case, at now: Instant) {
        value.resume(at: now, policy.calendar)
        value.remember(command, from: .suspended, at: now)
    }
}

extension Case {
    /// Stops the clocks until then; what departments are told already counts with that date.
    mutating func hold(
        until: Instant?, allowed: [String], at now: Instant, _ calendar: WorkingCalendar
    ) throws(CaseRefusal) {
        guard let until else {
            throw CaseRefusal(.argumentMissing, "a hold needs arguments.until: the day it ends", allowed: allowed)
        }
        let last = now.adding(minutes: StageLimits.holdDays * 24 * 60)
        guard until > now, until <= last else {
            throw CaseRefusal(
                .badDate, "a hold ends after now and within \(StageLimits.holdDays) days: give another until",
                allowed: allowed)
        }
        guard flags.holds == 0 else {
            throw CaseRefusal(.limitReached, "a case is held once, and this one was", allowed: allowed)
        }
        state = .suspended
        suspendedUntil = until
        flags.holds += 1
        pauses.pause(at: now)
        countSafety(resumingAt: until, calendar)
        for index in tasks.indices where tasks[index].state.isAlive {
            tasks[index].pauseClock(at: now)
            tasks[index].dueAt = tasks[index].dueAt(resumingAt: until, calendar)
            tell(index, TaskEvent(.changed, reason: "suspended"))
        }
        followLead()
    }

    /// The clocks run again, from the end of the hold even when nobody looked at that moment.
    mutating func resume(at now: Instant, _ calendar: WorkingCalendar) {
        let end = min(now, suspendedUntil ?? now)
        state = .inProgress
        suspendedUntil = nil
        pauses.resume(at: end)
        countSafety(calendar)
        for index in tasks.indices where tasks[index].state.isAlive {
            tasks[index].resumeAcknowledging(at: end)
            note(tasks[index].resumeClock(at: end, calendar), of: tasks[index].limit)
            tell(index, TaskEvent(.changed, reason: "resumed"))
        }
        followLead()
    }

    /// The case promises what its lead promises.
    mutating func followLead() {
        let leads = tasks.filter { $0.role == .lead && $0.department != Department.triageID }
        guard let lead = leads.first(where: \.state.isAlive) else { return }
        dueAt = lead.dueAt
    }

    /// A promise that the calendar could not keep asks for a person, and says why.
    mutating func note(_ uncovered: UncoveredYear?, of limit: Limit?) {
        guard let uncovered, let limit else { return }
        flags.needsReview = true
        let reason = "no calendar for \(uncovered.year): \(limit) counted through, day and night"
        if !decision.evidence.contains(reason) { decision.evidence.append(reason) }
    }
}
