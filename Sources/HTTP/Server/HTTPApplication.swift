/// The functions that a server calls for its requests.
package struct HTTPApplication: Sendable {
    /// Decides about a request from its head, before the body is read. Runs on the loop thread and must not block.
    package var admit: @Sendable (RequestHead) -> Admission
    /// Makes the response when the server itself refuses a request (malformed, too large, too slow, too many). Must not block.
    package var refusal: @Sendable (HTTPStatus, _ detail: String) -> HTTPResponse
    /// Is told of a limit that a client of that address has reached. Runs on the loop thread and must not block.
    package var onLimit: @Sendable (ServerLimit, _ address: String) -> Void
    /// Handles a request. Runs on a worker thread and may block.
    package var handler: @Sendable (HTTPRequest) -> HTTPAnswer

    package init(
        admit: @escaping @Sendable (RequestHead) -> Admission,
        refusal: @escaping @Sendable (HTTPStatus, _ detail: String) -> HTTPResponse = { .text("\($1)\n", status: $0) },
        onLimit: @escaping @Sendable (ServerLimit, _ address: String) -> Void = { _, _ in },
        handler: @escaping @Sendable (HTTPRequest) -> HTTPAnswer
    ) {
        self.admit = admit
        self.refusal = refusal
        self.onLimit = onLimit
        self.handler = handler
    }
}
