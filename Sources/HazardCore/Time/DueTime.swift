/// The instant that a case promises, whatever the calendar knows.
///
/// A promise that the calendar can keep is `Deadline`'s. Where it runs into a year without a table, the limit is counted
/// through instead, day and night (1 wh = 1 h, 1 wd = 24 h), for a case has to have a deadline; `uncovered` says so, and the
/// case then asks for a person with the reason among its evidence (`Case.setDeadlines`). Classifying it again, once the
/// table is there, gives it the true one.
package struct DueTime: Hashable, Sendable {
    /// nil while a pause without an end stops the clock.
    package var at: Instant?
    /// The year that had no table.
    package var uncovered: UncoveredYear?

    /// When `limit` ends that starts at `start`.
    package static func due(
        _ limit: Limit, from start: Instant, pauses: [Pause] = [], calendar: WorkingCalendar
    ) -> DueTime {
        due(
            after: limit.milliseconds(in: calendar), orThrough: limit.milliseconds(countedThroughIn: calendar),
            of: limit.clock, from: start, pauses, calendar)
    }

    /// When so many percent of `limit`, started at `start`, are used.
    package static func due(
        percent: Int64, of limit: Limit, from start: Instant, pauses: [Pause] = [], calendar: WorkingCalendar
    ) -> DueTime {
        due(
            after: limit.milliseconds(in: calendar) / 100 * percent,
            orThrough: limit.milliseconds(countedThroughIn: calendar) / 100 * percent, of: limit.clock, from: start,
            pauses,
            calendar)
    }

    /// When a deadline ends whose clock stood still from `stopped` until `now`: what was left of it begins again.
    ///
    /// A deadline that had passed when the clock stopped stays where it is.
    package static func resumed(
        _ due: Instant, clock: LimitClock, stopped: Instant, at now: Instant, calendar: WorkingCalendar
    ) -> DueTime {
        guard stopped < due, stopped < now else { return DueTime(at: due) }
        let span = due.milliseconds - stopped.milliseconds
        do throws(UncoveredYear) {
            let left = try Deadline.elapsed(from: stopped, to: due, of: clock, calendar: calendar)
            // A deadline that was counted through can lie outside every shift: nothing of it would be left.
            guard left > 0 else { return DueTime(at: now.adding(milliseconds: span)) }
            return self.due(after: left, orThrough: span, of: clock, from: now, [], calendar)
        } catch {
            return DueTime(at: now.adding(milliseconds: span), uncovered: error)
        }
    }

    private static func due(
        after amount: Int64, orThrough through: Int64, of clock: LimitClock, from start: Instant, _ pauses: [Pause],
        _ calendar: WorkingCalendar
    ) -> DueTime {
        do throws(UncoveredYear) {
            return DueTime(at: try Deadline.due(after: amount, of: clock, from: start, pauses: pauses, calendar).at)
        } catch {
            // A continuous clock asks no calendar, so this cannot fail again.
            let at = try? Deadline.due(after: through, of: .uh, from: start, pauses: pauses, calendar).at
            return DueTime(at: at ?? nil, uncovered: error)
        }
    }
}

extension Limit {
    /// The limit in milliseconds of hours and days without a calendar.
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
