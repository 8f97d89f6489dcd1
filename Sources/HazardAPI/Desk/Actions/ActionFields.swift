internal import HazardCore
internal import HazardText
internal import Wording

/// The argument fields of a command's form (`config/contracts/README.md`, Command).
struct ActionFields {
    let value: Case
    let request: DeskRequest
    /// The other case, for a merge or a link.
    var other: String?

    private static let needReason: Set<CommandKind> = [
        .waive, .escalate, .suspend, .forceClose, .cancel, .reject, .reopen, .reveal, .erase, .clawBack,
    ]

    func html(of kind: CommandKind) -> String {
        let reason = FormHTML.text(
            "reason", request("理由", "Reason"), isRequired: Self.needReason.contains(kind), "class=\"wide-field\"")
        return arguments(of: kind) + reason
    }

    private func arguments(of kind: CommandKind) -> String {
        switch kind {
        case .classify: categories
        case .dispatch: departments
        case .waive: FormHTML.checks("departments", request("部门", "Departments"), ownDepartments)
        case .verify: FormHTML.select("result", request("结果", "Result"), names(CheckResult.allCases), isRequired: true)
        case .close, .forceClose:
            FormHTML.select(
                "code", request("结案结果", "Close code"),
                names([CloseCode.solved, .notSolvable, .referred, .suggestionKept]), isRequired: kind == .forceClose)
        case .suspend: until(isRequired: true)
        case .approve, .refuse: requests(kind)
        case .merge: caseField("into", request("并入案卷", "Into case"))
        case .link:
            caseField("into", request("关联案卷", "Other case"))
                + FormHTML.select(
                    "kind", request("关系", "Relation"),
                    ["related", "recurrence", "continued"].map { ($0, NameLists.links[$0][request.language]) },
                    "related")
        case .erase:
            FormHTML.select("report_id", request("上报", "Report"), reports, isRequired: true)
        case .split, .reveal: FormHTML.checks("reports", request("上报", "Reports"), reports)
        case .grant, .claim, .clawBack: reward(kind)
        default: ""
        }
    }

    // MARK: - Category and departments

    private var categories: String {
        let all = request.context.policy.categories.filter { !$0.retired && $0.id != HazardCategory.unclassifiedID }
        let options = all.map {
            ($0.code, $0.code + " " + LocalText(zh: $0.name, en: $0.nameEnglish)[request.language])
        }
        let present = value.category.id == HazardCategory.unclassifiedID ? value.decision.runnerUp : value.category.code
        let chosen = present.flatMap { request.context.policy.category($0)?.code }
        let known =
            all.first { $0.code == chosen }?.conditions.map { condition in
                "\(condition.code) \(request.language(zh: condition.descriptionChinese, en: condition.description))"
            } ?? []
        let hint =
            known.isEmpty ? "" : HTML.element("p", known.joined(separator: request("；", "; ")), "class=\"quiet\"")
        return FormHTML.select("category", request("类别", "Category"), options, chosen, isRequired: true)
            + FormHTML.text("condition", request("立案条件（可不填）", "Filing condition (optional)"), "size=\"3\"") + hint
    }

    private var departments: String {
        let all = request.context.policy.activeDepartments.filter { $0 != Department.triageID }
        let decided = suggestion
        let options = all.map { ($0, request.department($0)) }
        return FormHTML.select("lead", request("主办", "Lead"), options, decided.first?.department)
            + FormHTML.checks(
                "departments", request("部门", "Departments"), options, checked: Set(decided.map(\.department)))
    }

    /// The departments that the routing table chooses for the case as it is.
    private var suggestion: [DepartmentRole] {
        let policy = request.context.policy
        guard value.category.id != HazardCategory.unclassifiedID else { return [] }
        let first = value.reports.first
        var report = Report(
            reportID: first?.reportID ?? "desk", programme: value.programme, channel: first?.channel ?? .web,
            reportedAt: value.openedAt)
        report.location = value.location
        report.kind = value.kind
        let decision = policy.routing.decide(
            policy.facts(of: report, category: value.category.id, condition: value.condition, at: value.openedAt))
        return [DepartmentRole(decision.lead, .lead)] + decision.co.map { DepartmentRole($0, .co) }
    }

    private var ownDepartments: [(String, String)] {
        value.tasks.filter { $0.state != .done && $0.state != .waived && $0.state != .revoked }
            .map { ($0.department, request.department($0.department)) }
    }

    // MARK: - Requests, cases, reports

    private func requests(_ kind: CommandKind) -> String {
        let pending = value.requests.filter { $0.state == .pending }
        let options = pending.map { item in
            let name = NameLists.requests[item.kind.rawValue][request.language]
            return (item.id, "\(name) · \(request.department(item.department)) · \(item.reason ?? "")")
        }
        let first = pending.count == 1 ? pending.first?.id : nil
        let hold = kind == .approve && pending.contains { $0.kind == .hold } ? until(isRequired: false) : ""
        return FormHTML.select("request", request("申请", "Request"), options, first, isRequired: true) + hold
    }

    private func until(isRequired: Bool) -> String {
        FormHTML.text("until", request("至", "Until"), isRequired: isRequired, type: "datetime-local")
    }

    private func caseField(_ name: String, _ label: String) -> String {
        let linked = value.links.map(\.caseID)
        let options = linked.map { "<option value=\"\(HTML.escaped($0))\">" }.joined()
        return FormHTML.text(name, label, isRequired: true, value: other ?? "", "list=\"linked\" size=\"20\"")
            + "<datalist id=\"linked\">\(options)</datalist>"
    }

    private var reports: [(String, String)] {
        value.reports.map { report in
            (report.reportID, report.reportID + " · " + NameLists.reportRoles[report.role.rawValue][request.language])
        }
    }

    // MARK: - Rewards

    private func reward(_ kind: CommandKind) -> String {
        guard kind == .grant else {
            let entries = value.rewards.filter {
                kind == .claim ? $0.state == .granted && $0.claimUntil != nil && $0.claimedAt == nil : $0.isLive
            }
            let options = entries.map {
                ($0.entryID, "\($0.rule) · \($0.amount) \(request.words.unit($0.unit)) · \($0.reportID)")
            }
            return FormHTML.select("entry_id", request("奖励", "Reward"), options, isRequired: true)
        }
        let rules = request.context.policy.programmes[value.programme]?.incentive.rewards ?? []
        let options = rules.map { ($0.id, "\($0.id) · \($0.amount) \(request.words.unit($0.unit))") }
        return FormHTML.select("rule", request("规则", "Rule"), options, isRequired: true)
            + FormHTML.select("report_id", request("上报", "Report"), reports)
            + FormHTML.text("amount", request("数额（可不填）", "Amount (optional)"), type: "number", "min=\"1\"")
    }

    private func names<Value: RawRepresentable<String>>(_ values: [Value]) -> [(String, String)] {
        values.map { ($0.rawValue, NameLists.results[$0.rawValue][request.language]) }
    }
}
