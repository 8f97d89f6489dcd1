import Wording

/// A blocking HTTP/1.1 client for one server; the command line uses it.
///
/// Every request opens its own connection. Any thread may use a client.
package struct HTTPClient: Sendable {
    /// Which server certificates are trusted.
    package enum Trust: Sendable {
        /// Those signed by the system's roots, or by those of a PEM file, for the host of the URL.
        case verified(roots: String? = nil)
        /// Any certificate: for tests on the same machine.
        case anything
    }

    private let address: ServerAddress
    private let timeout: Duration
    private let trust: Trust
    private let headers: HTTPHeaders
    private let mostBytes: Int

    /// - Parameters:
    ///   - url: `http://host:port` or `https://host:port`, followed by at most a slash.
    ///   - timeout: the limit of a whole exchange; for a stream, of the time between two reads.
    ///   - headers: sent with every request, for example `Authorization`.
    ///   - trust: for `https` only.
    ///   - mostBytes: a longer body of a response is refused; not for `lines`.
    /// - Throws: `badAddress` when the URL is not valid.
    package init(
        _ url: String, timeout: Duration = .seconds(10), headers: HTTPHeaders = [:], trust: Trust = .verified(),
        mostBytes: Int = 1 << 30
    ) throws(HTTPClientFailure) {
        address = try ServerAddress(url)
        self.timeout = timeout
        self.headers = headers
        self.trust = trust
        self.mostBytes = mostBytes
    }

    /// Sends a GET request.
    ///
    /// - Throws: `HTTPClientFailure` when there is no readable response.
    package func get(_ target: String, headers: HTTPHeaders = [:]) throws(HTTPClientFailure) -> HTTPResponse {
        try send("GET", target, headers: headers)
    }

    /// Sends a POST request with a body of that media type.
    ///
    /// - Throws: `HTTPClientFailure` when there is no readable response.
    package func post(
        _ target: String, _ body: [UInt8], type: String = "application/json", headers: HTTPHeaders = [:]
    ) throws(HTTPClientFailure) -> HTTPResponse {
        var headers = headers
        headers["Content-Type"] = type
        return try send("POST", target, headers: headers, body: body)
    }

    /// Sends a request and reads its whole response, whatever its status; `target` is the encoded path and query
    /// (see `encode`).
    ///
    /// - Throws: `HTTPClientFailure` when there is no readable response.
    package func send(
        _ method: String, _ target: String, headers: HTTPHeaders = [:], body: [UInt8] = []
    ) throws(HTTPClientFailure) -> HTTPResponse {
        let transport = try open(method, target, headers, body)
        var reader = ResponseReader(transport, isHead: method == "HEAD")
        var response = try reader.readHead()
        while let more = try reader.readBody() {
            response.body += more
            guard response.body.count <= mostBytes else {
                throw .badResponse(
                    transport.server,
                    reason: LocalText(zh: "超过 \(mostBytes) 字节", en: "it is longer than \(mostBytes) bytes"))
            }
        }
        return response
    }

    /// Reads a response line by line as it arrives, for example an event stream, until `line` returns false or the server
    /// ends it. Lines are passed without their line ends; `onOpen` is called after the response's head.
    ///
    /// When the status is not 200, the returned response has the body and `line` is not called.
    ///
    /// - Throws: `HTTPClientFailure` when there is no readable response.
    package func lines(
        _ target: String, headers: HTTPHeaders = [:], _ line: (String) -> Bool, onOpen: () -> Void = {}
    ) throws(HTTPClientFailure) -> HTTPResponse {
        let transport = try open("GET", target, headers, [])
        var reader = ResponseReader(transport, isHead: false)
        var response = try reader.readHead()
        var splitter = LineSplitter()
        onOpen()
        transport.extend(by: timeout)
        while let more = try reader.readBody() {
            guard response.status == 200 else {
                response.body += more
                continue
            }
            for text in splitter.split(more) where !line(text) {
                return response
            }
            transport.extend(by: timeout)
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
    ) throws(HTTPClientFailure) -> any Transport {
        guard target.hasPrefix("/"), target.utf8.allSatisfy({ $0 > ASCII.space && $0 < ASCII.delete }) else {
            throw .badAddress(
                LocalText(
                    zh: "\(target)：路径应以 / 开头并经百分号编码",
                    en: "\(target): a target begins with / and is percent-encoded"))
        }
        let socket = try ClientSocket(address, timeout: timeout)
        let transport: any Transport = address.isSecure ? try ClientTLS(socket, address: address, trust: trust) : socket
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
            try transport.write(Array((text + "\r\n").utf8) + body)
        } catch .closed {
            // A server that refuses a request early sends its response, then stops reading: the response is read below.
        }
        return transport
    }
}
