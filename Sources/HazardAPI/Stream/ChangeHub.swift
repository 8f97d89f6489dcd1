internal import HazardCore
internal import Synchronization

/// Where lanes say what they committed, and requests that wait and live streams hear of it.
///
/// Lanes call `publish` after log and store have a step; with nobody listening it costs one lock. Recent commits are kept
/// for the streams to read at their own pace, while there is a stream.
package final class ChangeHub: Sendable {
    /// What is kept for streams: one that falls further behind is ended, and resumes from the log.
    private static let mostEntries = 4096
    private static let mostBytes = 32 * 1024 * 1024

    private struct State {
        var waiters: [Asked: [OutcomeWaiter]] = [:]
        var waiting = 0
        var listeners: [Int: @Sendable (HubSignal) -> Void] = [:]
        var nextListener = 0
        var entries: [HubEntry] = []
        /// The number of the first entry kept; entries are numbered from 0 on, for ever.
        var first = 0
        var bytes = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    init() {}

    /// Whether anybody would hear of a commit; a lane that finds nobody need not put one together.
    package var isListening: Bool {
        state.withLock { !$0.waiters.isEmpty || !$0.listeners.isEmpty }
    }

    /// Says what a lane committed; called on the lane's thread, after log and store have it.
    package func publish(_ commit: HubCommit) {
        var answered: [(OutcomeWaiter, HubOutcome)] = []
        var listeners: [@Sendable (HubSignal) -> Void] = []
        state.withLock { state in
            if !state.waiters.isEmpty { answered = Self.answered(by: commit, state.waiters) }
            guard !state.listeners.isEmpty, !commit.changes.isEmpty else { return }
            Self.keep(HubEntry(commit), &state)
            listeners = Array(state.listeners.values)
        }
        for (waiter, outcome) in answered { waiter.answer(outcome) }
        for listener in listeners { listener(.more) }
    }

    /// Says that the lanes of this process are not those of a moment ago; call it whenever one begins to run or is gone.
    ///
    /// What a lane committed just before it recovered was never published: streams are ended, and their clients resume
    /// from the log.
    package func shardsChanged() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener(.end) }
    }

    /// Lets everybody go: requests that wait are answered without an outcome, streams end.
    func close() {
        let (waiters, listeners) = state.withLock { state in
            state.isClosed = true
            return (state.waiters.values.flatMap { $0 }, Array(state.listeners.values))
        }
        for waiter in waiters { waiter.answer(nil) }
        for listener in listeners { listener(.end) }
    }

    // MARK: - Requests that wait

    /// Begins to wait for the outcome of a message; nil when as many wait as may, or the server is stopping.
    ///
    /// Call it before the message is written, and `forget` afterwards.
    func expect(_ cause: Cause, of caseID: CaseID, most: Int) -> OutcomeWaiter? {
        let waiter = OutcomeWaiter(Asked(cause: cause, caseID: caseID))
        return state.withLock { state in
            guard state.waiting < most, !state.isClosed else { return nil }
            state.waiting += 1
            state.waiters[waiter.asked, default: []].append(waiter)
            return waiter
        }
    }

    func forget(_ waiter: OutcomeWaiter) {
        state.withLock { state in
            state.waiting -= 1
            state.waiters[waiter.asked]?.removeAll { $0 === waiter }
            if state.waiters[waiter.asked]?.isEmpty == true { state.waiters[waiter.asked] = nil }
        }
    }

    private static func answered(
        by commit: HubCommit, _ waiters: [Asked: [OutcomeWaiter]]
    ) -> [(OutcomeWaiter, HubOutcome)] {
        commit.answers.flatMap { answer in
            (waiters[Asked(cause: answer.cause, caseID: answer.caseID)] ?? []).map { waiter in
                let change = commit.changes.first { $0.value.id == answer.caseID }
                return (waiter, HubOutcome(verdict: answer.verdict, change: change))
            }
        }
    }

    // MARK: - Streams

    /// Begins to listen: `signal` is called from any thread and must not block. Answers the listener's number and where
    /// to read from.
    func listen(_ signal: @escaping @Sendable (HubSignal) -> Void) -> (listener: Int, cursor: Int) {
        state.withLock { state in
            let number = state.nextListener
            state.nextListener += 1
            state.listeners[number] = signal
            return (number, state.first + state.entries.count)
        }
    }

    func ignore(_ listener: Int) {
        state.withLock { state in
            state.listeners[listener] = nil
            guard state.listeners.isEmpty else { return }
            state.first += state.entries.count
            state.entries = []
            state.bytes = 0
        }
    }

    /// The commit with that number: `.success(nil)` when it is yet to come.
    func entry(at cursor: Int) -> Result<HubEntry?, FellBehind> {
        state.withLock { state in
            guard cursor >= state.first else { return .failure(FellBehind()) }
            let index = cursor - state.first
            return .success(state.entries.indices.contains(index) ? state.entries[index] : nil)
        }
    }

    private static func keep(_ entry: HubEntry, _ state: inout State) {
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

/// What a listener is told.
enum HubSignal: Sendable {
    /// There is another commit to read.
    case more
    /// Nothing that follows continues what was heard: begin anew from the log.
    case end
}

/// A listener read more slowly than commits came.
struct FellBehind: Error {}
