/// What a server asks its owner.
package struct HTTPApplication: Sendable {
    /// Judges a request from its head, before the body is read; runs on the loop thread and must not block.
    package var admit: @Sendable (RequestHead) -> Admission
    /// Words a refusal of the server itself (malformed, too big, too slow, too many); must not block.
    package var refusal: @Sendable (HTTPStatus, _ detail: String) -> HTTPResponse
    /// Answers a request; runs on a worker thread and may block.
    package var handler: @Sendable (HTTPRequest) -> HTTPAnswer

    package init(
        admit: @escaping @Sendable (RequestHead) -> Admission,
        refusal: @escaping @Sendable (HTTPStatus, _ detail: String) -> HTTPResponse = { .text("\($1)\n", status: $0) },
        handler: @escaping @Sendable (HTTPRequest) -> HTTPAnswer
    ) {
        self.admit = admit
        self.refusal = refusal
        self.handler = handler
    }
}
