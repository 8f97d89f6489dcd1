import CEvent
import Glibc

/// Event streams: moves what waits in an `EventStream` to the client, no faster than the client reads.
extension Connection {
    /// Output above this many bytes leaves further events in the stream, where they are counted.
    private static let fill = 16 * 1024
    /// Else the system would hide a slow reader behind megabytes of its own.
    private static let systemBuffer: Int32 = 64 * 1024
    /// Milliseconds until unacknowledged output ends a connection whose client vanished without a word.
    private static let vanished: Int32 = 30_000

    func startStream(_ stream: EventStream, _ headers: HTTPHeaders) {
        guard table.canStream else {
            stream.close(.notOpened)
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
        SocketOption.set(descriptor, SOL_SOCKET, SO_SNDBUF, Self.systemBuffer)
        SocketOption.set(descriptor, SocketOption.tcp, TCP_USER_TIMEOUT, Self.vanished)
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

    /// Moves events until enough waits for the system, and has the stream refilled where it wants that.
    func pump() {
        guard phase == .streaming, let stream else { return }
        while pending < Self.fill {
            let events = stream.take(Self.fill)
            guard !events.isEmpty else { break }
            for event in events {
                send(event)
            }
        }
        if let end = stream.finished {
            endStream(end)
        } else if let refill = stream.wantedRefill() {
            let isTaken = table.workers.submit(refill)
            if !isTaken {
                stream.refillPostponed()
            }
        }
    }

    /// Writes a comment when nothing was written for a while, and tries again what a busy pool postponed.
    func beat(_ now: ContinuousClock.Instant) {
        pump()
        guard phase == .streaming, let next = nextHeartbeat, now >= next else { return }
        if pending == 0 {
            send(ServerEvent.heartbeat)
        }
    }

    /// Closes when the client has what was written; at once when it was too slow for that.
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
