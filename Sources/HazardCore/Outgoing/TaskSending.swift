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
                        tasks[index].acknowledge(within: StageLimits.accept, from: now)
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
        record(.move(.own(.dispatched)), from: .registered, by: Actor(.dispatcher), at: now)
    }
}
