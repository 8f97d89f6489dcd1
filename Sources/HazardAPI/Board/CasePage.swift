internal import HTTP
internal import HazardCore
internal import HazardWire

/// `/cases/{case_id}`: one case for a person to read, with the rights of `GET /v1/cases/{case_id}` and kept fresh like the
/// overview.
struct CasePage: Sendable {
    let context: APIContext
    let cases: StoredCases

    /// `caller` is nil when nobody with a right to anything asks.
    func show(_ request: HTTPRequest, _ text: String, _ caller: Caller?) throws(Problem) -> HTTPResponse {
        try QueryFields(request.query, known: []).finish()
        let words = DutyWords(acceptLanguage: request.header("accept-language"))
        let now = context.now()
        var content = DutyFrame.Content(title: text, html: "", asOf: now, zone: context.zone)
        guard let caller, Route.oneCase.roles?.contains(caller.role) == true else {
            content.isOpen = false
            content.html = HTML.element("p", context.tokens.isEmpty ? words.localOnly : words.tokenNeeded)
            return DutyFrame.response(content, words, hasTokens: !context.tokens.isEmpty)
        }
        do throws(Problem) {
            let value = try find(text, caller)
            content.caseID = value.id.text
            content.html = CaseArticle(value: value, context: context, words: words, now: now).html
        } catch {
            // What is wrong is told on a page: who reads it followed a link.
            content.status = error.status
            content.html = HTML.element("p", error.detail)
        }
        return DutyFrame.response(content, words, hasTokens: !context.tokens.isEmpty)
    }

    private func find(_ text: String, _ caller: Caller) throws(Problem) -> Case {
        let id = try cases.caseID(text)
        guard let body = try cases.body(of: id) else { throw cases.elsewhere(id) }
        guard let body else { throw StoredCases.unknown(id) }
        let value = try StoredCases.decode(body, context)
        if caller.role == .department { try cases.check(caller, maySee: value) }
        return caller.seesAccounts ? value : CaseView.reduced(value, policy: context.policy)
    }
}
