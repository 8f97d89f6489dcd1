import HTTP
import Testing

/// Malformed requests, with which an attacker tests a parser.
@Suite struct MalformedRequestTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: String
        let status: Int

        init(_ name: String, _ bytes: String, _ status: Int) {
            self.name = name
            self.bytes = bytes
            self.status = status
        }

        var testDescription: String { name }
    }

    static let get = "GET /a HTTP/1.1\r\nHost: x\r\n"
    static let post = "POST /a HTTP/1.1\r\nHost: x\r\n"
    static let hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
    static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

    static let smuggling = [
        Case("two different lengths", post + "Content-Length: 3\r\nContent-Length: 90\r\n\r\nabc" + hidden, 400),
        Case("two equal lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc" + hidden, 400),
        Case("a list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc" + hidden, 400),
        Case("length with a sign", post + "Content-Length: +3\r\n\r\nabc" + hidden, 400),
        Case("negative length", post + "Content-Length: -1\r\n\r\nabc" + hidden, 400),
        Case("length past 64 bits", post + "Content-Length: 99999999999999999999999\r\n\r\nabc" + hidden, 400),
        Case("hexadecimal length", post + "Content-Length: 0x3\r\n\r\nabc" + hidden, 400),
        Case("empty length", post + "Content-Length:\r\n\r\nabc" + hidden, 400),
        Case("chunked with a length", chunked.dropLast() + "Content-Length: 4\r\n\r\n0\r\n\r\n" + hidden, 400),
        Case("length, then chunked", post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        Case("gzip and chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + hidden, 501),
        Case("unknown encoding", post + "Transfer-Encoding: xchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + hidden, 501),
        Case("chunked twice", chunked.dropLast() + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden, 501),
        Case("chunked in HTTP/1.0", "POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden, 400),
        Case("space before the colon", post + "Content-Length : 3\r\n\r\nabc" + hidden, 400),
        Case("tab before the colon", post + "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" + hidden, 400),
        Case("folded header", get + "X: a\r\n b\r\n\r\n" + hidden, 400),
        Case("folded first header", "GET /a HTTP/1.1\r\n Host: x\r\n\r\n" + hidden, 400),
        Case("carriage return inside a value", get + "X: a\rContent-Length: 5\r\n\r\n" + hidden, 400),
        Case("line feeds alone", "GET /a HTTP/1.1\nHost: x\n\n" + hidden, 400),
        Case("one line feed alone", get + "X: y\nContent-Length: 5\r\n\r\n" + hidden, 400),
    ]

    static let chunks = [
        Case("size that is no number", chunked + "ZZ\r\nabc\r\n0\r\n\r\n", 400),
        Case("no size", chunked + "\r\nabc\r\n0\r\n\r\n", 400),
        Case("size past 64 bits", chunked + "FFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n", 400),
        Case("size past 32 bits", chunked + "7FFFFFFFFFFFFFFF\r\nabc\r\n", 400),
        Case("size above the limit", chunked + "7FFFFFFF\r\nabc\r\n", 413),
        Case("negative size", chunked + "-1\r\nabc\r\n", 400),
        Case("data longer than its size", chunked + "3\r\nabcX5\r\nhello\r\n0\r\n\r\n", 400),
        Case("one byte more than its size", chunked + "3\r\nabcX\r\n0\r\n\r\n", 400),
        Case("line feed alone after the size", chunked + "3\nabc\r\n0\r\n\r\n", 400),
        Case("line feed alone after the data", chunked + "3\r\nabc\n0\r\n\r\n", 400),
        Case("extension", chunked + "3;a=b\r\nabc\r\n0\r\n\r\n", 400),
        Case("huge extension", chunked + "3;" + String(repeating: "a", count: 200_000) + "\r\nabc\r\n", 400),
        Case("endless trailers", chunked + "0\r\n" + String(repeating: "X: y\r\n", count: 5000) + "\r\n", 400),
    ]

    static let heads = [
        Case("no Host", "GET /a HTTP/1.1\r\n\r\n", 400),
        Case("two Hosts", get + "Host: y\r\n\r\n", 400),
        Case("Host with a path", "GET /a HTTP/1.1\r\nHost: x/y\r\n\r\n", 400),
        Case("Host with a user", "GET /a HTTP/1.1\r\nHost: u@x\r\n\r\n", 400),
        Case("NUL in the path", "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("NUL in a value", get + "X: a\0b\r\n\r\n", 400),
        Case("control character in a value", get + "X: a\u{7}b\r\n\r\n", 400),
        Case("NUL in a name", get + "X\0: a\r\n\r\n", 400),
        Case("two Authorizations", get + "Authorization: a\r\nAuthorization: b\r\n\r\n", 400),
        Case("line without a colon", get + "garbage\r\n\r\n", 400),
        Case("empty name", get + ": x\r\n\r\n", 400),
        Case("encoded NUL in the path", "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("encoded line break in the path", "GET /a%0d%0ab HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("bad escape in the path", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("cut escape in the path", "GET /a%2 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("escape that is not UTF-8", "GET /%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("overlong UTF-8", "GET /%c0%af HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("bad escape in the query", "GET /a?b=%g1 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("NUL in the query", "GET /a?b=%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("raw UTF-8 in the path", "GET /å HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("fragment", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("path without a slash", "GET a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("another scheme", "GET ftp://x/a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("two spaces", "GET  /a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("method with a bracket", "GE(T /a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        Case("CONNECT", "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        Case("unknown expectation", post + "Expect: tea\r\nContent-Length: 1\r\n\r\na", 417),
        Case("HTTP/9.9", "GET /a HTTP/9.9\r\nHost: x\r\n\r\n", 505),
        Case("HTTP/1.2", "GET /a HTTP/1.2\r\nHost: x\r\n\r\n", 505),
        Case("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        Case("lower-case protocol", "GET /a http/1.1\r\nHost: x\r\n\r\n", 400),
        Case("HTTP/0.9", "GET /a\r\n\r\n", 400),
        Case("TLS on the plain port", "\u{16}\u{3}\u{1}\0\u{20}", 400),
        Case("long target", "GET /" + String(repeating: "a", count: 10_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        Case("endless target", "GET /" + String(repeating: "a", count: 1_000_000), 431),
        Case("long header", get + "X: " + String(repeating: "a", count: 20_000) + "\r\n\r\n", 431),
        Case("endless header", get + "X: " + String(repeating: "a", count: 3_000_000), 431),
        Case("many headers", get + String(repeating: "X: y\r\n", count: 200) + "\r\n", 431),
    ]

    @Test(arguments: smuggling)
    func `a request with an ambiguous end is refused, and nothing after it is read`(
        _ attack: Case
    ) throws {
        try refused(attack)
    }

    @Test(arguments: chunks)
    func `a chunk other than size, data and line ends is refused`(_ attack: Case) throws {
        try refused(attack)
    }

    @Test(arguments: heads)
    func `a head that is not valid HTTP is refused`(_ attack: Case) throws {
        try refused(attack)
    }

    private func refused(_ attack: Case) throws {
        let answer = try TestServer().answer(to: attack.bytes)
        #expect(answer.statuses == [attack.status])
        #expect(answer.isClosed)
        #expect(!answer.text.contains("hidden"))
    }

    @Test func `a refusal reaches a client that has closed its sending side`() throws {
        let server = try TestServer()
        let socket = try server.socket()
        socket.send("GET\r\n\r\n")
        socket.shutdownSending()
        #expect(socket.readAnswer().statuses == [400])
    }

    @Test func `random bytes never block or end the server`() throws {
        var random = SystemRandomNumberGenerator()
        let server = try TestServer { $0.deadlines.request = .milliseconds(200) }
        for _ in 0..<50 {
            let socket = try server.socket()
            socket.send((0..<300).map { _ in UInt8.random(in: 0...255, using: &random) })
            socket.shutdownSending()
            #expect(socket.waitForEnd())
        }
        #expect(try server.client().get("/alive").status == 200)
    }

    @Test func `a valid request with any one byte changed is answered or refused, never misread as two`() throws {
        let server = try TestServer { $0.deadlines.request = .milliseconds(200) }
        let original = Array((Self.chunked + "5\r\nhello\r\n0\r\n\r\n").utf8)
        for position in original.indices {
            var bytes = original
            bytes[position] ^= UInt8.random(in: 1...255)
            let socket = try server.socket()
            socket.send(bytes)
            socket.shutdownSending()
            #expect(socket.readAnswer().statuses.count <= 2)
        }
        #expect(try server.client().get("/alive").status == 200)
    }
}
