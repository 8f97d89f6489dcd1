internal import Credentials
internal import CaseStore
internal import HTTP
internal import MediaFiles
internal import HazardCore
internal import HazardText
internal import HazardWire
internal import JSONText
internal import Wording

/// `/r/{secret}`: what became of a report from the web page; its reporter may add, dispute, confirm and rate.
struct FollowPage: Sendable {
    let context: APIContext
    let readers: ShardReaders
    let cases: StoredCases
    let secrets: RiderSecrets

    func show(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        let id = try report(request)
        var query = request.routed.query
        let box = DoneBox.html(done: query.text("done"), sent: query.text("sent"), request)
        try query.finish()
        return try page(request, id, box)
    }

    func act(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        let id = try report(request)
        guard let value = try find(id) else {
            throw Problem(409, "not-decided", zh: "上报尚在处理：请稍后再试", en: "the report is not decided yet: try again later")
        }
        let kind = request.form["feedback"] ?? ""
        do throws(Problem) {
            let actor: JSONValue = ["role": "reporter", "ref": .string(id)]
            let status = try CaseAction(request: request, services: services)
                .feedback(kind, [.init("actor", actor)], about: value.id, by: RiderPage.sender)
            let field = status.code == 202 ? "sent" : "done"
            return DeskRequest.redirect("/r/\(request.routed.value(of: "secret"))?\(field)=\(FormText.encoded(kind))")
        } catch {
            var answer = try page(request, id, ProblemPage.html(error, request))
            answer.status = error.status
            return answer
        }
    }

    /// - Throws: A 404 when the secret is not right.
    private func report(_ request: DeskRequest) throws(Problem) -> String {
        guard let id = secrets.report(of: request.routed.value(of: "secret")) else {
            throw Problem(404, "unknown-report", zh: "没有这个链接：请核对", en: "there is no such link: check it")
        }
        return id
    }

    private func find(_ report: String) throws(Problem) -> Case? {
        let found = try readers.readAll { reader throws(StoreFault) in try reader.report(report) }.compactMap(\.self)
        guard let outcome = found.first(where: { !$0.state.isEnded }) ?? found.first, let id = CaseID(outcome.caseID)
        else { return nil }
        return try StoredCases.decode(try cases.storedBody(of: id), context)
    }

    private func page(_ request: DeskRequest, _ id: String, _ box: String) throws(Problem) -> HTTPResponse {
        var content = DeskFrame.Content(title: request("我的上报", "My report"), html: box)
        content.isPlain = true
        guard let value = try find(id) else {
            content.html +=
                HTML.element("p", id, "class=\"id\"")
                + HTML.element(
                    "p", request("已收到，正在处理。请稍后刷新。", "Received, not decided yet. Load the page again in a moment."),
                    "class=\"card\"")
            return request.page(content)
        }
        request.routed.reads.note(case: value.id.text)
        let state = DutyWords.name(of: value.state)[request.language]
        var rows = [
            (request("上报", "Report"), id), (request("案卷", "Case"), value.id.text), (request("状态", "State"), state),
            (request("类别", "Kind"), DutyWords.name(of: value.category, context.policy)[request.language]),
        ]
        if let code = value.closeCode {
            rows.append((request("结果", "Outcome"), NameLists.results[code.rawValue][request.language]))
        }
        if context.policy.programmes[value.programme]?.demands.showProgress == true {
            for task in value.tasks where task.department != Department.triageID {
                rows.append((request.department(task.department), DutyWords.name(of: task.state)[request.language]))
            }
        }
        content.html +=
            "<dl class=\"card\">" + rows.map { HTML.element("dt", $0.0) + HTML.element("dd", $0.1) }.joined() + "</dl>"
            + MediaLinks.html(
                Self.photos(of: id, in: value), request,
                below: "/r/" + FormText.encoded(request.routed.value(of: "secret")) + "/media/")
            + forms(request, id, value)
        return request.page(content)
    }

    /// `/r/{secret}/media/{sha256}`: a photo of the reporter's own.
    func photo(_ request: DeskRequest, _ media: MediaServices) throws(Problem) -> HTTPResponse {
        let id = try report(request)
        var query = request.routed.query
        let size: MediaSize? = query.named("size")
        try query.finish()
        let name = request.routed.value(of: "sha256")
        guard let value = try find(id), Self.photos(of: id, in: value).contains(where: { $0.storedName == name }),
            let folder = context.media, let facts = folder.facts(of: name)
        else { throw MediaServices.unknown }
        return try media.picture(facts, size, of: folder)
    }

    /// The photos that came with a report, and what its reporter added later.
    private static func photos(of id: String, in value: Case) -> [Media] {
        let own = Set(value.reports.first { $0.reportID == id }?.mediaHashes ?? [])
        let first = value.media.filter { $0.sha256.map(own.contains) ?? false }
        return first
            + value.history.filter { $0.actor.role == .reporter && $0.actor.ref == id }.flatMap(\.media)
    }

    private func forms(_ request: DeskRequest, _ id: String, _ value: Case) -> String {
        let sample = Feedback(
            eventID: "desk", caseID: value.id, actor: FeedbackActor(role: .reporter, ref: id), kind: .add,
            at: request.now)
        let kinds = CaseMoves.allowed(to: sample, on: value, at: request.now).compactMap { FeedbackKind(rawValue: $0) }
        return kinds.map { kind in
            let name = MoveNames.button(kind.rawValue, NameLists.moves[kind.rawValue][request.language], request)
            return "<details><summary>\(HTML.escaped(name))</summary>"
                + request.form(
                    "/r/" + request.routed.value(of: "secret"), kind.rawValue, takesFiles: kind == .add)
                + FormHTML.hidden("feedback", kind.rawValue) + FormHTML.hidden("message_id", MessageIDs.fresh())
                + "<div class=\"fields\">\(fields(of: kind, request))</div>"
                + "<button class=\"main\">\(HTML.escaped(name))</button></form></details>"
        }.joined()
    }

    private func fields(of kind: FeedbackKind, _ request: DeskRequest) -> String {
        switch kind {
        case .add:
            FormHTML.text("text", request("补充的内容", "What you add"), isRequired: true, "class=\"wide-field\"")
                + FormHTML.photo(request("照片", "Photo"))
        case .dispute: FormHTML.text("reason", request("理由", "Reason"), isRequired: true, "class=\"wide-field\"")
        case .rate:
            FormHTML.select(
                "score", request("评分", "Score"), (1...5).reversed().map { (String($0), String($0)) }, "5",
                isRequired: true)
        default: FormHTML.text("note", request("备注", "Note"))
        }
    }
}
