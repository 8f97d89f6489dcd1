import Wording

/// Why a message is not acceptable HTTP: a request that the server refuses, or a response that the client cannot read.
///
/// The server answers with the English text and closes the connection.
struct RequestRefusal: Error, Equatable {
    let status: HTTPStatus
    let detail: LocalText

    init(_ status: HTTPStatus, zh: String, en: String) {
        self.status = status
        detail = LocalText(zh: zh, en: en)
    }

    static func malformed(zh: String, en: String) -> RequestRefusal {
        RequestRefusal(400, zh: zh, en: en)
    }
}
