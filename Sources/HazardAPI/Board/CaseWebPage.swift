internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import Wording

/// `/cases/{case_id}`: one case for a person to read, with the rights of `GET /v1/cases/{case_id}`. The page's script keeps
/// it up to date, as it does the overview.
struct CaseWebPage: Sendable {
    let context: APIContext
    let cases: StoredCases

    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        try request.query.finish()
        let language = DutyWords.language(of: request)
        let now = context.now()
        var content = DutyFrame.Content(
            title: request.value(of: "case_id"), html: "", asOf: now, zone: context.zone)
        guard let caller = try? request.caller, RouteAccess.caseReaders.allows(caller.role) else {
            content.isOpen = false
            let reason = context.tokens.isEmpty ? DutyWords.localOnly : DutyWords.tokenNeeded
            content.html = HTML.element("p", reason[language])
            return DutyFrame.response(content, language, hasTokens: !context.tokens.isEmpty)
        }
        do throws(Problem) {
            let value = try find(request, caller)
            content.caseID = value.id.text
            content.html = CaseArticle(value: value, context: context, language: language, now: now).html
        } catch {
            // The reader followed a link, so a problem is shown on a page too.
            content.status = error.status
            content.html = HTML.element("p", error.detail[language])
        }
        return DutyFrame.response(content, language, hasTokens: !context.tokens.isEmpty)
    }

    private func find(_ request: RoutedRequest, _ caller: Caller) throws(Problem) -> Case {
        let body = try cases.storedBody(of: try cases.caseID(of: request))
        let value = try StoredCases.decode(body, context)
        if caller.role == .department { try cases.check(caller, maySee: value) }
        return caller.seesAccounts ? value : CaseView.reduced(value, policy: context.policy)
    }
}
