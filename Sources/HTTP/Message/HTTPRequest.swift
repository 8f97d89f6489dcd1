/// A whole request with its body, as the handler receives it.
package struct HTTPRequest: Sendable {
    package let head: RequestHead
    package let body: [UInt8]

    package init(head: RequestHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    package var method: String { head.method }
    package var path: String { head.path }
    package var segments: [String] { head.segments }
    package var query: [QueryItem] { head.query }
    package var headers: HTTPHeaders { head.headers }
    package var remoteAddress: String { head.remoteAddress }

    /// The first value of that query name.
    package func query(_ name: String) -> String? { head.query(name) }

    /// The first value of that header name, whatever its case.
    package func header(_ name: String) -> String? { head.header(name) }
}
