/// Why the server itself refuses a request; the connection closes after the response.
///
/// The detail goes to the client in English.
struct RequestRefusal: Error, Equatable {
    let status: HTTPStatus
    let detail: String

    init(_ status: HTTPStatus, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    static func malformed(_ detail: String) -> RequestRefusal {
        RequestRefusal(400, detail)
    }
}
