import HTTP
import Synchronization

/// A server on a free port of this machine, stopped when the test lets go of it.
final class TestServer: Sendable {
    let server: HTTPServer
    let port: Int
    let settings: HTTPServerSettings

    /// `change` sets limits and deadlines for this test; every body is read when `admit` is left out.
    init(
        _ change: (inout HTTPServerSettings) -> Void = { _ in },
        admit: @escaping @Sendable (RequestHead) -> Admission = { _ in .read(limit: 1 << 20) },
        handler: @escaping @Sendable (HTTPRequest) -> HTTPAnswer = TestServer.echo
    ) throws {
        var settings = HTTPServerSettings(listen: [ListenAddress(host: "127.0.0.1", port: 0)])
        change(&settings)
        self.settings = settings
        server = HTTPServer(settings, application: HTTPApplication(admit: admit, handler: handler))
        try server.start()
        port = server.addresses.first?.port ?? 0
    }

    deinit { server.stop(within: .seconds(1)) }

    /// A client that keeps the server alive.
    func client(
        _ url: String? = nil, timeout: Duration = .seconds(20), headers: HTTPHeaders = [:],
        trust: HTTPClient.Trust = .verified()
    ) throws -> TestClient {
        let url = url ?? "http://127.0.0.1:\(port)"
        return TestClient(
            server: self, client: try HTTPClient(url, timeout: timeout, headers: headers, trust: trust))
    }

    /// A raw connection that keeps the server alive.
    func socket(receiveBuffer: Int32 = 0) throws -> RawSocket {
        try RawSocket(port: port, receiveBuffer: receiveBuffer, keeping: self)
    }

    /// What the server answers to these bytes, until it closes or `count` responses are complete.
    func answer(to bytes: String, responses count: Int = .max) throws -> RawAnswer {
        let socket = try socket()
        socket.send(bytes)
        return socket.readAnswer(responses: count)
    }

    /// Says what it understood of a request.
    @Sendable static func echo(_ request: HTTPRequest) -> HTTPAnswer {
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
        let body = String(decoding: request.body, as: UTF8.self)
        let segments = request.segments.joined(separator: "|")
        return .response(.text("\(request.method) [\(segments)] {\(query)} <\(body)>"))
    }
}

/// A client together with the server it talks to.
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

/// A door that opens once: what a test waits for.
final class Signal: Sendable {
    private let state = Mutex(false)

    func set() { state.withLock { $0 = true } }

    /// Waits until it is set or twenty seconds have passed, and says which.
    func wait() -> Bool { eventually { self.state.withLock { $0 } } }
}
