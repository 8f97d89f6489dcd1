/// The validated head of a request: the request line and the header fields.
package struct RequestHead: Sendable {
    /// As sent, case unchanged: `GET`.
    package let method: String
    /// As sent, without the query and not decoded.
    package let path: String
    /// The path's segments, decoded and not normalised; none for `/`.
    package let segments: [String]
    /// The items of the query in their order, decoded; a name may repeat.
    package let query: [QueryItem]
    package let headers: HTTPHeaders
    /// The address the request came from, without a port: `192.0.2.7` or `2001:db8::7`.
    package internal(set) var remoteAddress = ""

    let framing: BodyFraming
    let keepsAlive: Bool
    /// The client waits for `100 Continue` before it sends the body.
    let expectsContinue: Bool

    /// The body's length in bytes as the client states it; nil when the body is chunked.
    package var contentLength: Int? {
        switch framing {
        case .sized(let length): length
        case .chunked: nil
        }
    }

    /// The first value of that query name.
    package func query(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// The first value of that header name, whatever its case.
    package func header(_ name: String) -> String? {
        headers[name]
    }

    init(method: String, target: RequestTarget, version: Int, headers: HTTPHeaders) throws(RequestRefusal) {
        self.method = method
        path = target.path
        segments = target.segments
        query = target.query
        var headers = headers
        try Self.checkHost(headers, required: version == 1)
        if let authority = target.authority {
            headers["host"] = authority
        }
        guard headers.all("authorization").count <= 1 else {
            throw .malformed(zh: "Authorization 出现了两次", en: "Authorization is sent twice")
        }
        self.headers = headers
        framing = try BodyFraming(headers, version: version)
        keepsAlive = version == 1 && !headers.tokens("connection").contains("close")
        expectsContinue = try Self.expectsContinue(headers) && version == 1 && framing != .sized(0)
    }

    private static func checkHost(_ headers: HTTPHeaders, required: Bool) throws(RequestRefusal) {
        let hosts = headers.all("host")
        guard hosts.count == 1 || hosts.isEmpty && !required else {
            throw .malformed(
                zh: "须有且只有一个 Host 字段，实际 \(hosts.count) 个",
                en: "exactly one Host field is needed, \(hosts.count) were sent")
        }
        guard hosts.allSatisfy(HostName.isValid) else {
            throw .malformed(zh: "Host 不是“主机名[:端口]”", en: "Host is not a host name with an optional port")
        }
    }

    private static func expectsContinue(_ headers: HTTPHeaders) throws(RequestRefusal) -> Bool {
        guard let expectation = headers["expect"] else { return false }
        guard expectation.lowercased() == "100-continue" else {
            throw RequestRefusal(
                417, zh: "只支持 100-continue 这一种 Expect", en: "the only expectation known is 100-continue")
        }
        return true
    }
}

/// How the end of a body is determined (RFC 9112 §6).
///
/// Every ambiguous case is refused: request smuggling relies on two programs reading the same bytes differently.
enum BodyFraming: Equatable {
    case sized(Int)
    case chunked

    init(_ headers: HTTPHeaders, version: Int) throws(RequestRefusal) {
        let lengths = headers.all("content-length")
        let encodings = headers.all("transfer-encoding")
        guard encodings.isEmpty else {
            guard lengths.isEmpty else {
                throw .malformed(
                    zh: "同时给出了 Content-Length 和 Transfer-Encoding",
                    en: "Content-Length and Transfer-Encoding are both sent")
            }
            guard version == 1 else {
                throw .malformed(zh: "Transfer-Encoding 须用 HTTP/1.1", en: "Transfer-Encoding needs HTTP/1.1")
            }
            guard encodings.count == 1, encodings[0].lowercased() == "chunked" else {
                throw RequestRefusal(
                    501, zh: "只支持一个 chunked 传输编码", en: "the only transfer encoding known is chunked, named once")
            }
            self = .chunked
            return
        }
        guard lengths.count <= 1 else {
            throw .malformed(
                zh: "Content-Length 出现了 \(lengths.count) 次", en: "Content-Length is sent \(lengths.count) times")
        }
        self = .sized(try lengths.first.map(Self.length) ?? 0)
    }

    private static func length(_ text: String) throws(RequestRefusal) -> Int {
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy(ASCII.isDigit), let length = Int(text) else {
            throw .malformed(
                zh: "Content-Length 不是至多 18 位的十进制数", en: "Content-Length is not a decimal number of at most 18 digits")
        }
        return length
    }
}
