internal import Synchronization

/// Limits how many expensive operations run at once, such as reading from the log.
final class ConcurrencyLimit: Sendable {
    private let running = Mutex(0)

    /// A permit for one operation, given back when it is released; nil when so many operations run already.
    func permit(most: Int) -> Permit? {
        let isFree = running.withLock { running in
            guard running < most else { return false }
            running += 1
            return true
        }
        return isFree ? Permit(self) : nil
    }

    fileprivate func giveBack() { running.withLock { $0 -= 1 } }
}

/// Allows one operation to run, until it is released.
final class Permit: Sendable {
    private let limit: ConcurrencyLimit

    fileprivate init(_ limit: ConcurrencyLimit) {
        self.limit = limit
    }

    deinit { limit.giveBack() }
}
