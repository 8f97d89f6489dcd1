import Foundation
import HTTP
import Synchronization

/// A remote in the test's process, on a socket of its own: it can answer late, wrongly, partly or not at all.
final class StubRemote: Sendable {
    struct Request: Sendable {
        var method = ""
        var path = ""
        var query: [String: String] = [:]
        var headers: [String: String] = [:]
        var body: [UInt8] = []

        var form: [String: String] {
            Dictionary((FormText.items(of: body) ?? []).map { ($0.name, $0.value) }) { first, _ in first }
        }
    }

    enum Answer: Sendable {
        case reply(Int, String, headers: [String: String] = [:])
        /// The head and half of the body, then the end of the connection.
        case cut(Int, String)
        /// The connection ends without an answer.
        case none
        /// Later than the client waits.
        case late(Duration)
    }

    let url: String
    /// Owned: closed by `deinit`, which ends the accepting thread.
    private let listener: Int32
    private let seen = Mutex<[Request]>([])
    private let script = Mutex<@Sendable (Request) -> Answer>({ _ in .reply(404, "") })

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(socket, generic, length) == 0 && listen(socket, 64) == 0
                    && getsockname(socket, generic, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileNoSuchFile) }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/open311"
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { return }
                guard let self else {
                    close(connection)
                    return
                }
                self.serve(connection)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Every request so far.
    var requests: [Request] { seen.withLock { $0 } }

    /// The requests of a method.
    func requests(_ method: String) -> [Request] { requests.filter { $0.method == method } }

    /// Answers with `body` from now on.
    func answer(_ body: @escaping @Sendable (Request) -> Answer) { script.withLock { $0 = body } }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        guard let request = Self.read(connection) else { return }
        seen.withLock { $0.append(request) }
        switch script.withLock({ $0 })(request) {
        case .reply(let status, let body, let headers):
            var more = headers
            more["Content-Type"] = "application/json"
            Self.send(connection, status, more, body, part: body.utf8.count)
        case .cut(let status, let body):
            Self.send(connection, status, [:], body, part: body.utf8.count / 2)
        case .none: break
        case .late(let wait): usleep(UInt32(wait / .microseconds(1)))
        }
    }

    private static func send(
        _ connection: Int32, _ status: Int, _ headers: [String: String], _ body: String, part: Int
    ) {
        var head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let bytes = Array((head + "\r\n").utf8) + Array(body.utf8).prefix(part)
        _ = bytes.withUnsafeBytes { Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    private static func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                var request = head(String(decoding: bytes[..<end.lowerBound], as: UTF8.self))
                let length = request.headers["content-length"].flatMap { Int($0) } ?? 0
                if bytes.count >= end.upperBound + length {
                    request.body = Array(bytes[end.upperBound...].prefix(length))
                    return request
                }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer[..<count]
        }
    }

    private static func head(_ text: String) -> Request {
        var request = Request()
        let lines = text.components(separatedBy: "\r\n")
        let first = lines[0].split(separator: " ")
        request.method = String(first[0])
        let target = first[1].split(separator: "?", maxSplits: 1)
        request.path = String(target[0])
        if target.count > 1 {
            let items = FormText.items(of: Array(target[1].utf8)) ?? []
            request.query = Dictionary(items.map { ($0.name, $0.value) }) { first, _ in first }
        }
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            request.headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return request
    }
}
