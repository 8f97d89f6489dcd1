internal import Digest
internal import HTTP
internal import Wording

/// A problem as a page for people.
enum ProblemPage {
    static func response(_ problem: Problem, _ request: DeskRequest) -> HTTPResponse {
        var content = DeskFrame.Content(title: title(problem.status)[request.language], html: html(problem, request))
        content.status = problem.status
        var answer = request.page(content)
        for field in problem.headers.fields where field.name == "Retry-After" {
            answer.headers.add(field.name, field.value)
        }
        return answer
    }

    /// What is wrong, and what would be right.
    static func html(_ problem: Problem, _ request: DeskRequest) -> String {
        let errors = problem.errors.listed.map { error in
            let field = error.field.isEmpty ? "" : HTML.element("code", error.field) + " "
            let hint = error.problem == error.hint ? "" : request("；", "; ") + error.hint[request.language]
            return "<li>\(field)\(HTML.escaped(error.problem[request.language] + hint))</li>"
        }
        let list = errors.isEmpty ? "" : "<ul>\(errors.joined())</ul>"
        return "<div class=\"problem\" role=\"alert\">" + HTML.element("p", problem.detail[request.language]) + list
            + "</div>"
    }

    private static func title(_ status: HTTPStatus) -> LocalText {
        switch status.code {
        case 400: LocalText(zh: "请求有误", en: "The request cannot be used")
        case 401, 403: LocalText(zh: "不允许", en: "Not allowed")
        case 404: LocalText(zh: "没有找到", en: "Not found")
        case 409: LocalText(zh: "未执行", en: "Not done")
        case 421: LocalText(zh: "在另一台服务器上", en: "On another server")
        case 429: LocalText(zh: "过于频繁", en: "Too many at once")
        default: LocalText(zh: "暂时不可用", en: "Not available now")
        }
    }
}

/// Compares the secrets of forms.
enum ConstantSecret {
    static func equal(_ one: String, _ other: String) -> Bool { ConstantTime.equal(one, other) }
}
