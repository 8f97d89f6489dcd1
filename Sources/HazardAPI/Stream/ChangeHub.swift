internal import HazardCore
internal import HazardWire
internal import Synchronization

/// Passes the commits of lanes on to waiting requests and live streams.
///
/// Lanes call `publish` after log and store have a step; when nobody listens it costs one lock. While there is a stream,
/// the hub holds recent commits, so that every stream reads at its own pace.
package final class ChangeHub: Sendable {
    /// The most commits and bytes held. A stream that falls further behind ends, and resumes from the log.
    private static let mostEntries = 4096
    private static let mostBytes = 32 * 1024 * 1024

    private struct State {
        var waiters: [MessageReference: [OutcomeWaiter]] = [:]
        var waiting = 0
        var listeners: [Int: @Sendable (HubSignal) -> Void] = [:]
        var nextListener = 0
        var entries: [HubEntry] = []
        /// The number of the first entry held. Entries are numbered from 0, without end.
        var first = 0
        var bytes = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    init() {}

    /// Whether a request or a stream waits for commits. A lane need not build a commit that nobody reads.
    package var isListening: Bool {
        state.withLock { !$0.waiters.isEmpty || !$0.listeners.isEmpty }
    }

    /// Publishes a commit; called on the lane's thread, after log and store have it.
    package func publish(_ commit: HubCommit) {
        var answered: [(OutcomeWaiter, HubOutcome)] = []
        var listeners: [@Sendable (HubSignal) -> Void] = []
        state.withLock { state in
            if !state.waiters.isEmpty { answered = Self.answered(by: commit, state.waiters) }
            guard !state.listeners.isEmpty, !commit.changes.isEmpty else { return }
            Self.hold(HubEntry(commit), &state)
            listeners = Array(state.listeners.values)
        }
        for (waiter, outcome) in answered { waiter.answer(outcome) }
        for listener in listeners { listener(.more) }
    }

    /// Ends every stream, because the lanes of this process changed; call it whenever a lane begins to run or is gone.
    ///
    /// A lane that recovers may have committed without publishing. The streams' clients resume from the log.
    package func shardsChanged() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener(.end(.shardsChanged)) }
    }

    /// Ends every wait without an outcome, and every stream.
    func close() {
        let (waiters, listeners) = state.withLock { state in
            state.isClosed = true
            return (state.waiters.values.flatMap { $0 }, Array(state.listeners.values))
        }
        for waiter in waiters { waiter.answer(nil) }
        for listener in listeners { listener(.end(.serverStopping)) }
    }

    // MARK: - Waiting requests

    /// Begins to wait for the outcome of a message; nil when `most` requests wait already, or the server stops.
    ///
    /// Call it before the message is written, and `forget` afterwards.
    func expect(_ cause: Cause, of caseID: CaseID, most: Int) -> OutcomeWaiter? {
        let waiter = OutcomeWaiter(MessageReference(cause: cause, caseID: caseID))
        return state.withLock { state in
            guard state.waiting < most, !state.isClosed else { return nil }
            state.waiting += 1
            state.waiters[waiter.message, default: []].append(waiter)
            return waiter
        }
    }

    func forget(_ waiter: OutcomeWaiter) {
        state.withLock { state in
            state.waiting -= 1
            state.waiters[waiter.message]?.removeAll { $0 === waiter }
            if state.waiters[waiter.message]?.isEmpty == true { state.waiters[waiter.message] = nil }
        }
    }

    private static func answered(
        by commit: HubCommit, _ waiters: [MessageReference: [OutcomeWaiter]]
    ) -> [(OutcomeWaiter, HubOutcome)] {
        commit.outcomes.flatMap { outcome in
            (waiters[MessageReference(cause: outcome.cause, caseID: outcome.caseID)] ?? []).map { waiter in
                let change = commit.changes.first { $0.value.id == outcome.caseID }
                return (waiter, HubOutcome(verdict: outcome.verdict, change: change))
            }
        }
    }

    // MARK: - Streams

    /// Adds a listener. The hub calls `signal` on any thread, so it must not block.
    ///
    /// - Returns: The listener's number, and the number of the first commit it can read.
    func listen(_ signal: @escaping @Sendable (HubSignal) -> Void) -> (listener: Int, cursor: Int) {
        state.withLock { state in
            let number = state.nextListener
            state.nextListener += 1
            state.listeners[number] = signal
            return (number, state.first + state.entries.count)
        }
    }

    /// Removes a listener.
    func ignore(_ listener: Int) {
        state.withLock { state in
            state.listeners[listener] = nil
            guard state.listeners.isEmpty else { return }
            state.first += state.entries.count
            state.entries = []
            state.bytes = 0
        }
    }

    /// The commit with that number: `.success(nil)` when it is still to come.
    func entry(at cursor: Int) -> Result<HubEntry?, FellBehind> {
        state.withLock { state in
            guard cursor >= state.first else { return .failure(FellBehind()) }
            let index = cursor - state.first
            return .success(state.entries.indices.contains(index) ? state.entries[index] : nil)
        }
    }

    /// How many commits are held from that number on.
    func waiting(from cursor: Int) -> Int { state.withLock { max(0, $0.first + $0.entries.count - cursor) } }

    private static func hold(_ entry: HubEntry, _ state: inout State) {
        state.entries.append(entry)
        state.bytes += entry.size
        var dropped = 0
        while state.entries.count - dropped > 1, state.entries.count - dropped > mostEntries || state.bytes > mostBytes
        {
            state.bytes -= state.entries[dropped].size
            dropped += 1
        }
        state.entries.removeFirst(dropped)
        state.first += dropped
    }
}

/// What the hub tells a listener.
enum HubSignal: Sendable {
    /// There is another commit to read.
    case more
    /// The stream ends, and its client starts again from the log.
    case end(StreamEnd)
}

/// A listener reads more slowly than commits come.
struct FellBehind: Error {}
