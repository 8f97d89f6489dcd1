/// The clock of one department's task: its limit, its extensions, and the ladder after it.
///
/// Every instant is counted from where the clock began, without the pauses, so that stopping and starting again never
/// loses or gains a minute (`DOMAIN.md` §6). What was computed is kept in the task: an edit of the configuration moves
/// nothing.
extension CaseTask {
    /// Starts a clock anew: a fresh task, a fresh owner, or work to be done again.
    mutating func startClock(_ limit: Limit?, at now: Instant, _ calendar: WorkingCalendar) -> UncoveredYear? {
        self.limit = limit
        clockFrom = now
        pauses = PauseLedger()
        extensions = 0
        return restartEscalation(calendar)
    }

    /// Nothing has happened to it yet: neither stopped, nor extended, nor escalated.
    var isFresh: Bool { pauses.pauses.isEmpty && extensions == 0 && level == .none }

    /// Takes over the clock of a task that began at the same moment with the same limit.
    mutating func copyClock(of twin: CaseTask) {
        limit = twin.limit
        clockFrom = twin.clockFrom
        dueAt = twin.dueAt
        nextLevelAt = twin.nextLevelAt
    }

    /// Another limit for the same work: counted from where the clock began, with a ladder of its own.
    mutating func changeLimit(_ limit: Limit?, _ calendar: WorkingCalendar) -> UncoveredYear? {
        self.limit = limit
        return restartEscalation(calendar)
    }

    /// Stops it: suspended, or returned and waiting.
    mutating func pauseClock(at now: Instant) {
        pauses.pause(at: now)
        nextLevelAt = nil
    }

    /// Lets it run again: what was left of it begins now, and rungs that were reached are not climbed again.
    mutating func resumeClock(at now: Instant, _ calendar: WorkingCalendar) -> UncoveredYear? {
        pauses.resume(at: now)
        return setClock(calendar)
    }

    /// One original limit more, on top of the current deadline; the new one has a ladder of its own.
    mutating func extendClock(_ calendar: WorkingCalendar) -> UncoveredYear? {
        extensions += 1
        return restartEscalation(calendar)
    }

    /// Until when it lasts if it runs again at `end`: for a pause whose end is known.
    func dueAt(resumingAt end: Instant, _ calendar: WorkingCalendar) -> Instant? {
        var later = self
        _ = later.resumeClock(at: end, calendar)
        return later.dueAt
    }

    /// Whether it is late to say that it is not this department's: a working day after it was told.
    func isLateToGiveBack(at now: Instant, _ calendar: WorkingCalendar) -> Bool {
        guard let sentAt else { return false }
        let last = DueTime.due(StageLimits.giveBack, from: sentAt, pauses: pauses.pauses, calendar: calendar)
        return last.at.map { $0 < now } ?? false
    }

    /// Whether its deadline has passed.
    package func isOverdue(at now: Instant) -> Bool { dueAt.map { $0 <= now } ?? false }

    private mutating func restartEscalation(_ calendar: WorkingCalendar) -> UncoveredYear? {
        level = .none
        return setClock(calendar)
    }

    /// The deadline, and when the level above the one that was reached is due.
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

    /// Stands on that level; the next one is due later, or never at the top.
    mutating func escalate(to level: EscalationLevel, _ calendar: WorkingCalendar) {
        self.level = level
        nextLevelAt = level.next.flatMap { instant(of: $0, calendar) }
    }

    /// The level that it should stand on now that the next one is due: that one at least, whatever the calendar has become.
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

    /// When the limit with its extensions, and so many limits more, is used up.
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

/// How far a task's lateness was carried (`DOMAIN.md` §6, ladder).
package enum EscalationLevel: Int, CaseIterable, Sendable {
    case none
    /// 80 % of the time is used.
    case reminded
    /// All of it: urged 催办.
    case overdue
    /// One limit more: a supervisor looks.
    case supervisor
    /// Two limits more: 督办.
    case supervised

    /// The light of a task that stands on it.
    package var light: Light {
        switch self {
        case .none: .green
        case .reminded: .yellow
        case .overdue, .supervisor, .supervised: .red
        }
    }

    package var next: EscalationLevel? { EscalationLevel(rawValue: rawValue + 1) }
}
