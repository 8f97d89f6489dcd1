import HTTP
import Testing

/// Valid requests in every form.
@Suite struct RequestReadingTests {
    @Test func `path segments and query items are decoded, in order, and never normalised`() throws {
        let server = try TestServer()
        let answer = try server.client().get("/v1/a%2Fb/..//%E7%AE%80/?q=a%26b&q=c+d&empty&x=1=2&")
        #expect(answer.text == "GET [v1|a/b|..||简|] {q=a&b,q=c d,empty=,x=1=2} <>")
    }

    @Test func `a request that arrives byte by byte is read like one that arrives in one part`() throws {
        let server = try TestServer()
        let socket = try server.socket()
        let chunked = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\nX: y\r\n\r\n"
        for byte in "\r\nPOST /a?b=c HTTP/1.1\r\nHost: x\r\n\(chunked)".utf8 {
            socket.send([byte])
        }
        #expect(socket.readAnswer(responses: 1).text.hasSuffix("POST [a] {b=c} <hello!>"))
    }

    @Test func `pipelined requests are answered in order`() throws {
        let server = try TestServer()
        let post = "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
        let requests = (1...20).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined(separator: post)
        let answer = try server.answer(to: requests, responses: 39)
        #expect(answer.complete == 39)
        let bodies = answer.text.split(separator: "GET [").dropFirst().map { $0.prefix { $0 != "]" } }
        #expect(bodies.map(String.init) == (1...20).map(String.init))
    }

    @Test func `HEAD is answered with the length and no body`() throws {
        let answer = try TestServer().answer(to: "HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(answer.text.contains("Content-Length: 14\r\n"))
        #expect(answer.text.hasSuffix("\r\n\r\n"))
    }

    @Test func `HTTP 1.0 and Connection close are answered and closed`() throws {
        let server = try TestServer()
        for request in [
            "GET /a HTTP/1.0\r\n\r\n", "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "GET /a HTTP/1.1\r\nHost: x\r\nConnection: x, Close\r\n\r\n",
        ] {
            let answer = try server.answer(to: request)
            #expect(answer.statuses == [200])
            #expect(answer.isClosed)
            #expect(answer.text.contains("Connection: close\r\n"))
        }
    }

    @Test func `an absolute target is read as its path, and its host replaces the Host field`() throws {
        let server = try TestServer { _ in
        } handler: { request in
            .response(.text("\(request.header("HOST") ?? "") \(request.path)"))
        }
        let answer = try server.answer(to: "GET http://other:81/a?b HTTP/1.1\r\nHost: x\r\n\r\n", responses: 1)
        #expect(answer.text.hasSuffix("other:81 /a"))
    }

    @Test func `OPTIONS star reaches the handler`() throws {
        let answer = try TestServer().answer(to: "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", responses: 1)
        #expect(answer.text.hasSuffix("OPTIONS [] {} <>"))
    }

    @Test func `a client that waits for 100 Continue gets it, then its answer`() throws {
        let server = try TestServer()
        let socket = try server.socket()
        socket.send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        #expect(socket.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        socket.send("hello")
        #expect(socket.readAnswer(responses: 1).text.hasSuffix("<hello>"))
    }

    @Test func `a client that closes its sending side still gets its response`() throws {
        let server = try TestServer()
        let socket = try server.socket()
        socket.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        socket.shutdownSending()
        #expect(socket.readAnswer().statuses == [200])
    }

    @Test func `an incomplete request is not handled`() throws {
        let server = try TestServer()
        let socket = try server.socket()
        socket.send("GET /a HTTP/1.1\r\nHost: x\r\n")
        socket.shutdownSending()
        #expect(socket.waitForEnd())
        #expect(server.server.counts.requests == 0)
    }

    @Test func `a response header value cannot start another header`() throws {
        let server = try TestServer { _ in
        } handler: { _ in
            .response(HTTPResponse(204, headers: ["X": "a\r\nSet-Cookie: b", "Content-Length": "7"]))
        }
        let answer = try server.client().get("/")
        #expect(answer.status == 204)
        #expect(answer.headers["x"] == "a  Set-Cookie: b")
        #expect(answer.headers["set-cookie"] == nil)
        #expect(answer.headers["content-length"] == nil)
        #expect(answer.headers["date"]?.hasSuffix(" GMT") == true)
    }

    @Test func `a large body and a large response are transferred completely`() throws {
        let server = try TestServer { _ in
        } handler: { request in
            .response(.content("application/octet-stream", request.body + request.body))
        }
        let body = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try server.client().post("/", body).body == body + body)
    }
}

extension HTTPResponse {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}
