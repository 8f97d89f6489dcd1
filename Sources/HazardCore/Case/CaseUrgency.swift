/// How urgent a case is, for the order of lists (`config/contracts/README.md`, Emergencies).
///
/// First emergencies that wait in triage, the oldest first; then overdue cases and other open cases, the next deadline
/// first; then ended cases, the newest first.
package struct CaseUrgency: Hashable, Comparable, Sendable {
    package enum Rank: Int, CaseIterable, Sendable {
        case waitingEmergency, overdue, open, ended
    }

    package let rank: Rank
    /// Orders cases of one rank, the lowest first. Milliseconds since 1970; negative for ended cases.
    package let order: Int64

    package init(rank: Rank, order: Int64) {
        self.rank = rank
        self.order = order
    }

    package static func < (one: CaseUrgency, other: CaseUrgency) -> Bool {
        (one.rank.rawValue, one.order) < (other.rank.rawValue, other.order)
    }
}

extension Case {
    package var urgency: CaseUrgency {
        if state.isEnded { return CaseUrgency(rank: .ended, order: -(closedAt ?? openedAt).milliseconds) }
        if isWaitingEmergency {
            return CaseUrgency(rank: .waitingEmergency, order: (emergency?.since ?? openedAt).milliseconds)
        }
        let isLate = flags.overdue && resolvedAt == nil && state != .suspended
        return CaseUrgency(rank: isLate ? .overdue : .open, order: (nextDueAt ?? .endOfTime).milliseconds)
    }

    /// Whether the case may be about danger to life and no department was paged yet.
    package var isWaitingEmergency: Bool { state == .triage && priority == .p0 }

    /// The earliest deadline that somebody has to keep now: for triage, accepting, making safe, the work or the check.
    /// Nil for ended cases and while the case is suspended.
    package var nextDueAt: Instant? {
        var earliest: Instant?
        func consider(_ instant: Instant?) {
            guard let instant, earliest.map({ instant < $0 }) ?? true else { return }
            earliest = instant
        }
        switch state {
        case .triage, .registered, .dispatched, .inProgress:
            if state == .triage { consider(emergency?.limitAt) }
            for task in tasks where task.state.isAlive {
                if task.department == Department.triageID { consider(task.dueAt) }
                if task.state == .sent { consider(task.acknowledgeBy) }
            }
            if awaitsSafety { consider(makeSafeDueAt) }
            consider(dueAt)
        case .resolved, .checking: consider(stageDueAt)
        case .suspended, .closed, .cancelled, .rejected, .merged: break
        }
        return earliest
    }
}
