internal import CaseStore
internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import Wording

/// `/`: the duty officer's overview over all shards. The page's script keeps it up to date (`DECISIONS.md` #42).
///
/// It shows open P0 and overdue cases first, the most urgent first and page by page, then the newest cases. With `?state=` it
/// shows the newest cases of one state. A caller without rights gets the frame only, with a field for a token; the script fetches the same page with it.
struct DutyPage: Sendable {
    let context: APIContext
    let readers: ShardReaders

    private static let rows = 50

    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let language = DutyWords.language(of: request)
        var query = request.query
        let state: CaseState? = query.named("state")
        let (_, after) = CaseLists.order(&query)
        try query.finish()
        let now = context.now()
        var content = DutyFrame.Content(title: DutyWords.title[language], html: "", asOf: now, zone: context.zone)
        guard let caller = try? request.caller, RouteAccess.caseReaders.allows(caller.role),
            caller.role != .department
        else {
            content.isOpen = false
            let reason = context.tokens.isEmpty ? DutyWords.localOnly : DutyWords.tokenNeeded
            content.html = HTML.element("p", reason[language])
            return DutyFrame.response(content, language, hasTokens: !context.tokens.isEmpty)
        }
        let rows = DutyRows(context: context, language: language, now: now)
        content.html = try counts(language)
        if let state {
            content.html += try newest(of: state, rows)
        } else {
            let counts = try urgentCounts(at: now)
            let urgent = try urgentCases(after: after, at: now)
            content.emergencies = counts.waiting + counts.emergencies
            content.html += try section(counts, urgent, isFirst: after == nil, rows)
            content.html += try newest(without: urgent.entries, rows)
        }
        return DutyFrame.response(content, language, hasTokens: !context.tokens.isEmpty)
    }

    private func counts(_ language: Language) throws(Problem) -> String {
        var counts: [CaseState: Int] = [:]
        for part in try readers.readAll({ reader throws(StoreFault) in try reader.casesByState() }) {
            counts.merge(part, uniquingKeysWith: +)
        }
        let items = CaseState.allCases.map { state in
            let name = HTML.element("a", DutyWords.name(of: state)[language], "href=\"/?state=\(state.rawValue)\"")
            return "<li>\(name) \(counts[state] ?? 0)</li>"
        }
        let all = HTML.element("a", DutyWords.all[language], "href=\"/\"") + " \(counts.values.reduce(0, +))"
        let missing =
            readers.isComplete ? "" : HTML.element("p", DutyWords.incomplete[language], "class=\"p0\"")
        return "\(missing)<ul class=\"counts\"><li>\(all)</li>\(items.joined())</ul>"
    }

    // MARK: - Emergencies and overdue cases

    private func urgentCounts(at now: Instant) throws(Problem) -> UrgentCounts {
        try readers.readAll { reader throws(StoreFault) in try reader.urgentCounts(at: now) }
            .reduce(UrgentCounts()) { $0.adding($1) }
    }

    private func urgentCases(after: CasePosition?, at now: Instant) throws(Problem) -> Page<StoredCase> {
        var filter = CaseFilter()
        filter.urgentAt = now
        return try CaseLists(context: context, readers: readers)
            .page(filter, .urgency, after: after, limit: Self.rows)
    }

    private func section(
        _ counts: UrgentCounts, _ urgent: Page<StoredCase>, isFirst: Bool, _ rows: DutyRows
    ) throws(Problem) -> String {
        let language = rows.language
        var html = HTML.element("h2", DutyWords.urgent[language])
        if counts.waiting > 0 {
            html += HTML.element(
                "p", DutyWords.waiting(counts.waiting, since: counts.oldestWaiting, rows)[language], "class=\"p0\"")
        }
        let all = counts.waiting + counts.emergencies + counts.overdue
        guard all > 0 || !urgent.entries.isEmpty else {
            return html + HTML.element("p", DutyWords.nothingUrgent[language])
        }
        html += HTML.element("p", DutyWords.urgentCounts(counts.waiting + counts.emergencies, counts.overdue)[language])
        return html + (try rows.table(urgent.entries)) + pages(next: urgent.next, isFirst: isFirst, language)
    }

    private func pages(next: String?, isFirst: Bool, _ language: Language) -> String {
        let back = isFirst ? nil : "<a href=\"/\">\(DutyWords.firstPage[language])</a>"
        let on = next.map { "<a href=\"/?after=\(HTML.escaped($0))\">\(DutyWords.nextPage[language])</a>" }
        let links = [back, on].compactMap(\.self)
        return links.isEmpty ? "" : "<p>\(links.joined(separator: " · "))</p>"
    }

    // MARK: - The newest cases

    private func newest(of state: CaseState, _ rows: DutyRows) throws(Problem) -> String {
        HTML.element("h2", DutyWords.newest(of: state, Self.rows)[rows.language])
            + (try rows.table(try newest(state, limit: Self.rows)))
    }

    /// Without the cases that the page shows already.
    private func newest(without shown: [StoredCase], _ rows: DutyRows) throws(Problem) -> String {
        let known = Set(shown.map(\.id))
        let rest = try newest(nil, limit: Self.rows + known.count).filter { !known.contains($0.id) }
        return HTML.element("h2", DutyWords.newest[rows.language]) + (try rows.table(Array(rest.prefix(Self.rows))))
    }

    private func newest(_ state: CaseState?, limit: Int) throws(Problem) -> [StoredCase] {
        var filter = CaseFilter()
        filter.state = state
        return try CaseLists(context: context, readers: readers)
            .page(filter, .opened, after: nil, limit: limit).entries
    }
}

/// Times as the pages write them: the city's own, without its offset.
enum DutyTime {
    static func minute(_ instant: Instant, _ zone: ZoneOffset) -> String { text(instant, zone, 16) }

    static func second(_ instant: Instant, _ zone: ZoneOffset) -> String { text(instant, zone, 19) }

    private static func text(_ instant: Instant, _ zone: ZoneOffset, _ length: Int) -> String {
        String(TimeText.text(instant, zone).prefix(length).replacing("T", with: " "))
    }
}
