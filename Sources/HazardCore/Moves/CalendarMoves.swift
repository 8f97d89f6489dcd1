/// Deadlines that were computed without the calendar of their year (`config/contracts/README.md`, Reload).
extension CaseDecider {
    /// Counts the deadlines of a marked case again, when the calendar covers a year that was missing. They move only to
    /// later times, and departments at work are informed.
    ///
    /// Returns whether the case has changed.
    package func recount(_ value: inout Case, at now: Instant) -> Bool {
        let covered = value.missingYears.intersection(policy.calendar.years)
        guard !covered.isEmpty else { return false }
        value.decision.evidence.removeAll { $0.missingYear.map(covered.contains) ?? false }
        guard !value.state.isEnded else { return true }
        let before = value.dueAt
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            let limit = value.tasks[index].limit
            guard let (isLater, uncovered) = value.tasks[index].recountClock(policy.calendar) else { continue }
            value.note(uncovered, of: limit)
            if isLater { value.tell(index, TaskEvent(.changed, .delayed)) }
        }
        let safe = value.makeSafeDueAt
        value.countSafety(policy.calendar)
        if let safe, let counted = value.makeSafeDueAt { value.makeSafeDueAt = max(safe, counted) }
        value.followLead()
        if let before, let due = value.dueAt { value.dueAt = max(before, due) }
        value.record(
            .move(.own(.recounted)), by: Actor(.timer), at: now, .recounted(years: covered.sorted()))
        return true
    }
}

extension Case {
    /// The years without a calendar that deadlines of this case ran into.
    package var missingYears: Set<Int> { Set(decision.evidence.lazy.compactMap(\.missingYear)) }
}

extension Evidence {
    fileprivate var missingYear: Int? { if case .calendarMissing(let year, _) = self { year } else { nil } }
}
