internal import HTTP
internal import HazardWire
internal import JSONText
internal import Wording

/// An answer that is not what was asked for, as RFC 9457 writes it.
struct Problem: Error {
    var status: HTTPStatus
    /// The bounded name behind `type`, `urn:hazard:problem:<code>`.
    var code: String
    /// One sentence: what is wrong and what would be right.
    var detail: String
    var errors: [WireProblem] = []
    var headers: HTTPHeaders = [:]
    /// Members of its own, such as the allowed moves.
    var more: [JSONValue.Member] = []

    init(
        _ status: HTTPStatus, _ code: String, _ detail: String, errors: [WireProblem] = [],
        headers: HTTPHeaders = [:], more: [JSONValue.Member] = []
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors
        self.headers = headers
        self.more = more
    }

    /// A request whose fields are wrong, every one named.
    static func invalid(_ errors: [WireProblem]) -> Problem {
        let fields = errors.map(\.field).filter { !$0.isEmpty }
        let what = fields.isEmpty ? "the request cannot be used" : "not usable: \(fields.joined(separator: ", "))"
        return Problem(400, "invalid", what, errors: errors)
    }

    /// A request with one wrong field, in English only.
    static func invalid(_ field: String, _ problem: String, hint: String) -> Problem {
        invalid([WireProblem(field: field, english: problem, hint: hint)])
    }

    var response: HTTPResponse {
        var answer = HTTPResponse.content("application/problem+json", bytes, status: status)
        for field in headers.fields { answer.headers.add(field.name, field.value) }
        return answer
    }

    private var bytes: [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("type", "urn:hazard:problem:" + code)
            writer.field("title", status.reason)
            writer.field("status", status.code)
            writer.field("detail", detail)
            writer.array("errors", errors) { $0.problem($1) }
            for member in more {
                writer.key(member.key)
                writer.value(member.value)
            }
            writer.endObject()
        }
    }
}

extension WireProblem {
    /// A problem that has no Chinese yet.
    init(field: String, english problem: String, hint: String) {
        self.init(
            field: field, problem: LocalText(zh: problem, en: problem), hint: LocalText(zh: hint, en: hint), offset: 0)
    }
}

extension JSONWriter {
    /// One wrong field, as `errors` lists it.
    mutating func problem(_ problem: WireProblem) {
        beginObject()
        field("field", problem.field)
        field("problem", problem.problem.en)
        field("hint", problem.hint.en)
        endObject()
    }
}
