internal import ChineseText
internal import HazardCore
internal import HazardText
internal import Wording

/// The content of the page of one case: its facts, tasks, requests, links, reports and history.
///
/// It shows no account, and nothing that `CaseView` removes where sources are hidden.
struct CaseArticle {
    let value: Case
    let request: DeskRequest

    private var context: APIContext { request.context }
    private var language: Language { request.language }
    private var now: Instant { request.now }

    var html: String {
        let json = "<p class=\"quiet\"><a href=\"/v1/cases/\(value.id.text)\">JSON</a></p>"
        return facts + tasks + photosOfTasks + requests + links + reports + history + json
    }

    /// What, where, and until when, above the moves.
    var head: String {
        let light = CaseLight(value, at: now).map { $0.html(at: now, request) + " " } ?? ""
        let emergency = value.priority == .p0 ? request(" 紧急", " Emergency") : ""
        let priority = HTML.element(
            "b", value.priority.rawValue + emergency, value.priority == .p0 ? "class=\"p0\"" : "")
        let paging = value.isWaitingEmergency ? HTML.element("p", self.paging ?? "", "class=\"p0\"") : ""
        let who = value.tasks.filter(\.state.isAlive).map { department($0.department) }
            .joined(separator: CasePageWords.listSeparator[language])
        return "<div class=\"card head\(value.priority == .p0 ? " urgent" : "")\"><p>\(light)\(priority) "
            + "\(HTML.escaped(category))</p>" + HTML.element("p", value.text ?? "", "class=\"said big\"")
            + HTML.element("p", place, "class=\"said\"") + paging
            + HTML.element(
                "p", DutyWords.name(of: value.state)[language] + (who.isEmpty ? "" : " · " + who), "class=\"quiet\"")
            + "</div>"
    }

    // MARK: - Facts

    private var facts: String {
        var rows = ""
        func add(_ name: LocalText, _ text: String?, _ attributes: String = "") {
            guard let text, !text.isEmpty else { return }
            rows += HTML.element("dt", name[language]) + HTML.element("dd", text, attributes)
        }
        add(CasePageWords.state, state, value.priority == .p0 && !value.state.isEnded ? "class=\"p0\"" : "")
        add(CasePageWords.category, category)
        add(CasePageWords.text, value.text, "class=\"said\"")
        if !value.media.isEmpty {
            rows +=
                HTML.element("dt", CasePageWords.media[language])
                + "<dd>\(MediaLinks.html(value.media, request))</dd>"
        }
        add(CasePageWords.place, place, "class=\"said\"")
        add(CasePageWords.programme, programme)
        add(CasePageWords.opened, minute(value.openedAt))
        add(CasePageWords.paging, paging, value.isWaitingEmergency ? "class=\"p0\"" : "")
        add(CasePageWords.told, told, "class=\"said\"")
        add(CasePageWords.nextDue, value.nextDueAt.map(minute), value.isLate(at: now) ? "class=\"p0\"" : "")
        add(CasePageWords.due, due)
        add(CasePageWords.makeSafe, value.makeSafeDueAt.map(minute))
        add(CasePageWords.suspended, value.suspendedUntil.map(minute))
        add(CasePageWords.ended, value.closedAt.map(minute))
        add(CasePageWords.flags, flags)
        add(CasePageWords.why, why)
        return "<dl>\(rows)</dl>"
    }

    private var state: String {
        let code = value.closeCode.map { words.inBrackets(name($0.rawValue, in: NameLists.results)) } ?? ""
        return DutyWords.name(of: value.state)[language] + code + " · " + value.priority.rawValue
    }

    var category: String {
        let known = value.condition.flatMap { context.policy.category(value.category.id)?.condition($0) }
        let description = known.map { " " + language(zh: $0.descriptionChinese, en: $0.description) } ?? ""
        let condition = value.condition.map { " / " + $0 + description } ?? ""
        return value.category.code + " " + DutyWords.name(of: value.category, context.policy)[language] + condition
    }

    var place: String {
        guard let location = value.location else { return "" }
        let parts = [
            location.address, location.segment.map { $0.from + " → " + $0.to }, location.grid, location.community,
            location.subdistrict, location.district,
            location.roadClass.map { name($0.rawValue, in: NameLists.roadClasses) },
        ]
        let point = (location.wgs84 ?? location.point?.point).map {
            "\(degrees($0.latitude)), \(degrees($0.longitude))"
        }
        return (parts + [point]).compactMap(\.self).joined(separator: " · ")
    }

    private var programme: String {
        guard let known = context.policy.programmes[value.programme] else { return value.programme }
        return LocalText(zh: known.name, en: known.nameEnglish)[language]
    }

    private var due: String? {
        guard let due = value.dueAt else { return nil }
        let limit = value.decision.limit.map { words.inBrackets(words.limit($0)) } ?? ""
        let isOver = due < now && value.resolvedAt == nil && !value.state.isEnded
        return minute(due) + limit + (isOver ? " · " + DutyWords.overdue[language] : "")
    }

    private var paging: String? {
        value.paging?.text { DutyTime.second($0, context.zone) }[language]
    }

    /// Who was told which emergency number, and when.
    private var told: String {
        value.toldNumbers.map { told in
            "\(told.numbers.joined(separator: " ")) → \(told.reportID) "
                + words.inBrackets(DutyTime.second(told.at, context.zone))
        }.joined(separator: language(zh: "；", en: "; "))
    }

    private var flags: String {
        CasePageWords.names(of: value.flags).map { $0[language] }
            .joined(separator: CasePageWords.listSeparator[language])
    }

    private var why: String {
        let decision = value.decision
        let known = context.policy.routing.rules.first { $0.id == decision.rule }
        let name = (language == .zh ? known?.name : known?.nameEnglish).map { " " + $0 } ?? ""
        let rule = CasePageWords.rule[language] + decision.rule + name
        let second = decision.runnerUp.map { id in
            let known = context.policy.category(id).map { LocalText(zh: $0.name, en: $0.nameEnglish)[language] }
            return CasePageWords.nextBest[language] + (known ?? id)
        }
        return ([rule] + decision.evidence.map(words.evidence) + [second].compactMap(\.self)).joined(separator: " · ")
    }

    // MARK: - Tables

    private var tasks: String {
        table(
            CasePageWords.departments, CasePageWords.departmentColumns,
            value.tasks.map { task in
                [
                    department(task.department), name(task.role.rawValue, in: NameLists.taskRoles),
                    DutyWords.name(of: task.state)[language], task.dueAt.map(minute) ?? "",
                    task.result.map { name($0.rawValue, in: NameLists.results) } ?? "",
                ]
            })
    }

    /// The last photos of each department, to check its work by.
    private var photosOfTasks: String {
        let parts = value.tasks.filter { !$0.media.isEmpty }.map { task in
            HTML.element("h3", department(task.department)) + MediaLinks.html(task.media, request)
        }
        guard !parts.isEmpty else { return "" }
        return HTML.element("h2", CasePageWords.departmentPhotos[language]) + parts.joined()
    }

    private func photos(_ count: Int) -> String? {
        count == 0 ? nil : language(zh: "照片 \(count) 张", en: count == 1 ? "1 photo" : "\(count) photos")
    }

    private var requests: String {
        table(
            CasePageWords.requests, CasePageWords.requestColumns,
            value.requests.map { request in
                [
                    request.id, department(request.department), name(request.kind.rawValue, in: NameLists.requests),
                    name(request.state.rawValue, in: NameLists.requestStates), request.until.map(minute) ?? "",
                    request.reason ?? "",
                ]
            })
    }

    private var links: String {
        guard !value.links.isEmpty else { return "" }
        let items = value.links.map { link in
            let kind = words.link(link.kind)
            let id = HTML.escaped(link.caseID)
            return "<li>\(HTML.escaped(kind)) <a href=\"/cases/\(id)\">\(id)</a></li>"
        }
        return HTML.element("h2", CasePageWords.links[language]) + "<ul>\(items.joined())</ul>"
    }

    private var reports: String {
        table(
            CasePageWords.reports, CasePageWords.reportColumns,
            value.reports.map { report in
                [
                    report.reportID, name(report.role.rawValue, in: NameLists.reportRoles),
                    name(report.channel.rawValue, in: NameLists.channels),
                    minute(report.receivedAt),
                ]
            })
    }

    private var history: String {
        table(
            CasePageWords.history, CasePageWords.historyColumns,
            value.history.reversed().map { event in
                [
                    DutyTime.second(event.at, context.zone), words.kind(event.kind),
                    event.from == event.to ? "" : DutyWords.name(of: event.to)[language],
                    words.actor(role: event.actor.role.rawValue, ref: event.actor.ref).joined(separator: " "),
                    ([words.reason(event), words.note(event), photos(event.media.count)].compactMap(\.self)).joined(
                        separator: " · "),
                ]
            })
    }

    private func table(_ heading: LocalText, _ columns: [LocalText], _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        let shown = rows.map { cells in HTML.row(cells.map { "<bdi class=\"said\">\(HTML.escaped($0))</bdi>" }) }
        return HTML.element("h2", heading[language]) + HTML.table(columns.map { $0[language] }, shown)
    }

    // MARK: - Values

    private func name(_ name: String, in list: LocalNames) -> String { list[name][language] }

    private var words: CaseWords { CaseWords(language: language, names: PolicyNames(context.policy)) }

    private func department(_ id: String) -> String { DutyWords.name(ofDepartment: id, context.policy)[language] }

    private func minute(_ instant: Instant) -> String { DutyTime.minute(instant, context.zone) }

    /// Five decimals, about a metre.
    private func degrees(_ value: Double) -> Double { (value * 100_000).rounded() / 100_000 }
}
