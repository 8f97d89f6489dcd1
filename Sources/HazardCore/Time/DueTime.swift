/// The deadline of a case, also when the calendar does not cover it (`DOMAIN.md` §6).
///
/// A case must have a deadline. When a limit runs into a year without a calendar table, only weekends are days off there,
/// and `uncovered` names the year. The case is then marked for review with that reason as evidence
/// (`Case.setDeadlines`). When the table comes, `CaseDecider.recount` counts the deadline again.
package struct DueTime: Hashable, Sendable {
    /// Nil when a pause without an end stops the clock.
    package var at: Instant?
    /// The year without a table.
    package var uncovered: UncoveredYear?

    /// When `limit`, started at `start`, is used up.
    package static func due(
        _ limit: Limit, from start: Instant, pauses: [Pause] = [], calendar: WorkingCalendar
    ) -> DueTime {
        due(after: limit.milliseconds(in: calendar), of: limit.clock, from: start, pauses, calendar)
    }

    /// When this percentage of `limit`, started at `start`, is used.
    package static func due(
        percent: Int64, of limit: Limit, from start: Instant, pauses: [Pause] = [], calendar: WorkingCalendar
    ) -> DueTime {
        due(after: limit.milliseconds(in: calendar) / 100 * percent, of: limit.clock, from: start, pauses, calendar)
    }

    private static func due(
        after amount: Int64, of clock: LimitClock, from start: Instant, _ pauses: [Pause], _ calendar: WorkingCalendar
    ) -> DueTime {
        do throws(UncoveredYear) {
            return DueTime(at: try Deadline.due(after: amount, of: clock, from: start, pauses: pauses, calendar).at)
        } catch {
            // This calendar covers every year, so this cannot fail again.
            let at = try? Deadline.due(after: amount, of: clock, from: start, pauses: pauses, calendar.weekendsOnly).at
            return DueTime(at: at ?? nil, uncovered: error)
        }
    }
}

extension Limit {
    /// The limit in milliseconds when it is counted day and night.
    func milliseconds(countedThroughIn calendar: WorkingCalendar) -> Int64 {
        let through: LimitClock =
            switch clock {
            case .m, .uh, .ud: clock
            case .wh: .uh
            case .wd: .ud
            }
        return Limit(amount: amount, clock: through).milliseconds(in: calendar)
    }
}
