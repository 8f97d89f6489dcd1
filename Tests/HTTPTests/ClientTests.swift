import Foundation
import Glibc
import HTTP
import Testing
import Wording

/// The client, with our server and with servers that misbehave.
@Suite struct ClientTests {
    /// Answers one connection with fixed bytes, then closes.
    private func lines(from bytes: String) throws -> HTTPClient {
        let server = try OneAnswer(bytes)
        return try HTTPClient("http://127.0.0.1:\(server.port)", timeout: .seconds(20))
    }

    @Test func `a refused connection, a silent server and a server without HTTP are different errors`() throws {
        let gone = try TestServer()
        gone.server.stop(within: .seconds(1))
        let port = gone.port
        let refused = try #require(throws: HTTPClientFailure.self) {
            try HTTPClient("http://127.0.0.1:\(port)").get("/")
        }
        #expect(
            refused == .cannotConnect("127.0.0.1:\(port)", reason: LocalText(zh: "对方拒绝连接", en: "Connection refused")))
        let gate = Signal()
        let silent = try TestServer(handler: { _ in
            _ = gate.wait()
            return .response(.text(""))
        })
        let late = try #require(throws: HTTPClientFailure.self) {
            try silent.client(timeout: .milliseconds(100)).get("/")
        }
        gate.set()
        #expect(late == .timeout("127.0.0.1:\(silent.port)", after: .milliseconds(100)))
        let odd = try #require(throws: HTTPClientFailure.self) { try lines(from: "SSH-2.0-x\r\n\r\n").get("/") }
        #expect("\(odd)".contains("is this an HTTP server?"))
    }

    @Test func `a chunked response is read completely, and interim responses are skipped`() throws {
        let head = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let client = try lines(from: head + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
        #expect(try client.get("/").text == "hello world")
    }

    @Test func `a response without a length ends with the connection`() throws {
        #expect(try lines(from: "HTTP/1.1 200 OK\r\n\r\nall of it").get("/").text == "all of it")
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    ])
    func `a response cut short is an error`(_ bytes: String) throws {
        let failure = try #require(throws: HTTPClientFailure.self) { try lines(from: bytes).get("/") }
        #expect("\(failure)".contains("before its response was complete"))
    }

    @Test(arguments: [
        "", "ftp://x:1", "http://", "http://x:0", "http://x:y", "http://x:1/path", "http://a@b", "http://[::1",
    ])
    func `an invalid address is refused with what is expected`(_ url: String) throws {
        let failure = try #require(throws: HTTPClientFailure.self) { try HTTPClient(url) }
        #expect("\(failure)".contains("expected http://host:port"))
    }

    @Test func `headers of the client are sent with every request, and a request can replace them`() throws {
        let server = try TestServer(handler: { request in
            .response(.text(request.headers.all("authorization").joined() + (request.header("x") ?? "-")))
        })
        let client = try server.client(
            "http://localhost:\(server.port)/", headers: ["Authorization": "a", "X": "b"])
        #expect(try client.get("/").text == "ab")
        #expect(try client.get("/", headers: ["x": "c"]).text == "ac")
    }

    @Test func `encoded text is decoded by the server to the same text`() throws {
        let text = "简阳 100% /?&=+#"
        let target = "/\(HTTPClient.encode(text))?q=\(HTTPClient.encode(text))"
        #expect(try TestServer().client().get(target).text == "GET [\(text)] {q=\(text)} <>")
    }

    @Test func `lines of a response that is not 200 are its body`() throws {
        let server = try TestServer(handler: { _ in .response(.text("a\nb", status: 404)) })
        let response = try server.client().lines("/") { _ in
            Issue.record("no line was expected")
            return true
        }
        #expect(response.status == 404)
        #expect(response.text == "a\nb")
    }
}

/// A listening socket that answers its first connection with fixed bytes, on a thread of its own.
final class OneAnswer: Sendable {
    let port: Int

    init(_ bytes: String) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, length)
                _ = listen(listener, 1)
                _ = getsockname(listener, $0, &length)
            }
        }
        port = Int(in_port_t(bigEndian: address.sin_port))
        Thread.detachNewThread {
            let client = accept(listener, nil, nil)
            var request = [UInt8](repeating: 0, count: 4096)
            _ = recv(client, &request, request.count, 0)
            let answer = Array(bytes.utf8)
            _ = send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
            close(client)
            close(listener)
        }
    }
}
