import CEvent
import Glibc
import Synchronization

/// All connections of one server, with their limits and workers. Loop thread only.
final class ConnectionTable {
    let settings: HTTPServerSettings
    let application: HTTPApplication
    let loop: EventLoop
    let mailbox: Mailbox
    /// Replaced when the certificate is; connections that are open keep theirs.
    var tls: TLSContext?
    var bytes = ResponseBytes()

    let workers: WorkerPool
    private let counts: SharedCounts
    private var listeners: [Listener] = []
    private var streaming: [UInt64: HTTPConnection] = [:]
    private var bodies = 0
    private var stopAt: ContinuousClock.Instant?
    /// When freed memory of the process is returned to the system: once a minute, and soon after a large request.
    private var trimAt = ContinuousClock.now + ConnectionTable.trimInterval
    // For `ConnectionAcceptance`.
    var connections: [UInt64: HTTPConnection] = [:]
    /// The connections of each address or /64 network.
    var perNetwork: [[UInt8]: Set<UInt64>] = [:]
    var lastID: UInt64 = 0
    var replacedThisRound = 0

    private static let largeMemory = 256 * 1024
    private static let trimInterval = Duration.seconds(60)
    private static let trimDelay = Duration.seconds(5)

    var isStopping: Bool { stopAt != nil }
    var canStream: Bool { streaming.count < min(settings.limits.streams, max(1, settings.limits.connections / 2)) }
    /// How long the head of a request may take.
    var headLimit: Duration { min(settings.deadlines.head, settings.deadlines.request) }

    init(_ shared: SharedParts, application: HTTPApplication, tls: TLSContext?) throws(HTTPServerFailure) {
        settings = shared.settings
        mailbox = shared.mailbox
        workers = shared.workers
        counts = shared.counts
        self.application = application
        self.tls = tls
        loop = try EventLoop(shared.mailbox)
        loop.onWake = { [unowned self] in
            for job in mailbox.take() {
                job(self)
            }
        }
        loop.onTick = { [unowned self] in sweep() }
    }

    /// Takes over all the sockets, even when it throws.
    ///
    /// - Throws: `HTTPServerFailure` when libevent cannot listen.
    func listen(_ sockets: [ListeningSocket]) throws(HTTPServerFailure) {
        for (number, socket) in sockets.enumerated() {
            do throws(HTTPServerFailure) {
                let listener = try Listener(
                    socket, in: loop, onAccept: { [unowned self] in accept($0, $1) },
                    onFailure: { [unowned self] in acceptFailed() })
                listeners.append(listener)
            } catch {
                for rest in sockets[(number + 1)...] {
                    Glibc.close(rest.descriptor)
                }
                throw error
            }
        }
    }

    /// Serves until a stop is complete.
    ///
    /// - Returns: how many connections were closed at the stop's deadline.
    func run() -> Int {
        loop.run()
        let unfinished = connections.count
        for connection in Array(connections.values) {
            connection.close(.serverStopping)
        }
        for job in mailbox.end() {
            job(self)
        }
        return unfinished
    }

    // MARK: For connections

    func count(_ change: (inout HTTPServerCounts) -> Void) {
        counts.value.withLock { change(&$0) }
    }

    /// Tells the application of a limit that a client has reached.
    func reached(_ limit: ServerLimit, by peer: PeerAddress?) {
        application.onLimit(limit, peer?.host ?? "")
    }

    /// Reserves memory for a body; false when all bodies together would exceed their limit.
    func reserve(_ size: Int, for connection: HTTPConnection) -> Bool {
        guard bodies + size <= settings.limits.bodies else { return false }
        bodies += size
        connection.reserved = size
        return true
    }

    /// Ends the request that a connection was reading or answering.
    func release(_ connection: HTTPConnection) {
        bodies -= connection.reserved
        usedMemory(connection.reserved)
        connection.reserved = 0
        connection.head = nil
    }

    /// A request or an answer of so many bytes was served: much freed memory is returned to the system after a while.
    func usedMemory(_ size: Int) {
        guard size >= Self.largeMemory else { return }
        trimAt = min(trimAt, .now + Self.trimDelay)
    }

    func streamStarted(_ connection: HTTPConnection) {
        streaming[connection.id] = connection
        count { $0.streams = streaming.count }
    }

    func remove(_ connection: HTTPConnection) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        release(connection)
        let network = connection.peer.network
        perNetwork[network]?.remove(connection.id)
        if perNetwork[network]?.isEmpty == true {
            perNetwork[network] = nil
        }
        streaming[connection.id] = nil
        count {
            $0.connections = connections.count
            $0.streams = streaming.count
        }
        if !isStopping, connections.count == settings.limits.connections - 1 {
            resumeListening()
        }
        leaveIfDone()
    }

    // MARK: Events

    /// Passes a worker's answer to its connection, if it is still open.
    func deliver(_ answer: HTTPAnswer, to id: UInt64) {
        if let connection = connections[id] {
            connection.answer(answer)
        } else {
            answer.abandon(.clientGone)
        }
    }

    func pump(_ id: UInt64) {
        streaming[id]?.pump()
    }

    /// Stops accepting, lets running requests finish, and leaves the loop when all connections are closed.
    func beginStop(at deadline: ContinuousClock.Instant) {
        guard !isStopping else { return }
        stopAt = deadline
        listeners = []
        for connection in Array(connections.values) {
            connection.closeWhenDone()
        }
        leaveIfDone()
    }

    func pauseListening() {
        for listener in listeners {
            listener.pause()
        }
    }

    func resumeListening() {
        guard !isStopping else { return }
        for listener in listeners {
            listener.resume()
        }
    }

    private func sweep() {
        let now = ContinuousClock.now
        for connection in Array(connections.values) {
            if let deadline = connection.deadline, now >= deadline {
                connection.expire()
            } else if connection.phase == .streaming {
                connection.keepAlive(now)
            }
        }
        limitUnreadAnswers()
        if now >= trimAt, workers.submit({ ProcessMemory.trim() }) {
            trimAt = now + Self.trimInterval
        }
        if hasRoom {
            resumeListening()
        }
        if let stopAt, now >= stopAt {
            loop.leave()
        }
    }

    /// Cuts off the largest answers when clients receive too little of them.
    private func limitUnreadAnswers() {
        var unread = connections.values.reduce(0) { $0 + $1.pending }
        guard unread > settings.limits.unreadAnswers else { return }
        for connection in connections.values.sorted(by: { $0.pending > $1.pending }) {
            guard unread > settings.limits.unreadAnswers else { return }
            reached(.unreadAnswers, by: connection.peer)
            unread -= connection.pending
            connection.close(.tooSlow)
        }
    }

    private func leaveIfDone() {
        if isStopping, connections.isEmpty {
            loop.leave()
        }
    }
}
