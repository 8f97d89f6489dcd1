import CEvent
import Glibc

/// Sends the buffered events of an `EventStream`, no faster than the client reads.
extension HTTPConnection {
    /// With more pending bytes than this, further events stay in the stream's own buffer.
    private static let maxPendingEvents = 16 * 1024
    /// The kernel's send buffer in bytes; its default of megabytes would hide a slow reader.
    private static let sendBuffer: Int32 = 64 * 1024
    /// Unacknowledged output ends a connection after this time: the client is unreachable.
    private static let acknowledgement = Duration.seconds(30)

    func startStream(_ stream: EventStream, _ headers: HTTPHeaders) {
        guard table.canStream else {
            stream.close(.notOpened)
            table.reached(.streams, by: peer)
            refuse(503, "too many event streams are open; try again in a second")
            return
        }
        let isHead = head?.method == "HEAD"
        write(table.bytes.streamHead(headers))
        table.release(self)
        guard !isHead else {
            stream.close(.notOpened)
            enter(.flushing, deadline: .now + table.settings.deadlines.response)
            return
        }
        SocketOption.set(descriptor, SOL_SOCKET, SO_SNDBUF, Self.sendBuffer)
        SocketOption.set(descriptor, SocketOption.tcp, TCP_USER_TIMEOUT, Int32(Self.acknowledgement.milliseconds))
        self.stream = stream
        nextHeartbeat = .now + table.settings.deadlines.heartbeat
        enter(.streaming, deadline: .now + table.settings.deadlines.response)
        reader.abandon()
        table.streamStarted(self)
        stream.attach { [mailbox = table.mailbox, id] in
            mailbox.post { $0.pump(id) }
        }
        if table.isStopping {
            endStream(.serverStopping)
        } else {
            pump()
        }
    }

    /// Sends events until enough bytes are pending, and starts a refill when the stream wants one.
    func pump() {
        guard phase == .streaming, let stream else { return }
        while pending < Self.maxPendingEvents {
            let events = stream.take(Self.maxPendingEvents)
            guard !events.isEmpty else { break }
            for event in events {
                send(event)
            }
        }
        if let end = stream.finished {
            endStream(end)
        } else if let refill = stream.takeRefill() {
            let isAccepted = table.workers.refill(refill)
            if !isAccepted {
                stream.refillPostponed()
            }
        }
    }

    /// Sends a heartbeat when nothing was sent for a while, and retries a postponed refill.
    func keepAlive(_ now: ContinuousClock.Instant) {
        pump()
        guard phase == .streaming, let next = nextHeartbeat, now >= next else { return }
        if pending == 0 {
            send(ServerEvent.heartbeat)
        }
    }

    /// Closes after the client has received the pending bytes; immediately when it was too slow.
    func endStream(_ end: EventStream.End) {
        if end == .tooSlow {
            close(.tooSlow)
        } else {
            stream?.close(end)
            if pending == 0 {
                close(end)
            } else {
                enter(.flushing, deadline: .now + table.settings.deadlines.response)
            }
        }
    }

    private func send(_ bytes: [UInt8]) {
        let now = ContinuousClock.now
        nextHeartbeat = now + table.settings.deadlines.heartbeat
        if pending == 0 {
            deadline = now + table.settings.deadlines.response
        }
        write(bytes)
    }
}
