internal import CaseStore
internal import ChineseText
internal import HazardCore

/// The overview's tables: a case a row, with what a duty officer must know before opening it.
struct DutyRows {
    let context: APIContext
    let words: DutyWords
    let now: Instant

    private static let textLength = 60
    private static let addressLength = 40

    func table(_ cases: [BoardCase]) throws(Problem) -> String {
        guard !cases.isEmpty else { return HTML.element("p", words.noCases) }
        var rows: [String] = []
        for stored in cases { rows.append(row(try StoredCases.decode(stored.body, context))) }
        return HTML.table(words.columns, rows)
    }

    private func row(_ value: Case) -> String {
        let isLate = value.isLate(at: now)
        let priority = value.priority == .p0 ? " class=\"p0\"" : ""
        let cells = [
            "<a class=\"id\" href=\"/cases/\(value.id.text)\">\(value.id.text)</a><br><small>\(opened(value))</small>",
            "<span\(priority)>\(value.priority.rawValue)</span>",
            HTML.element("span", words.state(value.state), "class=\"id\""),
            HTML.escaped(words.category(value.category, context.policy)),
            "<bdi class=\"said what\">\(said(value))</bdi><br><small><bdi>\(place(value))</bdi></small>",
            departments(value),
            due(value, isLate: isLate),
        ]
        return HTML.row(cells, isLate ? "class=\"late\"" : "")
    }

    private func opened(_ value: Case) -> String {
        let count = value.reports.count
        return HTML.escaped(
            DutyTime.minute(value.openedAt, context.zone) + (count > 1 ? " · " + words.reports(count) : ""))
    }

    private func said(_ value: Case) -> String {
        if let text = value.text { return HTML.short(text, Self.textLength) }
        return value.media.isEmpty ? "" : HTML.escaped(words.photos(value.media.count))
    }

    private func place(_ value: Case) -> String {
        let location = value.location
        let segment = location?.segment.map { $0.from + "→" + $0.to }
        let words = location?.address ?? segment ?? location?.community ?? location?.subdistrict
        return [words.map { HTML.short($0, Self.addressLength) }, location?.district.map { HTML.short($0, 20) }]
            .compactMap(\.self).joined(separator: " · ")
    }

    /// Those who are still to act; when nobody is, everybody's last word.
    private func departments(_ value: Case) -> String {
        let alive = value.tasks.filter(\.state.isAlive)
        return (alive.isEmpty ? value.tasks : alive).map { task in
            HTML.escaped("\(words.department(task.department, context.policy)) (\(words.state(task.state)))")
        }.joined(separator: "<br>")
    }

    private func due(_ value: Case, isLate: Bool) -> String {
        guard let due = value.dueAt else { return "" }
        let time = HTML.element("span", DutyTime.minute(due, context.zone), "class=\"id\"")
        return isLate ? time + "<br>" + HTML.element("b", words.overdue, "class=\"due\"") : time
    }
}

extension Case {
    /// Past its deadline, or said to be by the timer, and the work not done.
    func isLate(at now: Instant) -> Bool {
        guard !state.isEnded, resolvedAt == nil else { return false }
        return flags.overdue || dueAt.map { $0 < now } ?? false
    }
}
