import Glibc

/// Accepts connections, within the limits of each address and of all together.
///
/// At a limit the server closes the connection that has waited longest without a request, and accepts the new one. So whoever
/// opens connections and sends nothing displaces only connections of this kind, and a client that sends its request at once
/// is always served.
extension ConnectionTable {
    /// So many connections at most are closed at once when the server is full: one search serves several new clients.
    private static let mostReplaced = 16

    /// After so many the server stops accepting until the event loop's next round: libevent closes the sockets of freed
    /// connections only then, and accepts in one round whatever waits. The process could run out of descriptors.
    private static let mostReplacedPerRound = 64

    func accept(_ descriptor: Int32, _ peer: PeerAddress) {
        guard makeRoom(for: peer) else {
            Glibc.close(descriptor)
            count { $0.connectionsRefused += 1 }
            return
        }
        lastID += 1
        guard let connection = HTTPConnection(descriptor, id: lastID, peer: peer, table: self) else {
            acceptFailed()
            return
        }
        connections[lastID] = connection
        perNetwork[peer.network, default: []].insert(lastID)
        count { $0.connections = connections.count }
        if !hasRoom { pauseListening() }
    }

    /// A connection could not be accepted, mostly because the process has no free descriptor.
    func acceptFailed() {
        count { $0.acceptFailures += 1 }
        reached(.descriptors, by: nil)
    }

    /// A connection waits no longer. When it was the last one that did, and the server is full, new clients wait in the
    /// kernel's queue until a connection is free.
    func requestBegan() {
        if !hasRoom { pauseListening() }
    }

    /// Whether a new connection can be accepted, if necessary in place of one that waits.
    var hasRoom: Bool {
        connections.count < settings.limits.connections || connections.values.contains(where: \.isWaiting)
    }

    /// False when the limits allow no further connection of this address, and none that waits can be closed for it.
    private func makeRoom(for peer: PeerAddress) -> Bool {
        let own = perNetwork[peer.network] ?? []
        if own.count >= settings.limits.connectionsPerAddress,
            !settings.limits.proxies.contains(where: { $0.contains(peer.bytes) })
        {
            reached(.connectionsPerAddress, by: peer)
            guard closeLongestWaiting(own.compactMap { connections[$0] }, most: 1) else { return false }
        }
        if connections.count >= settings.limits.connections {
            reached(.connections, by: peer)
            let most = max(1, min(Self.mostReplaced, settings.limits.connections / 64))
            guard closeLongestWaiting(Array(connections.values), most: most) else { return false }
        }
        return true
    }

    /// Closes the connections that have waited longest, at most so many; false when none waits.
    private func closeLongestWaiting(_ candidates: [HTTPConnection], most: Int) -> Bool {
        let waiting = candidates.filter(\.isWaiting).sorted { $0.phaseStart < $1.phaseStart }.prefix(most)
        for connection in waiting {
            connection.close()
        }
        count { $0.connectionsReplaced += waiting.count }
        replacedThisRound += waiting.count
        if replacedThisRound >= Self.mostReplacedPerRound {
            replacedThisRound = 0
            pauseListening()
            mailbox.post { $0.resumeListening() }
        }
        return !waiting.isEmpty
    }
}
