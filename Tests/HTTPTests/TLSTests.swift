import Foundation
import HTTP
import TestSupport
import Testing

/// TLS, with certificates that the `openssl` command makes for the test.
@Suite(.enabled(if: TestCertificate.canBeMade, "the openssl command is not installed"))
struct TLSTests {
    private func server(_ files: TLSFiles) -> HTTPServer {
        HTTPServer(
            HTTPServerSettings(listen: [ListenAddress(host: "127.0.0.1", port: 0)], tls: files),
            application: HTTPApplication(admit: { _ in .read() }, handler: TestServer.echo))
    }

    @Test func `requests and events are sent over TLS with a verified certificate`() throws {
        let certificate = try TestCertificate()
        let hub = EventStreamTests.Hub()
        let tls = TLSFiles(chain: certificate.chain, key: certificate.key)
        let server = try TestServer(
            { $0.tls = tls },
            handler: { $0.path == "/stream" ? hub.open($0) : TestServer.echo($0) })
        let client = try server.client(
            "https://127.0.0.1:\(server.port)", trust: .verified(roots: certificate.chain))
        #expect(try client.get("/a?b=c").text == "GET [a] {b=c} <>")
        let body = String(repeating: "0123456789", count: 30_000)
        #expect(try client.post("/a", Array(body.utf8)).text == "POST [a] {} <\(body)>")
        var seen = 0
        _ = try client.lines("/stream") { line in
            seen += line == "data: x" ? 1 : 0
            return seen < 100
        } onOpen: {
            for _ in 0..<100 {
                hub.send("x")
            }
        }
        #expect(seen == 100)
    }

    @Test func `a TLS stream ends with close_notify, which distinguishes its end from a broken connection`() throws {
        let certificate = try TestCertificate()
        let tls = TLSFiles(chain: certificate.chain, key: certificate.key)
        let server = try TestServer(
            { $0.tls = tls },
            handler: { _ in
                let stream = EventStream()
                stream.send(ServerEvent(data: "last"))
                stream.end()
                return .stream(stream)
            })
        var seen: [String] = []
        _ = try server.client("https://127.0.0.1:\(server.port)", trust: .anything).lines("/stream") { line in
            seen.append(line)
            return true
        }
        #expect(seen == ["data: last", ""])
    }

    @Test func `an unknown certificate and another host's certificate are not trusted, unless every certificate is`()
        throws
    {
        let certificate = try TestCertificate()
        let tls = TLSFiles(chain: certificate.chain, key: certificate.key)
        let server = try TestServer { $0.tls = tls }
        let url = "https://127.0.0.1:\(server.port)"
        let unknown = try #require(throws: HTTPClientFailure.self) { try server.client(url).get("/") }
        #expect("\(unknown)".contains("the authority that signed it is not among the trusted roots"))
        let other = try #require(throws: HTTPClientFailure.self) {
            try server.client("https://localhost:\(server.port)", trust: .verified(roots: certificate.chain)).get("/")
        }
        #expect("\(other)".contains("it was made for another name or address"))
        #expect(try server.client(url, trust: .anything).get("/").status == 200)
    }

    @Test func `a plain request on a TLS port is told to use https, in plain HTTP`() throws {
        let certificate = try TestCertificate()
        let server = try TestServer { $0.tls = TLSFiles(chain: certificate.chain, key: certificate.key) }
        let answer = try server.answer(to: "GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(answer.isClosed && answer.text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(answer.text.hasSuffix("\r\n\r\nthis port speaks HTTPS: use an address that begins with https://\n"))
        let response = try server.client("http://127.0.0.1:\(server.port)").post("/", Array("{}".utf8))
        #expect(response.status == 400 && response.text.hasPrefix("this port speaks HTTPS"))
    }

    @Test func `https to a port without TLS, and http to a port that answers in TLS only, are said`() throws {
        let server = try TestServer()
        let address = "127.0.0.1:\(server.port)"
        #expect(throws: HTTPClientFailure.speaksPlainHTTP(address)) {
            try server.client("https://\(address)", trust: .anything).get("/")
        }
        // A fatal alert, as most TLS servers answer.
        let foreign = try OneAnswer("\u{15}\u{3}\u{1}\0\u{2}\u{2}\u{A}")
        #expect(throws: HTTPClientFailure.speaksTLS("127.0.0.1:\(foreign.port)")) {
            try server.client("http://127.0.0.1:\(foreign.port)").get("/")
        }
    }

    @Test func `plain requests and random bytes on a TLS port are closed, and others are not affected`() throws {
        let certificate = try TestCertificate()
        let tls = TLSFiles(chain: certificate.chain, key: certificate.key)
        let server = try TestServer {
            $0.tls = tls
            $0.deadlines.request = .milliseconds(300)
        }
        for bytes in ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "", "\u{16}\u{3}\u{1}\0\u{5}abcde"] {
            #expect(try server.answer(to: bytes).isClosed)
        }
        #expect(try server.client("https://127.0.0.1:\(server.port)", trust: .anything).get("/").status == 200)
        #expect(eventually { server.server.counts.connections == 0 })
    }

    @Test func `a missing file, a wrong file and another certificate's key are refused by name`() throws {
        let (one, two) = (try TestCertificate(), try TestCertificate())
        for (files, name) in [
            (TLSFiles(chain: one.folder + "/none.pem", key: one.key), "none.pem"),
            (TLSFiles(chain: one.key, key: one.key), "key.pem"),
            (TLSFiles(chain: one.chain, key: one.chain), "chain.pem"),
            (TLSFiles(chain: one.chain, key: two.key), two.key),
        ] {
            let failure = try #require(throws: HTTPServerFailure.self) { try server(files).start() }
            #expect("\(failure)".hasPrefix("cannot use TLS file "))
            #expect("\(failure)".contains(name))
        }
    }
}
