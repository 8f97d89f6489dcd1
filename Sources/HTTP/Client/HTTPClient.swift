/// A blocking HTTP/1.1 client for one server: what the command line talks to a running server with.
///
/// Every request uses a connection of its own. Values are safe to use from any thread.
package struct HTTPClient: Sendable {
    /// How much of a server's certificate is believed.
    package enum Trust: Sendable {
        /// The system's roots, or those of a PEM file, and the name in the certificate must be the host asked for.
        case verified(roots: String? = nil)
        /// Anything: for a trial on one's own machine.
        case anything
    }

    private let address: ServerAddress
    private let timeout: Duration
    private let trust: Trust
    private let headers: HTTPHeaders

    /// - Parameters:
    ///   - url: `http://host:port` or `https://host:port`, with nothing behind it but a slash.
    ///   - timeout: for a whole exchange; for a stream, between two arrivals.
    ///   - headers: sent with every request, `Authorization` for one.
    ///   - trust: for `https` only.
    /// - Throws: `badAddress`.
    package init(
        _ url: String, timeout: Duration = .seconds(10), headers: HTTPHeaders = [:], trust: Trust = .verified()
    ) throws(HTTPClientFailure) {
        address = try ServerAddress(url)
        self.timeout = timeout
        self.headers = headers
        self.trust = trust
    }

    package func get(_ target: String, headers: HTTPHeaders = [:]) throws(HTTPClientFailure) -> HTTPResponse {
        try send("GET", target, headers: headers)
    }

    package func post(
        _ target: String, _ body: [UInt8], type: String = "application/json", headers: HTTPHeaders = [:]
    ) throws(HTTPClientFailure) -> HTTPResponse {
        var headers = headers
        headers["Content-Type"] = type
        return try send("POST", target, headers: headers, body: body)
    }

    /// Sends a request and reads its whole response, whatever its status; `target` is path and query as they stand on
    /// the wire (see `encode`).
    ///
    /// It throws when there was no response, or one that cannot be read.
    package func send(
        _ method: String, _ target: String, headers: HTTPHeaders = [:], body: [UInt8] = []
    ) throws(HTTPClientFailure) -> HTTPResponse {
        let wire = try open(method, target, headers, body)
        var reader = ResponseReader(wire, isHead: method == "HEAD")
        var response = try reader.readHead()
        while let more = try reader.readBody() {
            response.body += more
        }
        return response
    }

    /// Reads a response line by line as it arrives, as a stream of events needs it, until `line` returns false or the
    /// server ends it; lines come without their ends. `onOpen` is called when the response's head is there.
    ///
    /// The response has a body only when its status was not 200, and no line was given then.
    package func lines(
        _ target: String, headers: HTTPHeaders = [:], _ line: (String) -> Bool, onOpen: () -> Void = {}
    ) throws(HTTPClientFailure) -> HTTPResponse {
        let wire = try open("GET", target, headers, [])
        var reader = ResponseReader(wire, isHead: false)
        var response = try reader.readHead()
        var splitter = LineSplitter()
        onOpen()
        wire.extend(by: timeout)
        while let more = try reader.readBody() {
            guard response.status == 200 else {
                response.body += more
                continue
            }
            for text in splitter.split(more) where !line(text) {
                return response
            }
            wire.extend(by: timeout)
        }
        return response
    }

    /// A path segment or query value, percent-encoded.
    package static func encode(_ text: String) -> String {
        let plain = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte in
            plain.contains(byte)
                ? [byte] : [ASCII.percent, digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func open(
        _ method: String, _ target: String, _ more: HTTPHeaders, _ body: [UInt8]
    ) throws(HTTPClientFailure) -> any Wire {
        guard target.hasPrefix("/"), target.utf8.allSatisfy({ $0 > ASCII.space && $0 < ASCII.delete }) else {
            throw .badAddress("\(target): a target begins with / and is percent-encoded")
        }
        let socket = try ClientSocket(address, timeout: timeout)
        let wire: any Wire = address.isSecure ? try ClientTLS(socket, address: address, trust: trust) : socket
        var text = "\(method) \(target) HTTP/1.1\r\nHost: \(address)\r\nConnection: close\r\n"
        for field in headers.fields where more[field.name] == nil {
            text += "\(field.name): \(field.value)\r\n"
        }
        for field in more.fields {
            text += "\(field.name): \(field.value)\r\n"
        }
        if !body.isEmpty || method == "POST" || method == "PUT" {
            text += "Content-Length: \(body.count)\r\n"
        }
        do throws(HTTPClientFailure) {
            try wire.write(Array((text + "\r\n").utf8) + body)
        } catch .closed {
            // A server that refuses a request early answers, then stops reading: the answer is what matters.
        }
        return wire
    }
}
