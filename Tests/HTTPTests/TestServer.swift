import HTTP
import Synchronization

/// A server on a free port of this machine; it stops when the test releases it.
final class TestServer: Sendable {
    let server: HTTPServer
    let port: Int
    let settings: HTTPServerSettings

    /// `change` sets limits and deadlines of this test; without `admit`, every body is read.
    init(
        _ change: (inout HTTPServerSettings) -> Void = { _ in },
        admit: @escaping @Sendable (RequestHead) -> Admission = { _ in .read(limit: 1 << 20) },
        onLimit: @escaping @Sendable (ServerLimit, String) -> Void = { _, _ in },
        handler: @escaping @Sendable (HTTPRequest) -> HTTPAnswer = TestServer.echo
    ) throws {
        var settings = HTTPServerSettings(listen: [ListenAddress(host: "127.0.0.1", port: 0)])
        change(&settings)
        self.settings = settings
        server = HTTPServer(settings, application: HTTPApplication(admit: admit, onLimit: onLimit, handler: handler))
        try server.start()
        port = server.addresses.first?.port ?? 0
    }

    deinit { server.stop(within: .seconds(1)) }

    /// A client that holds a reference to the server.
    func client(
        _ url: String? = nil, timeout: Duration = .seconds(20), headers: HTTPHeaders = [:],
        trust: HTTPClient.Trust = .verified()
    ) throws -> TestClient {
        let url = url ?? "http://127.0.0.1:\(port)"
        return TestClient(
            server: self, client: try HTTPClient(url, timeout: timeout, headers: headers, trust: trust))
    }

    /// A raw connection that holds a reference to the server; `number` chooses one of the addresses 127.0.0.1, 127.0.0.2 …
    /// as the client's.
    func socket(from number: Int = 0, receiveBuffer: Int32 = 0) throws -> RawSocket {
        try RawSocket(port: port, from: number, receiveBuffer: receiveBuffer, keeping: self)
    }

    /// The response to these bytes, until the server closes or `count` responses are complete.
    func answer(to bytes: String, responses count: Int = .max) throws -> RawAnswer {
        let socket = try socket()
        socket.send(bytes)
        return socket.readAnswer(responses: count)
    }

    /// Responds with the parsed parts of the request.
    @Sendable static func echo(_ request: HTTPRequest) -> HTTPAnswer {
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
        let body = String(decoding: request.body, as: UTF8.self)
        let segments = request.segments.joined(separator: "|")
        return .response(.text("\(request.method) [\(segments)] {\(query)} <\(body)>"))
    }
}

/// A client with its server.
struct TestClient {
    let server: TestServer
    let client: HTTPClient

    func get(_ target: String, headers: HTTPHeaders = [:]) throws -> HTTPResponse {
        try client.get(target, headers: headers)
    }

    func post(_ target: String, _ body: [UInt8]) throws -> HTTPResponse {
        try client.post(target, body)
    }

    func lines(
        _ target: String, _ line: (String) -> Bool, onOpen: () -> Void = {}
    ) throws -> HTTPResponse {
        try client.lines(target, line, onOpen: onOpen)
    }
}

/// An event that a test waits for.
final class Signal: Sendable {
    private let state = Mutex(false)

    func set() { state.withLock { $0 = true } }

    /// Waits until it is set, at most twenty seconds; false after the timeout.
    func wait() -> Bool { eventually { self.state.withLock { $0 } } }
}
