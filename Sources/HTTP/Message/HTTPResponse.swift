/// What a request is answered with.
///
/// The server adds `Date`, `Content-Length` and `Connection`; it replaces control characters in header values by spaces.
package struct HTTPResponse: Sendable {
    package var status: HTTPStatus
    package var headers: HTTPHeaders
    package var body: [UInt8]

    package init(_ status: HTTPStatus, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A body of that media type.
    package static func content(_ type: String, _ body: [UInt8], status: HTTPStatus = 200) -> HTTPResponse {
        HTTPResponse(status, headers: ["Content-Type": type], body: body)
    }

    package static func json(_ body: [UInt8], status: HTTPStatus = 200) -> HTTPResponse {
        content("application/json", body, status: status)
    }

    package static func text(_ body: String, status: HTTPStatus = 200) -> HTTPResponse {
        content("text/plain; charset=utf-8", Array(body.utf8), status: status)
    }
}

/// What a handler gives back: one response, or a stream of events that stays open.
package enum HTTPAnswer: Sendable {
    case response(HTTPResponse)
    /// The head of an event stream is sent and `EventStream` is connected; headers are added to the usual ones.
    case stream(EventStream, headers: HTTPHeaders = [:])

    /// Tells a stream that it will never be connected.
    func abandon(_ end: EventStream.End) {
        if case .stream(let stream, _) = self {
            stream.close(end)
        }
    }
}

/// What is decided about a request from its head alone, before its body is read.
package enum Admission: Sendable {
    /// Read the body, of at most this many bytes (a longer one is answered 413), then call the handler.
    case read(limit: Int = 1024 * 1024)
    /// Answer now. The connection closes when a body was announced, because nobody reads it.
    case answer(HTTPResponse)
}
