/// The first of two limits: until when the place is to be safe, while the repair has a time of its own (`DOMAIN.md` §2).
///
/// Counted as a task's clock is, from where it began and without the case's pauses: nothing is lost or gained by a hold, or by
/// waiting for a department. Whoever begins afresh has all of it again, and a warning of its own.
extension Case {
    /// Starts it anew: a new case, a fresh owner, or work to be done again.
    mutating func startSafety(at now: Instant, _ calendar: WorkingCalendar) {
        let limit = decision.makeSafeLimit
        makeSafeFrom = limit == nil ? nil : now
        makeSafeDueAt = limit.flatMap { promise(DueTime.due($0, from: now, calendar: calendar), of: $0) }
        madeSafeAt = nil
        flags.madeSafeLate = false
    }

    /// Starts it when the hazard turns out to have another limit than it had; what was said of the other hazard is void.
    mutating func changeSafety(from limit: Limit?, at now: Instant, _ calendar: WorkingCalendar) {
        guard decision.makeSafeLimit != limit else { return }
        startSafety(at: now, calendar)
    }

    /// After the case was given to somebody: a lead whose own clock begins now has all of the time, another what was left.
    mutating func followSafety(at now: Instant, _ calendar: WorkingCalendar) {
        guard state != .triage, madeSafeAt == nil,
            let lead = tasks.first(where: { $0.role == .lead && $0.state.isAlive })
        else { return }
        if lead.clockFrom == now { startSafety(at: now, calendar) } else { countSafety(calendar) }
    }

    /// Counts it again when the pauses have changed; of a hold, as if it lasted until its end.
    mutating func countSafety(resumingAt end: Instant? = nil, _ calendar: WorkingCalendar) {
        guard madeSafeAt == nil, let limit = decision.makeSafeLimit, let makeSafeFrom else { return }
        var pauses = pauses
        if let end { pauses.resume(at: end) }
        makeSafeDueAt = promise(
            DueTime.due(limit, from: makeSafeFrom, pauses: pauses.pauses, calendar: calendar), of: limit)
    }

    /// Whether somebody can say that the place is safe: there is a time for it, and nobody has said so.
    var awaitsSafety: Bool { makeSafeDueAt != nil && madeSafeAt == nil }

    /// When departments at work are warned that the place should be safe; nil when there is nothing to say about it, or nobody
    /// to say it to.
    var nextMakeSafeUrge: Instant? {
        guard state == .dispatched || state == .inProgress, awaitsSafety, !flags.madeSafeLate else { return nil }
        return makeSafeDueAt
    }
}
