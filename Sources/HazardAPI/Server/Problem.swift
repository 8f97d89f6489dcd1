internal import HTTP
internal import JSONText
internal import Wording

/// An error answer, as RFC 9457 writes it, with its text in both languages.
struct Problem: Error {
    var status: HTTPStatus
    /// The last part of `type`, `urn:hazard:problem:<code>`: a closed list that programs compare.
    var code: String
    /// One sentence: what is wrong and what would be right.
    var detail: LocalText
    var errors = ProblemList()
    var headers: HTTPHeaders = [:]
    /// More members of the answer, such as the allowed moves.
    var more: [JSONValue.Member] = []

    init(
        _ status: HTTPStatus, _ code: String, _ detail: LocalText, headers: HTTPHeaders = [:],
        more: [JSONValue.Member] = []
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers
        self.more = more
    }

    /// The same with the sentence in both languages.
    init(_ status: HTTPStatus, _ code: String, zh: String, en: String, headers: HTTPHeaders = [:]) {
        self.init(status, code, LocalText(zh: zh, en: en), headers: headers)
    }

    /// A 400 that names the wrong fields: the first ones, and how many there are.
    static func invalid(_ errors: ProblemList) -> Problem {
        let fields = errors.listed.map(\.field).filter { !$0.isEmpty }.joined(separator: ", ")
        let more = errors.more
        var problem = Problem(
            400, "invalid",
            zh: (fields.isEmpty ? "请求不可用" : "不可用：\(fields)")
                + (more > 0 ? "（共 \(errors.total) 处，只列出前 \(errors.listed.count) 处）" : ""),
            en: (fields.isEmpty ? "the request cannot be used" : "not usable: \(fields)")
                + (more > 0 ? " (\(errors.total) problems, the first \(errors.listed.count) are listed)" : ""))
        problem.errors = errors
        return problem
    }

    static func invalid(_ errors: [FieldProblem]) -> Problem { invalid(ProblemList(errors)) }

    /// A 400 for one wrong field.
    static func invalid(_ field: String, _ problem: LocalText, hint: LocalText) -> Problem {
        invalid([FieldProblem(field, problem, hint: hint)])
    }

    /// The answer in one language. `type`, `title`, `status`, codes and field names are the same in both.
    func response(in language: Language) -> HTTPResponse {
        var answer = HTTPResponse.content(MediaType.problem, bytes(in: language), status: status)
        answer.headers["Content-Language"] = language.rawValue
        for field in headers.fields { answer.headers.add(field.name, field.value) }
        return answer
    }

    private func bytes(in language: Language) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.beginObject()
            writer.field("type", "urn:hazard:problem:" + code)
            writer.field("title", status.reason)
            writer.field("status", status.code)
            writer.field("detail", detail[language])
            writer.array("errors", errors.listed) { $1.write(to: &$0, language) }
            if errors.total > 0 { writer.field("error_count", errors.total) }
            for member in more {
                writer.key(member.key)
                writer.value(member.value)
            }
            writer.endObject()
        }
    }
}
