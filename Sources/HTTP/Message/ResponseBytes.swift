/// Encodes responses and the heads of event streams.
struct ResponseBytes {
    private var dates = HTTPDate()

    /// What happens to the connection after the response.
    enum After { case keep, close }

    static let continueResponse = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// The bytes of a whole response; of its head alone when the request was `HEAD`.
    mutating func response(_ response: HTTPResponse, isHead: Bool, after: After) -> [UInt8] {
        var text = opening(response.status)
        Self.add(response.headers, to: &text)
        if !response.status.forbidsBody {
            text += "Content-Length: \(response.body.count)\r\n"
        }
        text += after == .close ? "Connection: close\r\n\r\n" : "\r\n"
        let hasBody = !isHead && !response.status.forbidsBody
        return hasBody ? Array(text.utf8) + response.body : Array(text.utf8)
    }

    /// The head of an event stream: it ends with the connection, and asks proxies not to buffer events.
    mutating func streamHead(_ headers: HTTPHeaders) -> [UInt8] {
        var text = opening(200)
        var headers = headers
        headers["Content-Type"] = "text/event-stream"
        headers["Cache-Control"] = "no-store"
        headers["X-Accel-Buffering"] = "no"
        Self.add(headers, to: &text)
        return Array((text + "Connection: close\r\n\r\n").utf8)
    }

    private mutating func opening(_ status: HTTPStatus) -> String {
        "HTTP/1.1 \(status)\r\nDate: \(dates.now())\r\n"
    }

    private static let reserved: Set<String> = ["date", "content-length", "connection", "transfer-encoding"]

    private static func add(_ headers: HTTPHeaders, to text: inout String) {
        for field in headers.fields where !reserved.contains(field.name.lowercased()) {
            text += "\(clean(field.name)): \(clean(field.value))\r\n"
        }
    }

    /// Replaces control characters, so that a value cannot start another header line.
    private static func clean(_ text: String) -> String {
        let isClean = text.utf8.allSatisfy { $0 >= ASCII.space && $0 != ASCII.delete }
        guard !isClean else { return text }
        let bytes = text.utf8.map { $0 < ASCII.space || $0 == ASCII.delete ? ASCII.space : $0 }
        return String(decoding: bytes, as: UTF8.self)
    }
}
