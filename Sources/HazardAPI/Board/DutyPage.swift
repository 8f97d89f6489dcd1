internal import CaseStore
internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import Wording

/// `/`: the duty officer's overview over all shards. The page's script keeps it up to date.
///
/// It shows open P0 cases first, then overdue cases, then the newest cases. With `?state=` it shows the newest cases of one
/// state. A caller without rights gets the frame only, with a field for a token; the script fetches the same page with it.
struct DutyPage: Sendable {
    let context: APIContext
    let readers: ShardReaders

    private static let rows = 50

    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let language = DutyWords.language(of: request)
        var query = request.query
        let state: CaseState? = query.named("state")
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
            let urgent = try urgentCases(at: now)
            content.emergencies = urgent.emergencies
            content.html += try section(urgent, rows) + (try newest(without: urgent.cases, rows))
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

    private func urgentCases(at now: Instant) throws(Problem) -> UrgentCases {
        var urgent = UrgentCases()
        for part in try readers.readAll({ reader throws(StoreFault) in
            try reader.urgentCases(at: now, limit: Self.rows)
        }) {
            urgent.emergencies += part.emergencies
            urgent.overdue += part.overdue
            urgent.cases += part.cases
        }
        urgent.cases = Array(urgent.cases.sorted(by: BoardCase.comesFirst).prefix(Self.rows))
        return urgent
    }

    private func section(_ urgent: UrgentCases, _ rows: DutyRows) throws(Problem) -> String {
        let language = rows.language
        let heading = HTML.element("h2", DutyWords.urgent[language])
        let all = urgent.emergencies + urgent.overdue
        guard all > 0 else { return heading + HTML.element("p", DutyWords.nothingUrgent[language]) }
        let shown = urgent.cases.count
        let cut = all > shown ? " " + DutyWords.shown(shown, of: all)[language] : ""
        let counts = DutyWords.urgentCounts(urgent.emergencies, urgent.overdue)[language]
        return heading + HTML.element("p", counts + cut) + (try rows.table(urgent.cases))
    }

    // MARK: - The newest cases

    private func newest(of state: CaseState, _ rows: DutyRows) throws(Problem) -> String {
        HTML.element("h2", DutyWords.newest(of: state, Self.rows)[rows.language])
            + (try rows.table(try newest(state, limit: Self.rows)))
    }

    /// Without the cases that the page shows already.
    private func newest(without shown: [BoardCase], _ rows: DutyRows) throws(Problem) -> String {
        let known = Set(shown.map(\.id))
        let rest = try newest(nil, limit: Self.rows + known.count).filter { !known.contains($0.id) }
        return HTML.element("h2", DutyWords.newest[rows.language]) + (try rows.table(Array(rest.prefix(Self.rows))))
    }

    /// Over all shards by the time of opening. The order of ids is another one: they begin with the day and the shard.
    private func newest(_ state: CaseState?, limit: Int) throws(Problem) -> [BoardCase] {
        let found = try readers.readAll { reader throws(StoreFault) in try reader.newestCases(state, limit: limit) }
        return Array(found.flatMap { $0 }.sorted(by: BoardCase.isNewer).prefix(limit))
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
