internal import HTTP
internal import Wording

/// The sentences of `DeadLetters`, which are not translated yet. Delete this file when they are.
extension Problem {
    init(_ status: HTTPStatus, _ code: String, _ detail: String) {
        self.init(status, code, LocalText(untranslated: detail))
    }

    static func invalid(_ field: String, _ problem: String, hint: String) -> Problem {
        invalid(field, LocalText(untranslated: problem), hint: LocalText(untranslated: hint))
    }
}

extension QueryFields {
    mutating func refuse(_ field: String, _ problem: String, hint: String) {
        refuse(field, LocalText(untranslated: problem), hint: LocalText(untranslated: hint))
    }
}
