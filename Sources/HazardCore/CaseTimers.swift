/// When a case must be looked at again although nobody said anything.
extension Case {
    /// The earliest instant at which something about this case falls due; nil when nothing will.
    ///
    /// Derived from the case alone, so a restart or a rebuild finds the same timers. `retention` is how long an ended
    /// case is kept, in milliseconds.
    package func wakeAt(retention: Int64) -> Instant? {
        var earliest: Instant?
        for task in tasks where !task.pending.isEmpty {
            if let retry = task.retryAt, earliest.map({ retry < $0 }) ?? true { earliest = retry }
        }
        if !notices.isEmpty, let retry = noticeRetryAt, earliest.map({ retry < $0 }) ?? true { earliest = retry }
        if earliest == nil, state.isEnded, let ended = closedAt {
            return ended.adding(milliseconds: retention)
        }
        return earliest
    }

    /// The case is over and its time of keeping too.
    package func isForgettable(at now: Instant, retention: Int64) -> Bool {
        guard state.isEnded, let ended = closedAt, tasks.allSatisfy(\.pending.isEmpty), notices.isEmpty else {
            return false
        }
        return ended.adding(milliseconds: retention) <= now
    }
}
