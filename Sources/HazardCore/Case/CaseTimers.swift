/// When a case must be looked at again although nobody said anything.
extension Case {
    /// The earliest instant at which something about this case falls due; nil when nothing will.
    ///
    /// Derived from the case alone, so a restart or a rebuild finds the same timers. `retention` is how long an ended
    /// case is kept.
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

    /// The case is over and its time of keeping too.
    package func isForgettable(at now: Instant, retention: Duration) -> Bool {
        guard state.isEnded, let ended = closedAt, tasks.allSatisfy(\.pending.isEmpty), notices.isEmpty else {
            return false
        }
        return ended.adding(retention) <= now
    }
}
