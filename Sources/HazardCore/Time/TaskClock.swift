/// The clock of one department's task: its limit, its extensions and its escalation (`DECISIONS.md` #30).
///
/// Every instant is counted from the beginning of the clock without the pauses, so that stopping and starting loses and
/// gains no time (`DOMAIN.md` §6). The results are stored in the task: a change of the configuration does not affect
/// them.
extension CaseTask {
    /// Starts the clock anew: for a new task, a fresh department, or work that begins again.
    mutating func startClock(_ limit: Limit?, at now: Instant, _ calendar: WorkingCalendar) -> UncoveredYear? {
        self.limit = limit
        clockFrom = now
        pauses = PauseLedger()
        extensions = 0
        return restartEscalation(calendar)
    }

    /// Whether the clock was neither stopped nor extended and the task not escalated.
    var isFresh: Bool { pauses.pauses.isEmpty && extensions == 0 && level == .none }

    /// Copies the clock of a task that began at the same time with the same limit.
    mutating func copyClock(of twin: CaseTask) {
        limit = twin.limit
        clockFrom = twin.clockFrom
        dueAt = twin.dueAt
        nextLevelAt = twin.nextLevelAt
    }

    /// Sets another limit, counted from the beginning of the clock. Escalation starts anew.
    mutating func changeLimit(_ limit: Limit?, _ calendar: WorkingCalendar) -> UncoveredYear? {
        self.limit = limit
        return restartEscalation(calendar)
    }

    /// Stops the clock: the case is suspended, or the task is returned.
    mutating func pauseClock(at now: Instant) {
        pauses.pause(at: now)
        nextLevelAt = nil
    }

    /// Starts the clock again with what was left. Levels that were reached are not repeated.
    mutating func resumeClock(at now: Instant, _ calendar: WorkingCalendar) -> UncoveredYear? {
        pauses.resume(at: now)
        return setClock(calendar)
    }

    /// Adds one original limit to the deadline. Escalation starts anew.
    mutating func extendClock(_ calendar: WorkingCalendar) -> UncoveredYear? {
        extensions += 1
        return restartEscalation(calendar)
    }

    /// Counts the deadline again from the beginning of the clock; it moves only to a later time.
    ///
    /// Returns whether it has moved, and the year whose calendar is still missing; nil when the task has no deadline or
    /// its clock is stopped.
    mutating func recountClock(_ calendar: WorkingCalendar) -> (isLater: Bool, UncoveredYear?)? {
        var counted = self
        let uncovered = counted.setClock(calendar)
        guard let dueAt, let later = counted.dueAt else { return nil }
        guard later > dueAt else { return (false, uncovered) }
        self = counted
        return (true, uncovered)
    }

    /// The deadline if the clock continues at `end`, for a pause with a known end.
    func dueAt(resumingAt end: Instant, _ calendar: WorkingCalendar) -> Instant? {
        var later = self
        _ = later.resumeClock(at: end, calendar)
        return later.dueAt
    }

    /// Whether returning the task is late: more than `StageLimits.returnTask` after it was sent (`DECISIONS.md` #37).
    func isReturnLate(at now: Instant, _ calendar: WorkingCalendar) -> Bool {
        guard let sentAt else { return false }
        let last = DueTime.due(StageLimits.returnTask, from: sentAt, pauses: pauses.pauses, calendar: calendar)
        return last.at.map { $0 < now } ?? false
    }

    /// Whether the deadline has passed.
    package func isOverdue(at now: Instant) -> Bool { dueAt.map { $0 <= now } ?? false }

    private mutating func restartEscalation(_ calendar: WorkingCalendar) -> UncoveredYear? {
        level = .none
        return setClock(calendar)
    }

    /// Computes the deadline and when the next level is due.
    private mutating func setClock(_ calendar: WorkingCalendar) -> UncoveredYear? {
        guard let due = due(extra: 0, calendar) else {
            dueAt = nil
            nextLevelAt = nil
            return nil
        }
        dueAt = due.at
        nextLevelAt = level.next.flatMap { instant(of: $0, calendar) }
        return due.uncovered
    }

    /// Sets the level and when the next one is due; the highest level has no next one.
    mutating func escalate(to level: EscalationLevel, _ calendar: WorkingCalendar) {
        self.level = level
        nextLevelAt = level.next.flatMap { instant(of: $0, calendar) }
    }

    /// The level that is due now: at least the next one, even when the calendar has changed since.
    func level(at now: Instant, _ calendar: WorkingCalendar) -> EscalationLevel {
        var reached = level.next ?? level
        while let next = reached.next, let at = instant(of: next, calendar), at <= now { reached = next }
        return reached
    }

    private func instant(of level: EscalationLevel, _ calendar: WorkingCalendar) -> Instant? {
        switch level {
        case .none: clockFrom
        case .reminded: clockFrom.flatMap { due(percent: 80, from: $0, calendar) }
        case .overdue: dueAt
        case .supervisor: due(extra: 1, calendar)?.at
        case .supervised: due(extra: 2, calendar)?.at
        }
    }

    /// When the limit with its extensions, plus `extra` further limits, is used up.
    private func due(extra: Int, _ calendar: WorkingCalendar) -> DueTime? {
        guard let limit, let clockFrom else { return nil }
        let whole = Limit(amount: limit.amount * (1 + extensions + extra), clock: limit.clock)
        return DueTime.due(whole, from: clockFrom, pauses: pauses.pauses, calendar: calendar)
    }

    private func due(percent: Int64, from start: Instant, _ calendar: WorkingCalendar) -> Instant? {
        guard let limit else { return nil }
        let whole = Limit(amount: limit.amount * (1 + extensions), clock: limit.clock)
        return DueTime.due(percent: percent, of: whole, from: start, pauses: pauses.pauses, calendar: calendar).at
    }
}

/// How far a late task is escalated (`DOMAIN.md` §6, escalation levels).
package enum EscalationLevel: Int, CaseIterable, Sendable {
    case none
    /// 80 % of the limit is used.
    case reminded
    /// The limit is used up: urged 催办.
    case overdue
    /// One more limit has passed: a supervisor must look.
    case supervisor
    /// Two more limits have passed: supervised 督办.
    case supervised

    /// The light of a task on this level.
    package var light: Light {
        switch self {
        case .none: .green
        case .reminded: .yellow
        case .overdue, .supervisor, .supervised: .red
        }
    }

    package var next: EscalationLevel? { EscalationLevel(rawValue: rawValue + 1) }
}
