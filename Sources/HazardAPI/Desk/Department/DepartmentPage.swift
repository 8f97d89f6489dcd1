internal import Credentials
internal import CaseStore
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Wording

/// `/d/{department}`: a department's own tasks, first of all for a telephone. It shows nothing of other departments, and
/// nothing of reporters.
struct DepartmentPage: Sendable {
    let context: APIContext
    let readers: ShardReaders
    let cases: StoredCases

    private static let most = 100

    func show(_ request: DeskRequest, isSheet: Bool) throws(Problem) -> HTTPResponse {
        let id = try department(request)
        var query = request.routed.query
        let done = query.text("done")
        let sent = query.text("sent")
        let isAll = query.flag("ended") ?? false
        try query.finish()
        return try page(id, request, isSheet: isSheet, isAll: isAll, DoneBox.html(done: done, sent: sent, request))
    }

    /// Feedback of the department on one of its tasks.
    func act(_ request: DeskRequest, _ services: APIServices) throws(Problem) -> HTTPResponse {
        let id = try department(request)
        guard Self.mayAct(request, for: id) else { throw CaseAction.notAllowed }
        guard let caseID = request.form["case_id"].flatMap({ CaseID($0) }) else {
            throw .invalid(
                "case_id", LocalText(zh: "应为案卷编号", en: "expected a case id"),
                hint: LocalText(zh: "请从页面上的表单提交", en: "use a form of the page"))
        }
        let value = try task(in: caseID, of: id)
        do throws(Problem) {
            let kind = request.form["feedback"] ?? ""
            let name = request.form["officer"] ?? request.caller.name ?? id
            let more: [JSONValue.Member] = [
                .init("department", .string(id)),
                .init("actor", ["role": "department", "ref": .string(name)]),
            ]
            let status = try CaseAction(request: request, services: services)
                .feedback(kind, more, about: value.id, by: request.caller)
            let field = status.code == 202 ? "sent" : "done"
            return DeskRequest.redirect("/d/\(FormText.encoded(id))?\(field)=\(FormText.encoded(kind))")
        } catch {
            guard error.status != 403 else { throw error }
            let box = RefusalBox(problem: error, value: value, request: request).ofDepartment
            var answer = try page(id, request, isSheet: false, isAll: false, box)
            answer.status = error.status
            return answer
        }
    }

    /// The department of the path.
    ///
    /// - Throws: A 403 for another department's token, a 404 for a department that does not exist.
    private func department(_ request: DeskRequest) throws(Problem) -> String {
        let id = context.policy.currentDepartment(request.routed.value(of: "department"))
        if request.caller.role == .department, !request.caller.departments.contains(id) {
            throw request.caller.otherDepartment
        }
        guard context.policy.departments[id] != nil else {
            throw Problem(404, "unknown-department", zh: "没有配置这个部门", en: "no department of this id is configured")
        }
        return id
    }

    private static func mayAct(_ request: DeskRequest, for department: String) -> Bool {
        switch request.caller.role {
        case .department: request.caller.departments.contains(department)
        // Without tokens this machine may do everything.
        case .supervisor: !request.hasTokens
        default: false
        }
    }

    /// - Throws: A 404 when the department has no task in the case: it learns nothing about the case.
    private func task(in id: CaseID, of department: String) throws(Problem) -> Case {
        guard id.shard < context.shards else { throw StoredCases.unknown(id) }
        let value = try StoredCases.decode(try cases.storedBody(of: id), context)
        guard value.taskIndex(of: department) != nil else { throw StoredCases.unknown(id) }
        return value
    }

    // MARK: - The page

    private func page(
        _ id: String, _ request: DeskRequest, isSheet: Bool, isAll: Bool, _ said: String
    ) throws(Problem) -> HTTPResponse {
        let values = try tasks(of: id, isAll: isAll)
        request.routed.reads.note(cases: values.map(\.value.id.text))
        var content = DeskFrame.Content(title: request.department(id), html: said)
        content.stream = isSheet ? nil : "?department=\(FormText.encoded(id))"
        content.isPlain = isSheet
        let count = request("未办任务 \(values.count) 件", "\(values.count) open tasks")
        let path = "/d/" + FormText.encoded(id)
        let links =
            isSheet
            ? "<a href=\"\(path)\">\(request("返回", "Back"))</a>"
            : "<a href=\"\(path)/sheet\">\(request("打印派工单", "Print work sheets"))</a> · "
                + (isAll
                    ? "<a href=\"\(path)\">\(request("只看未办", "Only open tasks"))</a>"
                    : "<a href=\"\(path)?ended=true\">\(request("也看已办", "Ended tasks too"))</a>")
        content.html += "<p class=\"quiet noprint\">\(isAll ? "" : HTML.escaped(count) + " · ")\(links)</p>"
        let mayAct = Self.mayAct(request, for: id)
        content.html += values.map {
            TaskCard(value: $0.value, index: $0.index, request: request, mayAct: mayAct && !isSheet, isSheet: isSheet)
                .html
        }.joined()
        if values.isEmpty {
            content.html += HTML.element("p", request("没有任务。", "There are no tasks."), "class=\"card\"")
        }
        return request.page(content)
    }

    /// The department's tasks, the most urgent first.
    private func tasks(of id: String, isAll: Bool) throws(Problem) -> [(value: Case, index: Int)] {
        var filter = CaseFilter()
        filter.department = id
        filter.isOpenOnly = !isAll
        let page = try CaseLists(context: context, readers: readers)
            .page(filter, .urgency, after: nil, limit: Self.most)
        var found: [(value: Case, index: Int)] = []
        for stored in page.entries {
            let value = try StoredCases.decode(stored.body, context)
            guard let index = value.taskIndex(of: id), isAll || value.tasks[index].state.isAlive else { continue }
            found.append((value, index))
        }
        return found
    }
}

extension RefusalBox {
    /// The same for a department, which sees no history.
    var ofDepartment: String { ProblemPage.html(problem, request) }
}
