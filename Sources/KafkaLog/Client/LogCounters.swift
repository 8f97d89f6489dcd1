internal import Synchronization

/// Counts events of this log since its start, for metrics.
final class LogCounters: Sendable {
    struct Counts: Sendable {
        var rebalances = 0
        var fenced = 0
        var tainted = 0
    }

    private let counts = Mutex(Counts())

    func count(_ event: WritableKeyPath<Counts, Int>) {
        counts.withLock { $0[keyPath: event] += 1 }
    }

    var now: Counts { counts.withLock { $0 } }
}
