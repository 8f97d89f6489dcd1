/// Whether a topic can be written now.
package enum Reach: Hashable, Sendable {
    case open
    /// Not before this instant.
    case blocked(until: Instant)
}

/// Sending records about tasks to departments.
extension Case {
    /// Sends the pending records of every task whose queue can be written, in order. The others wait until the instant
    /// that their queue names.
    ///
    /// `emit` is called once for each record, with the case and the index of the task as they must be written: version
    /// and `shard_seq` are set. An unreachable department delays no other.
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

    /// Changes a registered case to `dispatched` when the first department has its task.
    private mutating func becomeDispatched(at now: Instant) {
        guard state == .registered, tasks.contains(where: { $0.state != .queued && $0.state.isAlive }) else { return }
        state = .dispatched
        dispatchedAt = dispatchedAt ?? now
        record(.move(.own(.dispatched)), from: .registered, by: Actor(.dispatcher), at: now)
    }
}
