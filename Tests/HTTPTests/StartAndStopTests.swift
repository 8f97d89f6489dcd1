import Foundation
import HTTP
import Synchronization
import Testing
import Wording

/// Starting and stopping a server.
@Suite struct StartAndStopTests {
    private func server(_ addresses: [ListenAddress]) -> HTTPServer {
        HTTPServer(
            HTTPServerSettings(listen: addresses),
            application: HTTPApplication(admit: { _ in .read() }, handler: TestServer.echo))
    }

    @Test func `an address in use is named, with what to do`() throws {
        let first = try TestServer()
        let taken = ListenAddress(host: "127.0.0.1", port: first.port)
        let failure = try #require(throws: HTTPServerFailure.self) {
            try server([ListenAddress(host: "127.0.0.1", port: 0), taken]).start()
        }
        #expect(failure.description.contains("127.0.0.1:\(first.port): another program listens there"))
    }

    @Test func `an address of another machine and an unknown name are refused by name`() throws {
        for host in ["192.0.2.1", "no-such-host.invalid"] {
            let failure = try #require(throws: HTTPServerFailure.self) {
                try server([ListenAddress(host: host, port: 0)]).start()
            }
            #expect(failure.description.hasPrefix("cannot listen on \(host):0: "))
        }
    }

    @Test func `a server listens on every address it is given`() throws {
        let local = ListenAddress(host: "127.0.0.1", port: 0)
        let server = server([local, local])
        try server.start()
        defer { server.stop(within: .seconds(1)) }
        #expect(Set(server.addresses.map(\.port)).count == 2)
        for address in server.addresses {
            #expect(try HTTPClient("http://\(address)").get("/").status == 200)
        }
    }

    @Test func `a server is started once`() throws {
        let server = try TestServer()
        #expect(throws: HTTPServerFailure.self) { try server.server.start() }
    }

    @Test func `a server that is released without a stop closes its port and its connections`() throws {
        var server: HTTPServer? = server([ListenAddress(host: "127.0.0.1", port: 0)])
        try server?.start()
        let port = try #require(server?.addresses.first?.port)
        let socket = try RawSocket(port: port)
        server = nil
        #expect(socket.waitForEnd())
        #expect(throws: RawSocket.Refused.self) { try RawSocket(port: port) }
    }

    @Test func `a request has the address of its client`() throws {
        let server = try TestServer(handler: { .response(.text($0.remoteAddress)) })
        #expect(try server.client().get("/").text == "127.0.0.1")
    }

    @Test func `a stop answers running requests, ends streams and closes idle connections`() throws {
        let gate = Signal()
        let hub = EventStreamTests.Hub()
        let server = try TestServer { _ in
        } handler: { request in
            guard request.path == "/slow" else { return hub.open(request) }
            _ = gate.wait()
            return .response(.text("done"))
        }
        let (idle, slow, stream) = (try server.socket(), try server.socket(), try server.socket())
        stream.send(EventStreamTests.request)
        #expect(stream.read(until: "\r\n\r\n").contains("200 OK"))
        slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(eventually { server.server.counts.requests == 2 && server.server.counts.connections == 3 })
        let cut = stopInBackground(server, within: .seconds(20))
        #expect(idle.waitForEnd())
        #expect(stream.waitForEnd())
        #expect(hub.ended([.serverStopping]))
        #expect(throws: RawSocket.Refused.self) { try server.socket() }
        gate.set()
        let answer = slow.readAnswer()
        #expect(answer.text.contains("Connection: close"))
        #expect(answer.text.hasSuffix("done"))
        #expect(eventually { cut.withLock { $0 } == 0 })
    }

    @Test func `a stop closes unfinished connections at its limit and returns how many`() throws {
        let gate = Signal()
        let server = try TestServer(handler: { _ in
            _ = gate.wait()
            return .response(.text("late"))
        })
        let slow = try server.socket()
        slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(eventually { server.server.counts.requests == 1 })
        #expect(server.server.stop(within: .milliseconds(200)) == 1)
        #expect(slow.waitForEnd())
        gate.set()
        #expect(server.server.stop(within: .seconds(20)) == 1)
    }

    @Test func `a request that is arriving when the stop begins is still answered`() throws {
        let server = try TestServer()
        let socket = try server.socket()
        socket.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        #expect(socket.read(until: "\r\n\r\n").contains("100 Continue"))
        let cut = stopInBackground(server, within: .seconds(20))
        #expect(eventually { (try? server.socket()) == nil })
        socket.send("hello")
        #expect(socket.readAnswer().text.hasSuffix("<hello>"))
        #expect(eventually { cut.withLock { $0 } == 0 })
    }

    @Test func `a stream that a worker opens after the end is closed`() throws {
        let gate = Signal()
        let hub = EventStreamTests.Hub()
        let server = try TestServer(handler: { request in
            _ = gate.wait()
            return hub.open(request)
        })
        let socket = try server.socket()
        socket.send(EventStreamTests.request)
        #expect(eventually { server.server.counts.requests == 1 })
        #expect(server.server.stop(within: .milliseconds(100)) == 1)
        gate.set()
        #expect(hub.ended([.serverStopping]))
    }

    private func stopInBackground(_ server: TestServer, within limit: Duration) -> Result {
        let result = Result()
        Thread.detachNewThread {
            let cut = server.server.stop(within: limit)
            result.withLock { $0 = cut }
        }
        return result
    }

    /// How many connections a stop closed at its limit; nil before it is done.
    final class Result: Sendable {
        private let value = Mutex<Int?>(nil)

        func withLock<Answer: Sendable>(_ body: (inout Int?) -> Answer) -> Answer {
            value.withLock { body(&$0) }
        }
    }
}
