internal import CaseStore
internal import HTTP
internal import HazardCore
internal import HazardWire

/// `/`: the duty officer's overview over all shards, kept fresh by the stream.
///
/// What nobody may overlook comes first: open P0 cases, then what is overdue; after it the newest cases. With `?state=` it
/// shows the newest of one state. It needs nothing from elsewhere. A caller without rights gets the frame only, with a
/// field for a token; the script fetches the same page with it.
struct DutyPage: Sendable {
    let context: APIContext
    let readers: ShardReaders

    private static let rows = 50

    /// `caller` is nil when nobody with a right to anything asks.
    func show(_ request: HTTPRequest, _ caller: Caller?) throws(Problem) -> HTTPResponse {
        let words = DutyWords(acceptLanguage: request.header("accept-language"))
        var query = QueryFields(request.query, known: ["state"])
        let state: CaseState? = query.named("state")
        try query.finish()
        let now = context.now()
        var content = DutyFrame.Content(title: words.title, html: "", asOf: now, zone: context.zone)
        guard let caller, Route.cases.roles?.contains(caller.role) == true, caller.role != .department else {
            content.isOpen = false
            content.html = HTML.element("p", context.tokens.isEmpty ? words.localOnly : words.tokenNeeded)
            return DutyFrame.response(content, words, hasTokens: !context.tokens.isEmpty)
        }
        let rows = DutyRows(context: context, words: words, now: now)
        content.html = try counts(words)
        if let state {
            content.html += try newest(of: state, rows)
        } else {
            let urgent = try urgentCases(at: now)
            content.emergencies = urgent.emergencies
            content.html += try section(urgent, rows) + (try newest(without: urgent.cases, rows))
        }
        return DutyFrame.response(content, words, hasTokens: !context.tokens.isEmpty)
    }

    private func counts(_ words: DutyWords) throws(Problem) -> String {
        var counts: [CaseState: Int] = [:]
        for part in try readers.readAll({ reader throws(StoreFault) in try reader.casesByState() }) {
            counts.merge(part, uniquingKeysWith: +)
        }
        let items = CaseState.allCases.map { state in
            "<li><a href=\"/?state=\(state.rawValue)\">\(HTML.escaped(words.state(state)))</a> \(counts[state] ?? 0)</li>"
        }
        let all = "<li><a href=\"/\">\(HTML.escaped(words.all))</a> \(counts.values.reduce(0, +))</li>"
        let missing = readers.isComplete ? "" : HTML.element("p", words.incomplete, "class=\"p0\"")
        return "\(missing)<ul class=\"counts\">\(all)\(items.joined())</ul>"
    }

    // MARK: - What nobody may overlook

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
        let words = rows.words
        let heading = HTML.element("h2", words.urgent)
        let all = urgent.emergencies + urgent.overdue
        guard all > 0 else { return heading + HTML.element("p", words.nothingUrgent) }
        let cut = all > urgent.cases.count ? " " + words.shown(urgent.cases.count, all) : ""
        return heading + HTML.element("p", words.urgentCounts(urgent.emergencies, urgent.overdue) + cut)
            + (try rows.table(urgent.cases))
    }

    // MARK: - The newest

    private func newest(of state: CaseState, _ rows: DutyRows) throws(Problem) -> String {
        HTML.element("h2", rows.words.newest(of: state, Self.rows))
            + (try rows.table(try newest(state, limit: Self.rows)))
    }

    /// Those that stand above already are not shown twice.
    private func newest(without shown: [BoardCase], _ rows: DutyRows) throws(Problem) -> String {
        let known = Set(shown.map(\.id))
        let rest = try newest(nil, limit: Self.rows + known.count).filter { !known.contains($0.id) }
        return HTML.element("h2", rows.words.newest) + (try rows.table(Array(rest.prefix(Self.rows))))
    }

    /// Over all shards by the time of opening: ids begin with the day and the shard, and say nothing of what is newer.
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
