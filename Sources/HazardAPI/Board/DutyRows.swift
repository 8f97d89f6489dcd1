internal import CaseStore
internal import ChineseText
internal import HazardCore
internal import HazardText
internal import Wording

/// The overview's tables: one row per case, with what a duty officer needs before opening it.
struct DutyRows {
    let context: APIContext
    let language: Language
    let now: Instant

    private static let textLength = 60
    private static let addressLength = 40

    func table(_ cases: [StoredCase]) throws(Problem) -> String {
        guard !cases.isEmpty else { return HTML.element("p", DutyWords.noCases[language]) }
        var rows: [String] = []
        for stored in cases { rows.append(row(try StoredCases.decode(stored.body, context))) }
        return HTML.table(DutyWords.columns.map { $0[language] }, rows)
    }

    private func row(_ value: Case) -> String {
        let isLate = value.isLate(at: now)
        let priority = value.priority == .p0 ? " class=\"p0\"" : ""
        let waiting =
            value.isWaitingEmergency ? "<br>" + HTML.element("b", DutyWords.notPaged[language], "class=\"due\"") : ""
        let cells = [
            "<a class=\"id\" href=\"/cases/\(value.id.text)\">\(value.id.text)</a><br><small>\(opened(value))</small>",
            "<span\(priority)>\(value.priority.rawValue)</span>",
            HTML.element("span", DutyWords.name(of: value.state)[language], "class=\"id\"") + waiting,
            HTML.escaped(DutyWords.name(of: value.category, context.policy)[language]),
            "<bdi class=\"said what\">\(said(value))</bdi><br><small><bdi>\(place(value))</bdi></small>",
            departments(value),
            due(value, isLate: isLate),
        ]
        return HTML.row(cells, isLate ? "class=\"late\"" : "")
    }

    private func opened(_ value: Case) -> String {
        let count = value.reports.count
        let reports = count > 1 ? " · " + DutyWords.reports(count)[language] : ""
        return HTML.escaped(DutyTime.minute(value.openedAt, context.zone) + reports)
    }

    private func said(_ value: Case) -> String {
        if let text = value.text { return HTML.short(text, Self.textLength) }
        return value.media.isEmpty ? "" : HTML.escaped(DutyWords.photos(value.media.count)[language])
    }

    private func place(_ value: Case) -> String {
        let location = value.location
        let segment = location?.segment.map { $0.from + "→" + $0.to }
        let text = location?.address ?? segment ?? location?.community ?? location?.subdistrict
        return [text.map { HTML.short($0, Self.addressLength) }, location?.district.map { HTML.short($0, 20) }]
            .compactMap(\.self).joined(separator: " · ")
    }

    /// The departments that still have to act; all of them when none has to.
    private func departments(_ value: Case) -> String {
        let alive = value.tasks.filter(\.state.isAlive)
        return (alive.isEmpty ? value.tasks : alive).map { task in
            let name = DutyWords.name(ofDepartment: task.department, context.policy)[language]
            return HTML.escaped(
                name + CaseWords(language: language).inBrackets(DutyWords.name(of: task.state)[language]))
        }.joined(separator: "<br>")
    }

    private func due(_ value: Case, isLate: Bool) -> String {
        guard let due = value.nextDueAt else { return "" }
        let time = HTML.element("span", DutyTime.minute(due, context.zone), "class=\"id\"")
        return isLate ? time + "<br>" + HTML.element("b", DutyWords.overdue[language], "class=\"due\"") : time
    }
}

extension Case {
    /// Whether the next deadline has passed, or the work is not done and a timer said that it is overdue.
    func isLate(at now: Instant) -> Bool {
        guard !state.isEnded else { return false }
        return flags.overdue && resolvedAt == nil || nextDueAt.map { $0 < now } ?? false
    }
}
