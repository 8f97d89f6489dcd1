internal import Synchronization

/// What happened to this log since it began, for metrics.
final class LogCounters: Sendable {
    struct Counts: Sendable {
        var rebalances = 0
        var fenced = 0
        var tainted = 0
    }

    private let counts = Mutex(Counts())

    func count(_ what: WritableKeyPath<Counts, Int>) {
        counts.withLock { $0[keyPath: what] += 1 }
    }

    var now: Counts { counts.withLock { $0 } }
}
