import Foundation

/// Waits until every shard of this process is running.
final class Readiness: Sendable {
    private let status: ShardStatus
    private let changed = NSCondition()

    init(status: ShardStatus) {
        self.status = status
    }

    /// Wakes the waiting threads after the status has changed.
    func update() {
        changed.lock()
        changed.broadcast()
        changed.unlock()
    }

    /// Waits; false when the limit is reached first.
    func wait(within limit: Duration) -> Bool {
        let end = Date(timeIntervalSinceNow: limit / .seconds(1))
        changed.lock()
        defer { changed.unlock() }
        while !status.isReady {
            guard changed.wait(until: end) else { return status.isReady }
        }
        return true
    }
}
