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
    private var connections: [UInt64: HTTPConnection] = [:]
    private var streaming: [UInt64: HTTPConnection] = [:]
    private var perNetwork: [[UInt8]: Int] = [:]
    private var lastID: UInt64 = 0
    private var bodies = 0
    private var stopAt: ContinuousClock.Instant?

    var isStopping: Bool { stopAt != nil }
    var canStream: Bool { streaming.count < settings.limits.streams }

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
                    onFailure: { [unowned self] in count { $0.acceptFailures += 1 } })
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
        connection.reserved = 0
        connection.head = nil
    }

    func streamStarted(_ connection: HTTPConnection) {
        streaming[connection.id] = connection
        count { $0.streams = streaming.count }
    }

    func remove(_ connection: HTTPConnection) {
        guard connections.removeValue(forKey: connection.id) != nil else { return }
        release(connection)
        let network = connection.peer.network
        perNetwork[network, default: 1] -= 1
        if perNetwork[network] == 0 {
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

    private func accept(_ descriptor: Int32, _ peer: PeerAddress) {
        if connections.count >= settings.limits.connections {
            closeLongestIdle()
        }
        guard connections.count < settings.limits.connections,
            perNetwork[peer.network, default: 0] < settings.limits.connectionsPerAddress
        else {
            Glibc.close(descriptor)
            count { $0.connectionsRefused += 1 }
            return
        }
        lastID += 1
        guard let connection = HTTPConnection(descriptor, id: lastID, peer: peer, table: self) else {
            count { $0.acceptFailures += 1 }
            return
        }
        connections[lastID] = connection
        perNetwork[peer.network, default: 0] += 1
        count { $0.connections = connections.count }
        if connections.count >= settings.limits.connections, !connections.values.contains(where: { $0.phase == .idle })
        {
            for listener in listeners {
                listener.pause()
            }
        }
    }

    /// Whether a new connection can be accepted, if necessary in place of an idle one.
    private var hasRoom: Bool {
        connections.count < settings.limits.connections || connections.values.contains { $0.phase == .idle }
    }

    /// Closes the connection that has been idle longest, so that a new client can connect.
    private func closeLongestIdle() {
        let idle = connections.values.filter { $0.phase == .idle }
        idle.min { ($0.deadline ?? .now) < ($1.deadline ?? .now) }?.close()
    }

    private func resumeListening() {
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
        if hasRoom {
            resumeListening()
        }
        if let stopAt, now >= stopAt {
            loop.leave()
        }
    }

    private func leaveIfDone() {
        if isStopping, connections.isEmpty {
            loop.leave()
        }
    }
}
