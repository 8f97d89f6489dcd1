/// Whether a department's queue can be written to now.
package enum Reach: Hashable, Sendable {
    case open
    /// Not before this instant.
    case blocked(until: Instant)
}

/// Telling departments what happened to their tasks.
extension Case {
    /// Empties what is pending of every task whose queue can be reached, in order; the others wait until their queue says.
    ///
    /// `emit` is called once per record, with the case and the task (by index) as they are to be written: the version and
    /// the `shard_seq` are set. One unreachable department delays nobody else.
    package mutating func sendPending(
        at now: Instant, sequence: inout Int64, reach: (String) -> Reach, emit: (Case, Int, TaskEvent) -> Void
    ) {
        for index in tasks.indices where !tasks[index].pending.isEmpty {
            switch reach(tasks[index].department) {
            case .blocked(let until):
                tasks[index].retryAt = until
            case .open:
                let events = tasks[index].pending
                tasks[index].pending = []
                tasks[index].retryAt = nil
                for event in events {
                    sequence += 1
                    tasks[index].version += 1
                    tasks[index].shardSequence = sequence
                    if tasks[index].state == .queued {
                        tasks[index].state = .sent
                        tasks[index].sentAt = now
                        tasks[index].acknowledge(within: StageLimits.acceptMinutes, from: now)
                    }
                    emit(self, index, event)
                }
            }
        }
        becomeDispatched(at: now)
    }

    /// A registered case is dispatched once the first department has been told.
    private mutating func becomeDispatched(at now: Instant) {
        guard state == .registered, tasks.contains(where: { $0.state != .queued && $0.state.isAlive }) else { return }
        state = .dispatched
        dispatchedAt = dispatchedAt ?? now
        record("dispatched", from: .registered, by: Actor(.dispatcher), at: now)
    }
}

/// The stage limits of `DOMAIN.md`, all continuous.
package enum StageLimits {
    package static let acceptMinutes: Int64 = 15
    package static let reopenDays: Int64 = 14
    /// Returns by one department, and in one case, before a supervisor has to decide.
    package static let returnsPerDepartment = 2
    package static let returnsPerCase = 6
    /// Within this, from when it reached a department, goes back what is not its own.
    package static let giveBack = Limit(amount: 1, clock: .wd)
    package static let checkMinutes: Int64 = 30
    /// Between two urges 催办 of one case.
    package static let urgeMinutes: Int64 = 4 * 60
    /// Delays that one task can be granted.
    package static let delays = 2
    /// The longest hold 挂账.
    package static let holdDays: Int64 = 365
    /// What a person at the triage centre has to say what a case is.
    package static let triage = Limit(amount: 15, clock: .m)
}
