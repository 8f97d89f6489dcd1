import HTTP
import Synchronization
import Testing

/// Limits of slow, idle and many connections.
@Suite struct ConnectionLimitTests {
    @Test func `a request that arrives in small parts is closed at its deadline`() throws {
        let server = try TestServer {
            $0.deadlines.request = .milliseconds(300)
            $0.deadlines.linger = .milliseconds(100)
        }
        let head = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
        for (opening, drop) in [("GET /a HTTP/1.1\r\n", "X: y\r\n"), (head, "z"), ("GET", "a"), ("\r\n", "\r\n")] {
            let socket = try server.socket()
            socket.send(opening)
            let ended = eventually { !socket.send(drop) }
            #expect(ended, "\(opening)")
        }
    }

    @Test func `a request that is not complete at its deadline gets a response that says so`() throws {
        let server = try TestServer { $0.deadlines.request = .milliseconds(200) }
        let answer = try server.answer(to: "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
        #expect(answer.statuses == [408])
        #expect(answer.isClosed)
    }

    @Test func `a connection without a request is closed at the request's deadline`() throws {
        let server = try TestServer { $0.deadlines.request = .milliseconds(200) }
        let answer = try server.answer(to: "")
        #expect(answer.bytes.isEmpty)
        #expect(answer.isClosed)
    }

    @Test func `a connection idle after a response is closed at the idle deadline`() throws {
        let server = try TestServer { $0.deadlines.idle = .milliseconds(200) }
        let answer = try server.answer(to: "GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(answer.statuses == [200])
        #expect(answer.isClosed)
        #expect(eventually { server.server.counts.connections == 0 })
    }

    @Test func `a client that does not read its response is closed at the response's deadline`() throws {
        let server = try TestServer {
            $0.deadlines.response = .milliseconds(300)
        } handler: { _ in
            .response(.content("application/octet-stream", [UInt8](repeating: 0, count: 8 << 20)))
        }
        let socket = try server.socket(receiveBuffer: 4096)
        socket.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(eventually { server.server.counts.connections == 1 })
        #expect(eventually { server.server.counts.connections == 0 })
    }

    @Test func `a client that sends requests and reads no responses is not served without limit`() throws {
        let served = Mutex(0)
        let server = try TestServer {
            $0.deadlines.response = .milliseconds(500)
        } handler: { _ in
            served.withLock { $0 += 1 }
            return .response(.content("application/octet-stream", [UInt8](repeating: 0, count: 1 << 20)))
        }
        let socket = try server.socket(receiveBuffer: 4096)
        socket.send(String(repeating: "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", count: 300))
        #expect(eventually { server.server.counts.connections == 1 })
        #expect(eventually { server.server.counts.connections == 0 })
        #expect(served.withLock { $0 } < 50)
    }

    @Test func `one address gets no more connections than its limit`() throws {
        let server = try TestServer { $0.limits.connectionsPerAddress = 2 }
        let kept = try Self.uploads(2, to: server)
        #expect(eventually { server.server.counts.connections == 2 })
        #expect(try server.socket().waitForEnd())
        #expect(eventually { server.server.counts.connectionsRefused == 1 })
        kept[0].close()
        #expect(eventually { server.server.counts.connections == 1 })
        #expect(try server.client().get("/").status == 200)
    }

    /// Connections whose request has been admitted and whose body is not complete.
    private static func uploads(_ count: Int, to server: TestServer) throws -> [RawSocket] {
        try (0..<count).map { _ in
            let socket = try server.socket()
            socket.send(
                "POST /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
            #expect(socket.read(until: "100 Continue").contains("100"))
            return socket
        }
    }

    @Test func `at the limit of its address a new connection replaces the one that waits longest without a request`()
        throws
    {
        let server = try TestServer { $0.limits.connectionsPerAddress = 3 }
        let upload = try Self.uploads(1, to: server)[0]
        let silent = try server.socket()
        #expect(eventually { server.server.counts.connections == 2 })
        let halfOpen = try server.socket()
        halfOpen.send("GET /a HTTP/1.1\r\nHost: x\r\n")
        #expect(eventually { server.server.counts.connections == 3 })
        let kept = try server.socket()
        kept.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(kept.readAnswer(responses: 1).statuses == [200])
        #expect(silent.waitForEnd())
        #expect(try server.client().get("/").status == 200)
        #expect(halfOpen.waitForEnd())
        upload.send("b")
        #expect(upload.readAnswer().statuses.last == 200)
        #expect(server.server.counts.connectionsReplaced == 2)
    }

    @Test func `a request is answered while half-open connections come without end`() throws {
        let limits = Mutex<Set<ServerLimit>>([])
        let server = try TestServer(
            {
                $0.limits.connections = 20
                $0.limits.connectionsPerAddress = 10
            }, onLimit: { limit, _ in limits.withLock { _ = $0.insert(limit) } })
        var halfOpen: [RawSocket] = []
        for number in 0..<200 {
            halfOpen.append(try server.socket(from: number < 100 ? 0 : number % 4))
            halfOpen.last?.send("POST /a HTTP/1.1\r\nHost: x\r\n")
            guard number % 20 == 19 else { continue }
            #expect(try server.client(timeout: .seconds(5)).get("/").status == 200)
        }
        #expect(server.server.counts.connections <= 20)
        #expect(limits.withLock { $0 } == [.connections, .connectionsPerAddress])
    }

    @Test func `a reverse proxy has no limit of its own`() throws {
        let server = try TestServer {
            $0.limits.connectionsPerAddress = 1
            $0.limits.proxies = [AddressRange(bytes: [127, 0, 0, 0], bits: 24)]
        }
        let kept = try Self.uploads(5, to: server)
        #expect(server.server.counts.connections == 5)
        kept.forEach { $0.close() }
    }

    @Test func `a head that is not complete in time is answered 408, however long a request may take`() throws {
        let server = try TestServer {
            $0.deadlines.head = .milliseconds(200)
            $0.deadlines.request = .seconds(15)
        }
        let answer = try server.answer(to: "GET /a HTTP/1.1\r\nHost: x\r\n")
        #expect(answer.statuses == [408])
        #expect(answer.isClosed)
    }

    @Test func `answers that clients do not receive take a bounded amount of memory`() throws {
        let limits = Mutex<[ServerLimit]>([])
        let server = try TestServer(
            { $0.limits.unreadAnswers = 8 << 20 }, onLimit: { limit, _ in limits.withLock { $0.append(limit) } }
        ) { _ in .response(.content("application/octet-stream", [UInt8](repeating: 0, count: 7 << 20))) }
        let slow = try (0..<6).map { _ in try server.socket(receiveBuffer: 4096) }
        for socket in slow { socket.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n") }
        #expect(eventually { limits.withLock { $0.count } >= 5 })
        #expect(limits.withLock { $0.allSatisfy { $0 == .unreadAnswers } })
        #expect(eventually { server.server.counts.connections <= 1 })
    }

    @Test func `a full server lets new clients wait and serves them when a connection is free`() throws {
        let server = try TestServer { $0.limits.connections = 2 }
        let busy = try Self.uploads(2, to: server)
        let waiting = try server.socket()
        waiting.send("GET /w HTTP/1.1\r\nHost: x\r\n\r\n")
        busy[0].send("b")
        #expect(busy[0].readAnswer().statuses == [200])
        #expect(waiting.readAnswer(responses: 1).statuses == [200])
    }

    @Test func `a full server closes the connection that has been idle longest`() throws {
        let server = try TestServer { $0.limits.connections = 2 }
        let get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
        let old = try server.socket()
        old.send(get)
        #expect(old.readAnswer(responses: 1).statuses == [200])
        let young = try server.socket()
        young.send(get)
        #expect(young.readAnswer(responses: 1).statuses == [200])
        let new = try server.socket()
        new.send(get)
        #expect(new.readAnswer(responses: 1).statuses == [200])
        #expect(old.waitForEnd())
        young.send(get)
        #expect(young.readAnswer(responses: 1).statuses == [200])
    }

    @Test func `a request that finds all workers busy and the queue full is answered 503 with Retry-After`() throws {
        let gate = Signal()
        let server = try TestServer {
            $0.limits.workers = 1
            $0.limits.queue = 1
        } handler: { request in
            _ = request.path == "/wait" && gate.wait()
            return .response(.text(request.path))
        }
        let waiting = try [server.socket(), server.socket()]
        for (number, socket) in waiting.enumerated() {
            socket.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(eventually { server.server.counts.requests == number + 1 })
        }
        let twice = String(repeating: "GET /b HTTP/1.1\r\nHost: x\r\n\r\n", count: 2)
        let refused = try server.answer(to: twice, responses: 2)
        #expect(refused.statuses == [503, 503])
        #expect(refused.text.contains("Retry-After: 1\r\n"))
        gate.set()
        for socket in waiting {
            #expect(socket.readAnswer(responses: 1).statuses == [200])
        }
        #expect(try server.client().get("/c").text == "/c")
    }

    @Test func `many connections that break off leave nothing open`() throws {
        let server = try TestServer()
        for number in 0..<300 {
            let socket = try server.socket()
            if number % 3 != 0 {
                socket.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab" + (number % 3 == 1 ? "c" : ""))
            }
            socket.close()
        }
        #expect(eventually { server.server.counts.connections == 0 })
        #expect(try server.client().get("/").status == 200)
    }
}
