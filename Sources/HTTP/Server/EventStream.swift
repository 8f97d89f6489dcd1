import Synchronization

/// One client's open stream of server-sent events, written from any thread.
///
/// A handler creates it, gives it to the sender, and returns it as `HTTPAnswer.stream`; events sent before the connection takes
/// it wait in its buffer. There are two ways to supply events, and they may be mixed:
/// - push: `send` each event as it happens; a client whose buffer is full is dropped and reconnects with its
///   `Last-Event-ID`;
/// - pull: `refill` is called when there is room and after `wake`; it offers events from its own cursor until one is
///   declined. It runs on a worker thread, never twice at the same time for one stream.
package final class EventStream: Sendable {
    /// Why a stream is over.
    package enum End: Sendable, Equatable {
        case clientGone
        /// The client read more slowly than events were sent, and was dropped.
        case tooSlow
        /// `end` was called.
        case ended
        case serverStopping
        /// The request could not become a stream: it was a `HEAD`, or there are too many streams.
        case notOpened
    }

    /// Offers available events; returns whether more are waiting for room.
    package typealias Refill = @Sendable (EventStream) -> Bool

    private struct State {
        var chunks: [[UInt8]] = []
        var size = 0
        var limit: Int
        var end: End?
        var wantsRefill: Bool
        var isRefilling = false
        var isSignalled = false
        var signal: (@Sendable () -> Void)?
        var closeHandlers: [@Sendable (End) -> Void] = []
    }

    private let state: Mutex<State>
    private let refill: Refill?

    /// - Parameters:
    ///   - bufferLimit: the maximum number of buffered bytes; one event always fits an empty buffer.
    ///   - refill: called for more events when there is room.
    package init(bufferLimit: Int = 256 * 1024, refill: Refill? = nil) {
        state = Mutex(State(limit: bufferLimit, wantsRefill: refill != nil))
        self.refill = refill
    }

    package var isOpen: Bool { state.withLock { $0.end == nil } }

    /// Sends an event; drops the client when its buffer is full.
    /// - Returns: false when the stream is over.
    @discardableResult
    package func send(_ event: ServerEvent) -> Bool {
        put(event.bytes, closesWhenFull: true)
    }

    /// Sends an event if there is room for it.
    /// - Returns: false when there is no room or the stream is over.
    package func offer(_ event: ServerEvent) -> Bool {
        put(event.bytes, closesWhenFull: false)
    }

    /// Requests another call of `refill`, because there are new events.
    package func wake() {
        notify { $0.wantsRefill = true }
    }

    /// Ends the stream after the client has received the sent events.
    package func end() {
        close(.ended)
    }

    /// Ends the stream with a last event, for which there is always room.
    package func end(with last: ServerEvent) {
        close(.ended, last: last.bytes)
    }

    /// Registers a handler that is called once when the stream is over, immediately if it is over already. It must not block.
    package func onClose(_ body: @escaping @Sendable (End) -> Void) {
        let end = state.withLock { state in
            if state.end == nil {
                state.closeHandlers.append(body)
            }
            return state.end
        }
        if let end {
            body(end)
        }
    }

    // MARK: For the connection

    /// Connects the stream; `signal` is called on any thread when the connection has something to do.
    func attach(_ signal: @escaping @Sendable () -> Void) {
        notify { $0.signal = signal }
    }

    /// Removes and returns buffered events: at least one, otherwise at most `limit` bytes.
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

    /// The refill to run on a worker now; nil when none is wanted or there is no room yet.
    func takeRefill() -> (@Sendable () -> Void)? {
        guard let refill else { return nil }
        let isWanted = state.withLock { state in
            guard state.end == nil, state.wantsRefill, !state.isRefilling, state.size <= state.limit / 2 else {
                return false
            }
            state.isRefilling = true
            state.wantsRefill = false
            return true
        }
        guard isWanted else { return nil }
        return { [self] in
            let hasMore = refill(self)
            notify { state in
                state.isRefilling = false
                state.wantsRefill = state.wantsRefill || hasMore
            }
        }
    }

    /// Returns a refill that no worker accepted: it is wanted again.
    func refillPostponed() {
        state.withLock { state in
            state.isRefilling = false
            state.wantsRefill = true
        }
    }

    /// Why the stream is over; nil while events are buffered.
    var finished: End? {
        state.withLock { $0.end == .tooSlow || $0.chunks.isEmpty ? $0.end : nil }
    }

    /// Marks the stream as over and calls the close handlers; only the first reason counts.
    func close(_ end: End, last: [UInt8]? = nil) {
        let closeHandlers = state.withLock { state -> [@Sendable (End) -> Void] in
            guard state.end == nil else { return [] }
            state.end = end
            if let last {
                state.chunks.append(last)
                state.size += last.count
            }
            if end != .ended {
                state.chunks = []
                state.size = 0
            }
            defer { state.closeHandlers = [] }
            return state.closeHandlers
        }
        for closer in closeHandlers {
            closer(end)
        }
        notify { _ in }
    }

    private func put(_ bytes: [UInt8], closesWhenFull: Bool) -> Bool {
        enum Result { case accepted, declined, dropped }
        let result = state.withLock { state -> Result in
            guard state.end == nil else { return .declined }
            guard state.chunks.isEmpty || state.size + bytes.count <= state.limit else {
                return closesWhenFull ? .dropped : .declined
            }
            state.chunks.append(bytes)
            state.size += bytes.count
            return .accepted
        }
        switch result {
        case .accepted: notify { _ in }
        case .declined: break
        case .dropped: close(.tooSlow)
        }
        return result == .accepted
    }

    /// Changes the state and signals the connection, unless an earlier signal has not been handled yet.
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
