internal import ChineseText
internal import HazardCore
internal import HazardText
internal import Wording

/// A case in words: where it stands, who acts, why it came there, and everything that happened.
///
/// Nothing in it leads to a reporter: neither accounts nor what `CaseView` leaves out where sources are hidden.
struct CaseArticle {
    let value: Case
    let context: APIContext
    let words: DutyWords
    let now: Instant

    var html: String {
        let json = "<p class=\"quiet\"><a href=\"/v1/cases/\(value.id.text)\">JSON</a></p>"
        return facts + tasks + requests + links + reports + history + json
    }

    // MARK: - Facts

    private var facts: String {
        var rows = ""
        func add(_ chinese: String, _ english: String, _ text: String?, _ style: String = "") {
            guard let text, !text.isEmpty else { return }
            rows += HTML.element("dt", words(chinese, english)) + HTML.element("dd", text, style)
        }
        add("状态", "State", state, value.priority == .p0 && !value.state.isEnded ? "class=\"p0\"" : "")
        add("类别", "Category", category)
        add("情况", "What", value.text, "class=\"said\"")
        add("照片", "Media", value.media.isEmpty ? nil : String(value.media.count))
        add("地点", "Where", place, "class=\"said\"")
        add("项目", "Programme", programme)
        add("受理", "Opened", minute(value.openedAt))
        add("时限", "Due", due, value.isLate(at: now) ? "class=\"p0\"" : "")
        add("先行防护", "Make safe by", value.makeSafeDueAt.map(minute))
        add("挂账至", "Suspended until", value.suspendedUntil.map(minute))
        add("结束", "Ended", value.closedAt.map(minute))
        add("标记", "Flags", flags)
        add("为什么", "Why", why)
        return "<dl>\(rows)</dl>"
    }

    private var state: String {
        let code = value.closeCode.map { " (\(words.name(NameLists.results, $0.rawValue)))" } ?? ""
        return words.state(value.state) + code + " · " + value.priority.rawValue
    }

    private var category: String {
        let known = value.condition.flatMap { context.policy.category(value.category.id)?.condition($0) }
        let description = known.map { " " + words($0.descriptionChinese, $0.description) } ?? ""
        let condition = value.condition.map { " / " + $0 + description } ?? ""
        return value.category.code + " " + words.category(value.category, context.policy) + condition
    }

    private var place: String {
        guard let location = value.location else { return "" }
        let parts = [
            location.address, location.segment.map { $0.from + " → " + $0.to }, location.grid, location.community,
            location.subdistrict, location.district, location.roadClass?.rawValue,
        ]
        let point = (location.wgs84 ?? location.point?.point).map {
            "\(degrees($0.latitude)), \(degrees($0.longitude))"
        }
        return (parts + [point]).compactMap(\.self).joined(separator: " · ")
    }

    private var programme: String {
        guard let known = context.policy.programmes[value.programme] else { return value.programme }
        return words(known.name, known.nameEnglish)
    }

    private var due: String? {
        guard let due = value.dueAt else { return nil }
        let limit = value.decision.limit.map { " (" + said.limit($0) + ")" } ?? ""
        return minute(due) + limit + (value.isLate(at: now) ? " · " + words.overdue : "")
    }

    private var flags: String {
        let flags = value.flags
        let marks: [(Bool, String, String)] = [
            (flags.emergency, "emergency", "emergency"), (flags.overdue, "overdue", "overdue"),
            (flags.needsReview, "needs_review", "needs review"), (flags.supervised, "supervised", "supervised"),
            (flags.escalated, "escalated", "escalated"), (flags.forced, "forced", "closed by force"),
            (flags.madeSafeLate, "make_safe_late", "made safe late"),
            (flags.buckPassed, "buck_passed", "passed on by two"), (flags.exempt, "exempt", "exempt"),
        ]
        let counts: [(Int, String, String)] = [
            (flags.returns, "returns", "returns"), (flags.rework, "rework", "rework"),
            (flags.reopened, "reopened", "reopened"), (flags.urges, "urges", "urges"), (flags.holds, "holds", "holds"),
            (flags.recategorised, "recategorised", "recategorised"),
        ]
        func name(_ key: String, _ english: String) -> String { words(NameLists.flags[key].zh, english) }
        let set = marks.filter(\.0).map { name($0.1, $0.2) }
        let counted = counts.filter { $0.0 > 0 }.map { "\(name($0.1, $0.2)) \($0.0)" }
        return (set + counted).joined(separator: words("、", ", "))
    }

    private var why: String {
        let decision = value.decision
        let known = context.policy.routing.rules.first { $0.id == decision.rule }
        let name = known.flatMap { words.isChinese ? $0.name : $0.nameEnglish }.map { " " + $0 } ?? ""
        let rule = words("规则 ", "rule ") + decision.rule + name
        let second = decision.runnerUp.map { id in
            words("次选 ", "next best ")
                + (context.policy.category(id).map { words($0.name, $0.nameEnglish) } ?? id)
        }
        return ([rule] + decision.evidence.map(said.evidence) + [second].compactMap(\.self)).joined(separator: " · ")
    }

    private var said: CaseWords { words.words(context.policy) }

    // MARK: - Tables

    private var tasks: String {
        table(
            words("部门", "Departments"),
            isChinese: ["部门", "主协办", "状态", "时限", "结果"], english: ["Department", "Role", "State", "Due", "Result"],
            value.tasks.map { task in
                [
                    words.department(task.department, context.policy),
                    words.name(NameLists.taskRoles, task.role.rawValue), words.state(task.state),
                    task.dueAt.map(minute) ?? "",
                    task.result.map { words.name(NameLists.results, $0.rawValue) } ?? "",
                ]
            })
    }

    private var requests: String {
        table(
            words("申请", "Requests"),
            isChinese: ["申请", "部门", "种类", "状态", "至", "理由"],
            english: ["Request", "Department", "Kind", "State", "Until", "Reason"],
            value.requests.map { request in
                [
                    request.id, words.department(request.department, context.policy),
                    words.name(NameLists.requests, request.kind.rawValue),
                    words.name(NameLists.requestStates, request.state.rawValue), request.until.map(minute) ?? "",
                    request.reason ?? "",
                ]
            })
    }

    private var links: String {
        guard !value.links.isEmpty else { return "" }
        let items = value.links.map { link in
            let kind = words.name(NameLists.links, link.kind.word)
            let id = HTML.escaped(link.caseID)
            return "<li>\(HTML.escaped(kind)) <a href=\"/cases/\(id)\">\(id)</a></li>"
        }
        return HTML.element("h2", words("关联案卷", "Linked cases")) + "<ul>\(items.joined())</ul>"
    }

    private var reports: String {
        table(
            words("上报", "Reports"),
            isChinese: ["编号", "角色", "渠道", "收到"], english: ["Report", "Role", "Channel", "Received"],
            value.reports.map { report in
                [
                    report.reportID,
                    words.name(NameLists.reportRoles, report.role.rawValue),
                    words.name(NameLists.channels, report.channel.rawValue),
                    minute(report.receivedAt),
                ]
            })
    }

    private var history: String {
        table(
            words("经过", "History"),
            isChinese: ["时间", "事项", "转为", "谁", "说明"], english: ["Time", "Event", "To", "Who", "Said"],
            value.history.reversed().map { event in
                [
                    DutyTime.second(event.at, context.zone), said.kind(event.kind),
                    event.from == event.to ? "" : words.state(event.to), words.actor(event.actor),
                    [said.reason(event), said.note(event)].compactMap(\.self).joined(separator: " · "),
                ]
            })
    }

    private func table(_ heading: String, isChinese: [String], english: [String], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        let shown = rows.map { cells in HTML.row(cells.map { "<bdi class=\"said\">\(HTML.escaped($0))</bdi>" }) }
        return HTML.element("h2", heading) + HTML.table(words.isChinese ? isChinese : english, shown)
    }

    private func minute(_ instant: Instant) -> String { DutyTime.minute(instant, context.zone) }

    /// Five decimals, about a metre.
    private func degrees(_ value: Double) -> Double { (value * 100_000).rounded() / 100_000 }
}
