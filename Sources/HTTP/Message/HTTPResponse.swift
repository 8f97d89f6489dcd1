/// The response to a request.
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

/// The result of a handler: one response, or an event stream that stays open.
package enum HTTPAnswer: Sendable {
    case response(HTTPResponse)
    /// Sends the head of an event stream and connects the stream; `headers` are added to the usual ones.
    case stream(EventStream, headers: HTTPHeaders = [:])

    /// Closes a stream that will not be connected.
    func abandon(_ end: EventStream.End) {
        if case .stream(let stream, _) = self {
            stream.close(end)
        }
    }
}

/// The decision about a request from its head, before its body is read.
package enum Admission: Sendable {
    /// Read a body of at most `limit` bytes (a longer one is answered with 413), then call the handler.
    case read(limit: Int = 1024 * 1024)
    /// Answer now. The connection closes when the request has a body, because the body is not read.
    case answer(HTTPResponse)
}
