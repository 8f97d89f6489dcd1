/// Why a request is answered without being handled; the connection closes after it.
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
