internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardText
internal import Wording

/// A request for a page, with who sends it and what the page needs to answer.
struct DeskRequest: Sendable {
    let routed: RoutedRequest
    let context: APIContext
    let language: Language
    /// Nil where the page needs no caller.
    let reader: Caller?
    /// The secret of the session's forms; nil without a session.
    var csrf: String?
    var form = FormFields.none

    var now: Instant { context.now() }
    var words: CaseWords { CaseWords(language: language, names: PolicyNames(context.policy)) }
    var hasTokens: Bool { !context.tokens.isEmpty }
    var origin: DeskOrigin { DeskOrigin(context: context, head: routed.http.head) }

    /// The caller of a page that only callers see.
    var caller: Caller { reader ?? Caller(name: nil, role: .viewer) }

    /// The role of the commands that the caller may give; nil when it may give none.
    var commandRole: CommandRole? { CommandRole(rawValue: caller.role.rawValue).flatMap { $0 == .system ? nil : $0 } }

    func callAsFunction(_ zh: String, _ en: String) -> String { language(zh: zh, en: en) }

    func minute(_ instant: Instant) -> String { DutyTime.minute(instant, context.zone) }
    func second(_ instant: Instant) -> String { DutyTime.second(instant, context.zone) }

    func department(_ id: String) -> String { DutyWords.name(ofDepartment: id, context.policy)[language] }

    /// The beginning of a form: its address, the kind of its move, and the session's secret.
    func form(_ action: String, _ kind: String, _ attributes: String = "", takesFiles: Bool = false) -> String {
        let attributes = attributes + (takesFiles ? " enctype=\"multipart/form-data\"" : "")
        let secret = csrf.map { "<input type=\"hidden\" name=\"csrf\" value=\"\(HTML.escaped($0))\">" } ?? ""
        return "<form method=\"post\" data-action=\"\(HTML.escaped(kind))\" action=\"\(HTML.escaped(action))\" "
            + "\(attributes)>\(secret)"
    }

    /// The address of the request with another language, a page or other fields of its query.
    func address(setting name: String? = nil, _ value: String? = nil) -> String {
        var items = routed.http.query.filter { $0.name != name && $0.name != "done" && $0.name != "sent" }
        if let name, let value { items.append(QueryItem(name: name, value: value)) }
        let query = items.map { FormText.encoded($0.name) + "=" + FormText.encoded($0.value) }.joined(separator: "&")
        return routed.http.path + (query.isEmpty ? "" : "?" + query)
    }

    /// A link to the page that begins after this place; nothing on the last page.
    func linkToNextPage(_ place: String?) -> String {
        guard let place else { return "" }
        let address = HTML.escaped(address(setting: "after", place))
        return "<p class=\"pages\"><a rel=\"next\" class=\"button\" href=\"\(address)\">"
            + "\(self("下一页", "Next page"))</a></p>"
    }

    /// A page of the desk.
    func page(_ content: DeskFrame.Content) -> HTTPResponse { DeskFrame.response(content, self) }

    /// Sends the browser to another page, so that a reload repeats no form.
    static func redirect(_ address: String) -> HTTPResponse {
        HTTPResponse(303, headers: ["Location": address])
    }
}
