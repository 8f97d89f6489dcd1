internal import Synchronization

/// Lets through one log line of each kind per interval, and counts the ones between.
final class LineLimit: Sendable {
    private struct Kind {
        var next: ContinuousClock.Instant
        var suppressed = 0
    }

    private let interval: Duration
    /// By kind: a closed list.
    private let kinds = Mutex<[String: Kind]>([:])

    init(every interval: Duration) { self.interval = interval }

    /// How many lines of this kind were suppressed since the last one; nil when this one is suppressed too.
    func pass(_ kind: String, at now: ContinuousClock.Instant = .now) -> Int? {
        kinds.withLock { kinds in
            if let known = kinds[kind], now < known.next {
                kinds[kind]?.suppressed += 1
                return nil
            }
            let suppressed = kinds[kind]?.suppressed ?? 0
            kinds[kind] = Kind(next: now + interval)
            return suppressed
        }
    }
}
