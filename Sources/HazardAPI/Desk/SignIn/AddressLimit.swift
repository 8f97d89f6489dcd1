internal import Synchronization

/// Limits how often one address may do something: a burst at once, then one more each interval.
final class AddressLimit: Sendable {
    private let burst: Int
    private let interval: Duration
    /// When the whole burst is free again, by address.
    private let full = Mutex<[String: ContinuousClock.Instant]>([:])
    private static let mostAddresses = 50_000

    init(burst: Int, every interval: Duration) {
        self.burst = burst
        self.interval = interval
    }

    /// Counts one attempt: nil when it is allowed, else the whole seconds to wait.
    func wait(for address: String, at now: ContinuousClock.Instant = .now) -> Int64? {
        full.withLock { full in
            if full.count >= Self.mostAddresses { full = full.filter { $0.value > now } }
            let free = max(full[address] ?? now, now)
            let after = free + interval
            let excess = (after - now) - interval * burst
            guard excess <= .zero else { return max(1, excess.components.seconds + 1) }
            full[address] = after
            return nil
        }
    }
}
