import HTTP
import Testing

/// Decisions before the body is read, and limits of the body.
@Suite struct AdmissionTests {
    @Sendable static func tokenFirst(_ head: RequestHead) -> Admission {
        guard head.header("authorization") == "Bearer right" else { return .answer(.text("who?", status: 401)) }
        guard head.method == "POST" else { return .answer(.text("no", status: 405)) }
        return .read(limit: 10)
    }

    @Test func `a wrong token is answered before the body is sent`() throws {
        let server = try TestServer(admit: Self.tokenFirst)
        let answer = try server.answer(to: "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        #expect(answer.statuses == [401])
        #expect(answer.text.contains("Connection: close"))
        #expect(answer.isClosed)
        #expect(server.server.counts.requests == 0)
        #expect(server.server.counts.answeredEarly == 1)
    }

    @Test func `an early answer reaches a client that continues to send its body`() throws {
        let server = try TestServer(admit: Self.tokenFirst)
        let body = [UInt8](repeating: 0x61, count: 900_000)
        #expect(try server.client().post("/a", body).status == 401)
        let socket = try server.socket()
        socket.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        socket.send("DBBA0\r\n")
        socket.send(body)
        #expect(socket.readAnswer().statuses == [401])
    }

    @Test func `a client that waits for 100 Continue gets the early answer instead`() throws {
        let server = try TestServer(admit: Self.tokenFirst)
        let head = "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n"
        #expect(try server.answer(to: head + "\r\n").statuses == [401])
        let tooLong = "POST /a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer right\r\nExpect: 100-continue\r\n"
        #expect(try server.answer(to: tooLong + "Content-Length: 11\r\n\r\n").statuses == [413])
    }

    @Test func `an early answer to a request without a body keeps the connection`() throws {
        let server = try TestServer(admit: Self.tokenFirst)
        let get = "GET /a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer right\r\n\r\n"
        let anonymous = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
        let answer = try server.answer(to: get + anonymous + get, responses: 3)
        #expect(answer.statuses == [405, 401, 405])
        #expect(!answer.isClosed)
    }

    @Test func `a body with a length above its limit is refused without reading it`() throws {
        let server = try TestServer(admit: Self.tokenFirst)
        let head = "POST /a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer right\r\n"
        for length in ["11", "1000000000", "999999999999999999"] {
            #expect(try server.answer(to: head + "Content-Length: \(length)\r\n\r\n").statuses == [413])
        }
        #expect(try server.answer(to: head + "Content-Length: 10\r\n\r\n0123456789", responses: 1).statuses == [200])
        #expect(server.server.counts.refused == 3)
    }

    @Test func `a chunked body is refused as soon as it exceeds its limit`() throws {
        let server = try TestServer(admit: Self.tokenFirst)
        let head = "POST /a HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer right\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(try server.answer(to: head + "6\r\nabcdef\r\n5\r\n").statuses == [413])
        let whole = "6\r\nabcdef\r\n4\r\nghij\r\n0\r\n\r\n"
        #expect(try server.answer(to: head + whole, responses: 1).text.hasSuffix("<abcdefghij>"))
    }

    @Test func `bodies that together exceed their limit are answered 503 with Retry-After`() throws {
        let server = try TestServer { $0.limits.bodies = 1000 }
        let first = try server.socket()
        first.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 600\r\n\r\n")
        #expect(first.read(until: "\r\n\r\n").contains("100 Continue"))
        let second = "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 600\r\n\r\n"
        let refused = try server.answer(to: second)
        #expect(refused.statuses == [503])
        #expect(refused.text.contains("Retry-After: 1\r\n"))
        first.send(String(repeating: "a", count: 600))
        #expect(first.readAnswer(responses: 1).statuses == [200])
        let body = String(repeating: "b", count: 600)
        #expect(try server.answer(to: second + body, responses: 1).statuses == [200])
    }

    @Test func `the application makes the response of a refusal`() throws {
        let application = HTTPApplication(
            admit: { _ in .read(limit: 0) },
            refusal: { status, detail in
                .content("application/problem+json", Array("{\(status.code): \(detail)}".utf8), status: status)
            },
            handler: TestServer.echo)
        let server = HTTPServer(
            HTTPServerSettings(listen: [ListenAddress(host: "127.0.0.1", port: 0)]), application: application)
        try server.start()
        defer { server.stop(within: .seconds(1)) }
        let port = try #require(server.addresses.first?.port)
        let answer = try HTTPClient("http://127.0.0.1:\(port)").post("/", [1])
        #expect(answer.text == "{413: the body is longer than 0 bytes}")
        #expect(answer.headers["content-type"] == "application/problem+json")
    }
}
