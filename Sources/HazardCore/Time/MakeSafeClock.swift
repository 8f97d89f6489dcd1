/// The clock for making a place safe 排险, the first of two limits (`DOMAIN.md` §2, two-step rows; `DECISIONS.md` #36).
///
/// It is counted from its beginning without the case's pauses, as a task's clock is. A hold or a wait for a department
/// changes nothing. A lead whose own clock begins afresh gets the whole limit and a new warning.
extension Case {
    /// Starts the clock anew: for a new case, a fresh lead, or work that begins again.
    mutating func startSafety(at now: Instant, _ calendar: WorkingCalendar) {
        let limit = decision.makeSafeLimit
        makeSafeFrom = limit == nil ? nil : now
        makeSafeDueAt = limit.flatMap { promise(DueTime.due($0, from: now, calendar: calendar), of: $0) }
        madeSafeAt = nil
        flags.madeSafeLate = false
    }

    /// Starts the clock anew when a new category has another limit. `made-safe` feedback about the old category no
    /// longer counts.
    mutating func changeSafety(from limit: Limit?, at now: Instant, _ calendar: WorkingCalendar) {
        guard decision.makeSafeLimit != limit else { return }
        startSafety(at: now, calendar)
    }

    /// Adjusts the clock after dispatching: a lead whose own clock begins now gets the whole limit, any other what is
    /// left.
    mutating func followSafety(at now: Instant, _ calendar: WorkingCalendar) {
        guard state != .triage, madeSafeAt == nil,
            let lead = tasks.first(where: { $0.role == .lead && $0.state.isAlive })
        else { return }
        if lead.clockFrom == now { startSafety(at: now, calendar) } else { countSafety(calendar) }
    }

    /// Computes the deadline again after the pauses have changed. `end` is the planned end of a hold.
    mutating func countSafety(resumingAt end: Instant? = nil, _ calendar: WorkingCalendar) {
        guard madeSafeAt == nil, let limit = decision.makeSafeLimit, let makeSafeFrom else { return }
        var pauses = pauses
        if let end { pauses.resume(at: end) }
        makeSafeDueAt = promise(
            DueTime.due(limit, from: makeSafeFrom, pauses: pauses.pauses, calendar: calendar), of: limit)
    }

    /// Whether the place still has to be made safe.
    var awaitsSafety: Bool { makeSafeDueAt != nil && madeSafeAt == nil }

    /// When the departments at work are warned; nil when nothing must be made safe, no department is at work, or they
    /// were warned already.
    var nextMakeSafeUrge: Instant? {
        guard state == .dispatched || state == .inProgress, awaitsSafety, !flags.madeSafeLate else { return nil }
        return makeSafeDueAt
    }
}
