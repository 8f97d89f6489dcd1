import HTTP
import Synchronization
import Testing

/// Streams of server-sent events: sending, and all the ways in which they end.
@Suite struct EventStreamTests {
    static let request = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n"

    /// Every stream a server opened, with the reasons they ended.
    final class Hub: Sendable {
        let streams = Mutex<[EventStream]>([])
        let ends = Mutex<[EventStream.End]>([])

        @Sendable func open(_ request: HTTPRequest) -> HTTPAnswer {
            add(EventStream())
        }

        func add(_ stream: EventStream) -> HTTPAnswer {
            stream.onClose { end in self.ends.withLock { $0.append(end) } }
            streams.withLock { $0.append(stream) }
            return .stream(stream)
        }

        func send(_ text: String) {
            let event = ServerEvent(data: text)
            for stream in streams.withLock({ $0 }) {
                stream.send(event)
            }
        }

        func ended(_ ends: [EventStream.End]) -> Bool {
            eventually { self.ends.withLock { $0 } == ends }
        }
    }

    @Test func `an event is written with id, name and one data line for each line of its data`() {
        let event = ServerEvent(event: "case\nx", id: "7\r\n8\0", data: "a\nb\r\nc\rd\n")
        let text = "id: 7  8 \nevent: case x\ndata: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"
        #expect(String(decoding: event.bytes, as: UTF8.self) == text)
        #expect(String(decoding: ServerEvent(data: "").bytes, as: UTF8.self) == "data: \n\n")
    }

    @Test func `events reach the client in order, those sent before the stream was connected too`() throws {
        let hub = Hub()
        let server = try TestServer { _ in
        } handler: { request in
            let answer = hub.open(request)
            hub.send("0")
            return answer
        }
        var seen: [String] = []
        let response = try server.client().lines("/stream") { line in
            guard line.hasPrefix("data: ") else { return true }
            seen.append(line)
            if seen.count == 1 {
                for number in 1...500 {
                    hub.send("\(number)")
                }
            }
            return seen.count < 501
        }
        #expect(response.headers["content-type"] == "text/event-stream")
        #expect(seen == (0...500).map { "data: \($0)" })
    }

    @Test func `the stream of a client that disconnects ends`() throws {
        let hub = Hub()
        let server = try TestServer(handler: hub.open)
        let sockets = try (0..<20).map { _ in try server.socket() }
        for socket in sockets {
            socket.send(Self.request)
            #expect(socket.read(until: "\r\n\r\n").contains("200 OK"))
        }
        #expect(server.server.counts.streams == 20)
        for socket in sockets {
            socket.close()
        }
        #expect(hub.ended([EventStream.End](repeating: .clientGone, count: 20)))
        #expect(eventually { server.server.counts.streams == 0 })
        #expect(hub.streams.withLock { $0.allSatisfy { !$0.send(ServerEvent(data: "x")) } })
    }

    @Test func `a client that stops reading is dropped when its buffer is full, and the others lose nothing`() throws {
        let hub = Hub()
        let server = try TestServer(handler: hub.open)
        let stalled = try server.socket(receiveBuffer: 4096)
        stalled.send(Self.request)
        #expect(eventually { server.server.counts.streams == 1 })
        let text = String(repeating: "x", count: 8000)
        var seen = 0
        _ = try server.client().lines("/stream") { line in
            guard line.hasPrefix("data: ") || line.isEmpty else { return true }
            seen += line.hasPrefix("data: ") ? 1 : 0
            if seen < 500, line.isEmpty || seen == 0 {
                hub.send(text)
            }
            return seen < 500
        } onOpen: {
            hub.send(text)
        }
        #expect(seen == 500)
        #expect(hub.ends.withLock { $0.first } == .tooSlow)
        #expect(eventually { server.server.counts.streamsDropped == 1 })
    }

    @Test func `the last event finds room in a full buffer, and nothing follows it`() throws {
        let hub = Hub()
        let server = try TestServer(handler: { _ in
            let stream = EventStream(bufferLimit: 10)
            #expect(stream.offer(ServerEvent(data: "more bytes than that")))
            #expect(!stream.offer(ServerEvent(data: "full")))
            stream.end(with: ServerEvent(event: "end", data: "why"))
            #expect(!stream.offer(ServerEvent(data: "late")))
            return hub.add(stream)
        })
        var lines: [String] = []
        _ = try server.client().lines("/stream") { line in
            lines.append(line)
            return true
        }
        #expect(lines.filter { !$0.isEmpty } == ["data: more bytes than that", "event: end", "data: why"])
        #expect(hub.ended([.ended]))
    }

    @Test func `a client that reads nothing is dropped at the response's deadline`() throws {
        let hub = Hub()
        let server = try TestServer(
            { $0.deadlines.response = .milliseconds(300) },
            handler: { _ in
                hub.add(EventStream(bufferLimit: 2 << 20))
            })
        let stalled = try server.socket(receiveBuffer: 4096)
        stalled.send(Self.request)
        #expect(eventually { server.server.counts.streams == 1 })
        hub.send(String(repeating: "x", count: 1 << 20))
        #expect(hub.ended([.tooSlow]))
        #expect(eventually { server.server.counts.streamsDropped == 1 })
    }

    @Test func `a stream without events sends heartbeats`() throws {
        let hub = Hub()
        let server = try TestServer({ $0.deadlines.heartbeat = .milliseconds(100) }, handler: hub.open)
        let socket = try server.socket()
        socket.send(Self.request)
        #expect(socket.read(until: ": heartbeat\n\n: heartbeat\n\n").contains("X-Accel-Buffering: no"))
    }

    @Test func `refill is called as the client reads, and after wake`() throws {
        let end = Mutex(2000)
        let exhausted = Signal()
        let hub = Hub()
        let server = try TestServer { _ in
        } handler: { _ in
            let next = Mutex(1)
            return hub.add(
                EventStream(bufferLimit: 4096) { stream in
                    while next.withLock({ $0 }) <= end.withLock({ $0 }) {
                        let number = next.withLock { $0 }
                        guard stream.offer(ServerEvent(id: "\(number)", data: "gap")) else { return true }
                        next.withLock { $0 += 1 }
                    }
                    exhausted.set()
                    return false
                })
        }
        var seen: [Int] = []
        _ = try server.client().lines("/stream") { line in
            guard line.hasPrefix("id: ") else { return true }
            seen.append(Int(line.dropFirst(4)) ?? 0)
            if seen.count == 2000 {
                // Only `wake` can cause another call of refill now.
                #expect(exhausted.wait())
                end.withLock { $0 = 2500 }
                hub.streams.withLock { $0.first }?.wake()
            }
            return seen.count < 2500
        }
        #expect(seen == Array(1...2500))
        #expect(hub.ended([.clientGone]))
    }

    @Test func `refills that wait for a worker keep no request from being answered`() throws {
        let holds = Mutex(false)
        let (held, goOn) = (Signal(), Signal())
        let hub = Hub()
        let server = try TestServer {
            $0.limits.workers = 1
            $0.limits.queue = 1
        } handler: { request in
            guard request.path == "/stream" else { return .response(.text("answered")) }
            return hub.add(
                EventStream { _ in
                    if holds.withLock({ $0 }) {
                        held.set()
                        _ = goOn.wait()
                    }
                    return false
                })
        }
        let sockets = try (0..<5).map { number in
            let socket = try server.socket()
            socket.send(Self.request)
            #expect(eventually { server.server.counts.streams == number + 1 })
            return socket
        }
        holds.withLock { $0 = true }
        for stream in hub.streams.withLock({ $0 }) { stream.wake() }
        #expect(held.wait())
        let asking = try server.socket()
        asking.send("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(eventually { server.server.counts.connections == 6 })
        holds.withLock { $0 = false }
        goOn.set()
        #expect(asking.read(until: "answered").hasPrefix("HTTP/1.1 200"))
        #expect(sockets.count == 5)
    }

    @Test func `a stream that is ended closes after its last event`() throws {
        let hub = Hub()
        let server = try TestServer { _ in
        } handler: { request in
            let answer = hub.open(request)
            hub.send("last")
            hub.streams.withLock { $0.first }?.end()
            return answer
        }
        let answer = try server.answer(to: Self.request)
        #expect(answer.text.hasSuffix("data: last\n\n"))
        #expect(answer.isClosed)
        #expect(hub.ended([.ended]))
    }

    @Test func `HEAD of a stream gets only its head`() throws {
        let hub = Hub()
        let server = try TestServer(handler: hub.open)
        let answer = try server.answer(to: "HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(answer.statuses == [200])
        #expect(answer.text.hasSuffix("\r\n\r\n"))
        #expect(hub.ended([.notOpened]))
    }

    @Test func `one stream too many is answered 503`() throws {
        let hub = Hub()
        let server = try TestServer({ $0.limits.streams = 1 }, handler: hub.open)
        let first = try server.socket()
        first.send(Self.request)
        #expect(first.read(until: "\r\n\r\n").contains("200 OK"))
        #expect(try server.answer(to: Self.request).statuses == [503])
        #expect(hub.ended([.notOpened]))
    }

    @Test func `onClose after the end is called immediately`() {
        let stream = EventStream()
        stream.end()
        let told = Mutex<EventStream.End?>(nil)
        stream.onClose { end in told.withLock { $0 = end } }
        #expect(told.withLock { $0 } == .ended)
        #expect(!stream.isOpen)
        #expect(!stream.offer(ServerEvent(data: "x")))
    }
}
