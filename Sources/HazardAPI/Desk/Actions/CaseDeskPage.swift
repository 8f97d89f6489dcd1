internal import HazardText
internal import JSONText
internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import Wording

/// `/cases/{case_id}`: one case, with the moves that its reader may make now. The page's script keeps it up to date.
struct CaseDeskPage: Sendable {
    let context: APIContext
    let cases: StoredCases
    let similar: SimilarCases

    static let parameters: [RouteParameter] = [
        .text("act", "The move whose form is open"), .text("into", "The other case of that form"),
        .text("done", "The move that was just made"),
        .text("sent", "The move that was just sent"),
    ]

    func show(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        var query = request.routed.query
        let move = query.text("act")
        // Only an id of a case is put into the form: the address may hold anything.
        let other = query.text("into").flatMap { CaseID($0)?.text }
        let done = query.text("done")
        let sent = query.text("sent")
        try query.finish()
        let value = try find(request)
        var content = try content(value, request, open: move, into: other)
        content.html = DoneBox.html(done: done, sent: sent, request) + content.html
        return request.page(content)
    }

    /// A move that the page's reader makes.
    func act(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        let value = try find(request)
        let id = value.id.text
        do throws(Problem) {
            let status = try CaseAction(request: request, services: services).send(about: value)
            let field = status.code == 202 ? "sent" : "done"
            let kind = request.form["command"] ?? request.form["feedback"] ?? ""
            // Triage goes on with the next case.
            if status.code == 200, request.form["next"] != nil {
                return DeskRequest.redirect(LocalPath.checked(request.form["next"]))
            }
            return DeskRequest.redirect("/cases/\(id)?\(field)=\(FormText.encoded(kind))")
        } catch {
            guard error.status != 403 else { throw error }
            let fresh = try find(request)
            var content = try content(fresh, request, open: request.form["command"] ?? request.form["feedback"])
            content.html =
                RefusalBox(problem: error, value: fresh, request: request).html + content.html
            content.status = error.status
            return request.page(content)
        }
    }

    private func content(
        _ value: Case, _ request: DeskRequest, open move: String?, into other: String? = nil
    ) throws(Problem) -> DeskFrame.Content {
        request.routed.reads.note(case: value.id.text)
        let article = CaseArticle(value: value, request: request)
        let similar = SimilarBox(value: value, similar: try suggestions(value, request), request: request)
        var content = DeskFrame.Content(title: request("案卷 ", "Case ") + value.id.text, html: "")
        content.caseID = value.id.text
        content.stream = request.caller.role == .department ? nil : ""
        content.html =
            article.head + similar.html
            + CaseActions(value: value, request: request, open: move, other: other).html + article.html
        return content
    }

    /// What is possibly the same; departments see their own cases only.
    private func suggestions(_ value: Case, _ request: DeskRequest) throws(Problem) -> [SimilarCase] {
        guard request.caller.role != .department else { return [] }
        let found = similar.visible(try similar.similar(to: value), to: value, for: request.caller)
        request.routed.reads.note(cases: found.map(\.id.text))
        return found
    }

    private func find(_ request: DeskRequest) throws(Problem) -> Case {
        let body = try cases.storedBody(of: try cases.caseID(of: request.routed))
        let value = try StoredCases.decode(body, context)
        if request.caller.role == .department { try cases.check(request.caller, maySee: value) }
        return request.caller.seesAccounts ? value : CaseView.reduced(value, policy: context.policy)
    }
}

/// Says that a move was made.
enum DoneBox {
    static func html(done: String?, sent: String?, _ request: DeskRequest) -> String {
        // Only names of moves are shown: the address may hold anything.
        if let kind = done.flatMap({ MoveKind($0) }) {
            let name = MoveNames.button(kind.word, request.words.move(kind), request)
            return HTML.element("p", request("已执行：\(name)", "Done: \(name)"), "class=\"done\" role=\"status\"")
        }
        if let kind = sent.flatMap({ MoveKind($0) }) {
            let name = MoveNames.button(kind.word, request.words.move(kind), request)
            return HTML.element(
                "p",
                request(
                    "已送出：\(name)。结果尚未出来，稍后见“经过”。", "Sent: \(name). It is not decided yet: see the history in a moment."),
                "class=\"sent\" role=\"status\"")
        }
        return ""
    }
}

/// Says why a move was refused, what is allowed now, and what happened since the reader opened the page.
struct RefusalBox {
    let problem: Problem
    let value: Case
    let request: DeskRequest

    var html: String {
        ProblemPage.html(problem, request) + allowed + meanwhile
    }

    private var allowed: String {
        let names = (problem.more.first { $0.key == "allowed" }?.value.array ?? []).compactMap(\.string)
            .compactMap { MoveKind($0) }.map { MoveNames.button($0.word, request.words.move($0), request) }
        guard !names.isEmpty else { return "" }
        return HTML.element(
            "p", request("现在可以：", "Allowed now: ") + names.joined(separator: request("、", ", ")), "class=\"quiet\"")
    }

    /// The entries of the history after the last one that the reader saw, without the refused message itself.
    private var meanwhile: String {
        guard let seen = request.form["seen"].flatMap({ Int($0) }) else { return "" }
        let events = value.history.filter { $0.sequence > seen && $0.cause?.id != request.form["message_id"] }
        guard !events.isEmpty else { return "" }
        let lines = events.map { event in
            let who = request.words.actor(role: event.actor.role.rawValue, ref: event.actor.ref).joined(separator: " ")
            let text = [
                request.second(event.at), who, request.words.kind(event.kind), request.words.reason(event),
            ].compactMap(\.self).joined(separator: " · ")
            return HTML.element("li", text)
        }
        return "<div class=\"meanwhile\">"
            + HTML.element("p", request("您打开页面之后发生的事：", "What happened since you opened the page:"))
            + "<ul>\(lines.joined())</ul></div>"
    }
}
