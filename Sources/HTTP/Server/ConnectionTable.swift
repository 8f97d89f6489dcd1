import CEvent
import Glibc
import Synchronization

/// Every connection of one server with what they share: limits, workers, the way to stop. Loop thread only.
final class ConnectionTable {
    let settings: HTTPServerSettings
    let application: HTTPApplication
    let loop: EventLoop
    let mailbox: Mailbox
    let tls: TLSContext?
    var bytes = ResponseBytes()

    let workers: WorkerPool
    private let counts: SharedCounts
    private var listeners: [Listener] = []
    private var connections: [UInt64: Connection] = [:]
    private var streaming: [UInt64: Connection] = [:]
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

    /// Takes over the sockets, all of them also when it throws.
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
    /// - Returns: how many connections were cut off at the stop's deadline.
    func run() -> Int {
        loop.run()
        let cut = connections.count
        for connection in Array(connections.values) {
            connection.close(.serverStopping)
        }
        for job in mailbox.end() {
            job(self)
        }
        return cut
    }

    // MARK: what connections ask for

    func count(_ change: (inout HTTPServerCounts) -> Void) {
        counts.value.withLock { change(&$0) }
    }

    /// Reserves room for a body; false when all bodies together would pass their limit.
    func reserve(_ size: Int, for connection: Connection) -> Bool {
        guard bodies + size <= settings.limits.bodies else { return false }
        bodies += size
        connection.reserved = size
        return true
    }

    /// Ends the request that a connection was reading or answering.
    func release(_ connection: Connection) {
        bodies -= connection.reserved
        connection.reserved = 0
        connection.head = nil
    }

    func streamStarted(_ connection: Connection) {
        streaming[connection.id] = connection
        count { $0.streams = streaming.count }
    }

    func remove(_ connection: Connection) {
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

    // MARK: what happens

    /// Hands a worker's answer to its connection, if that is still there.
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

    /// Accepts nothing more, lets running requests finish, and leaves the loop when all connections are gone.
    func beginStop(at deadline: ContinuousClock.Instant) {
        guard !isStopping else { return }
        stopAt = deadline
        listeners = []
        for connection in Array(connections.values) {
            connection.windDown()
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
            count { $0.turnedAway += 1 }
            return
        }
        lastID += 1
        guard let connection = Connection(descriptor, id: lastID, peer: peer, table: self) else {
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

    /// Whether a new client finds a place, if need be that of a connection that does nothing.
    private var hasRoom: Bool {
        connections.count < settings.limits.connections || connections.values.contains { $0.phase == .idle }
    }

    /// A full house gives the place of whoever waits longest between two requests to a new client.
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
                connection.beat(now)
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
