import Synchronization

/// One client's open stream of server-sent events, written from any thread.
///
/// A handler makes it, hands it to whoever will send, and returns it as `HTTPAnswer.stream`; what is sent before the
/// connection takes it waits in its buffer. Two ways of feeding it, which may be mixed:
/// - push: `send` each event as it happens; a client whose buffer is full is dropped and comes back with its
///   `Last-Event-ID`;
/// - pull: `refill` is asked for more whenever there is room, after `wake` too; it offers events from its own cursor
///   until one is declined. It runs on a worker thread, never twice at once for one stream.
package final class EventStream: Sendable {
    /// Why a stream is over.
    package enum End: Sendable, Equatable {
        case clientGone
        /// The client read slower than events came, and was dropped.
        case tooSlow
        /// `end` was called.
        case ended
        case serverStopping
        /// The request could not become a stream: it was a `HEAD`, or there are too many streams.
        case notOpened
    }

    /// Offers what there is; returns whether more is waiting for room.
    package typealias Refill = @Sendable (EventStream) -> Bool

    private struct State {
        var chunks: [[UInt8]] = []
        var size = 0
        var limit: Int
        var end: End?
        var isHungry: Bool
        var isRefilling = false
        var isSignalled = false
        var signal: (@Sendable () -> Void)?
        var closers: [@Sendable (End) -> Void] = []
    }

    private let state: Mutex<State>
    private let refill: Refill?

    /// - Parameters:
    ///   - bufferLimit: bytes that may wait for a client; one event always fits an empty buffer.
    ///   - refill: asked for more whenever there is room.
    package init(bufferLimit: Int = 256 * 1024, refill: Refill? = nil) {
        state = Mutex(State(limit: bufferLimit, isHungry: refill != nil))
        self.refill = refill
    }

    package var isOpen: Bool { state.withLock { $0.end == nil } }

    /// Sends an event; a client too slow for it is dropped.
    /// - Returns: false when the stream is over.
    @discardableResult
    package func send(_ event: ServerEvent) -> Bool {
        put(event.bytes, orDrop: true)
    }

    /// Sends an event if there is room for it.
    /// - Returns: false when there is none, or the stream is over.
    package func offer(_ event: ServerEvent) -> Bool {
        put(event.bytes, orDrop: false)
    }

    /// Has `refill` called again, because there is something new to offer.
    package func wake() {
        notify { $0.isHungry = true }
    }

    /// Ends the stream once the client has read what was sent.
    package func end() {
        close(.ended)
    }

    /// Registers what is called once when the stream is over, at once when it is already; it must not block.
    package func onClose(_ body: @escaping @Sendable (End) -> Void) {
        let end = state.withLock { state in
            if state.end == nil {
                state.closers.append(body)
            }
            return state.end
        }
        if let end {
            body(end)
        }
    }

    // MARK: the connection's side

    /// Connects the stream; `signal` is called, from any thread, when there is something for the connection to do.
    func attach(_ signal: @escaping @Sendable () -> Void) {
        notify { $0.signal = signal }
    }

    /// Takes what waits, up to about `limit` bytes and at least one event.
    func take(_ limit: Int) -> [[UInt8]] {
        state.withLock { state in
            state.isSignalled = false
            var taken = 0
            var size = 0
            while taken < state.chunks.count, size == 0 || size + state.chunks[taken].count <= limit {
                size += state.chunks[taken].count
                taken += 1
            }
            defer { state.chunks.removeFirst(taken) }
            state.size -= size
            return Array(state.chunks.prefix(taken))
        }
    }

    /// The refill to run on a worker now, `nil` when none is wanted or there is not yet room for it.
    func wantedRefill() -> (@Sendable () -> Void)? {
        guard let refill else { return nil }
        let isWanted = state.withLock { state in
            guard state.end == nil, state.isHungry, !state.isRefilling, state.size <= state.limit / 2 else {
                return false
            }
            state.isRefilling = true
            state.isHungry = false
            return true
        }
        guard isWanted else { return nil }
        return { [self] in
            let hasMore = refill(self)
            notify { state in
                state.isRefilling = false
                state.isHungry = state.isHungry || hasMore
            }
        }
    }

    /// Gives back a refill that no worker could take: it is wanted again.
    func refillPostponed() {
        state.withLock { state in
            state.isRefilling = false
            state.isHungry = true
        }
    }

    /// Why the stream is over, once nothing waits any more.
    var finished: End? {
        state.withLock { $0.end == .tooSlow || $0.chunks.isEmpty ? $0.end : nil }
    }

    /// Marks the stream as over and tells those who asked; only the first reason counts.
    func close(_ end: End) {
        let closers = state.withLock { state -> [@Sendable (End) -> Void] in
            guard state.end == nil else { return [] }
            state.end = end
            if end != .ended {
                state.chunks = []
                state.size = 0
            }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers {
            closer(end)
        }
        notify { _ in }
    }

    private func put(_ bytes: [UInt8], orDrop: Bool) -> Bool {
        enum Verdict { case taken, declined, dropped }
        let verdict = state.withLock { state -> Verdict in
            guard state.end == nil else { return .declined }
            guard state.chunks.isEmpty || state.size + bytes.count <= state.limit else {
                return orDrop ? .dropped : .declined
            }
            state.chunks.append(bytes)
            state.size += bytes.count
            return .taken
        }
        switch verdict {
        case .taken: notify { _ in }
        case .declined: break
        case .dropped: close(.tooSlow)
        }
        return verdict == .taken
    }

    /// Changes the state and signals the connection, unless it was signalled and has not looked yet.
    private func notify(_ change: (inout State) -> Void) {
        let signal = state.withLock { state -> (@Sendable () -> Void)? in
            change(&state)
            guard !state.isSignalled, let signal = state.signal else { return nil }
            state.isSignalled = true
            return signal
        }
        signal?()
    }
}
