/// The timers of a case, computed from the case (`DECISIONS.md` #6).
extension Case {
    /// The earliest instant at which the case needs a decision although no message came; nil when there is none.
    ///
    /// It depends on the case only, so a restart or a rebuild finds the same timers. `retention` is how long an ended
    /// case is stored.
    package func wakeAt(retention: Duration) -> Instant? {
        var earliest: Instant?
        func consider(_ instant: Instant?) {
            guard let instant, earliest.map({ instant < $0 }) ?? true else { return }
            earliest = instant
        }
        for task in tasks where !task.pending.isEmpty { consider(task.retryAt) }
        if !notices.isEmpty { consider(noticeRetryAt) }
        switch state {
        case .triage, .registered, .dispatched, .inProgress:
            if let emergency, !emergency.isEscalated { consider(emergency.limitAt) }
            for task in tasks where task.state.isAlive {
                consider(task.nextLevelAt)
                consider(task.nextAcknowledgeUrge)
            }
            consider(nextMakeSafeUrge)
        case .suspended: consider(suspendedUntil)
        case .resolved, .checking: consider(stageDueAt)
        case .closed, .cancelled, .rejected, .merged:
            if earliest == nil { consider(closedAt?.adding(retention)) }
        }
        return earliest
    }

    /// Whether the case has ended and its retention is over.
    package func isPastRetention(at now: Instant, retention: Duration) -> Bool {
        guard state.isEnded, let ended = closedAt, tasks.allSatisfy(\.pending.isEmpty), notices.isEmpty else {
            return false
        }
        return ended.adding(retention) <= now
    }
}
