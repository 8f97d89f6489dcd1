internal import Dispatch
internal import HazardCore
internal import HazardWire
internal import Synchronization

/// Identifies a message: by its sender and id, and its case.
struct MessageReference: Hashable, Sendable {
    var cause: Cause
    var caseID: CaseID
}

/// The verdict on a message, and the case as that commit left it.
struct HubOutcome: Sendable {
    var verdict: CaseVerdict
    /// Nil when the commit did not change the case.
    var change: CaseChange?
}

/// Lets one request wait for one outcome; the first answer counts.
final class OutcomeWaiter: Sendable {
    let message: MessageReference
    private let outcome = Mutex<HubOutcome?>(nil)
    private let answered = DispatchSemaphore(value: 0)

    init(_ message: MessageReference) {
        self.message = message
    }

    /// Ends the waiting. Nil means that no outcome will come.
    func answer(_ value: HubOutcome?) {
        outcome.withLock { $0 = $0 ?? value }
        answered.signal()
    }

    /// Blocks until the outcome comes; nil when there is none in time.
    func wait(atMost limit: Duration) -> HubOutcome? {
        let (seconds, attoseconds) = limit.components
        _ = answered.wait(timeout: .now() + Double(seconds) + Double(attoseconds) / 1e18)
        return outcome.withLock { $0 }
    }
}
