internal import Dispatch
internal import HazardCore
internal import Synchronization

/// A message whose outcome somebody wants to know.
struct Asked: Hashable, Sendable {
    var cause: Cause
    var caseID: CaseID
}

/// What became of a message, and the case as that commit left it; nil when the commit did not change it.
struct HubOutcome: Sendable {
    var verdict: CaseVerdict
    var change: HubChange?
}

/// One request that waits for one outcome; the first answer counts.
final class OutcomeWaiter: Sendable {
    let asked: Asked
    private let outcome = Mutex<HubOutcome?>(nil)
    private let answered = DispatchSemaphore(value: 0)

    init(_ asked: Asked) {
        self.asked = asked
    }

    /// Ends the waiting; nil says that no outcome will come.
    func answer(_ value: HubOutcome?) {
        outcome.withLock { $0 = $0 ?? value }
        answered.signal()
    }

    /// Blocks up to that many seconds; nil when there was no outcome in time.
    func wait(seconds: Double) -> HubOutcome? {
        _ = answered.wait(timeout: .now() + seconds)
        return outcome.withLock { $0 }
    }
}
