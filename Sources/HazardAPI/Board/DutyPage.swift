internal import ChineseText
internal import CaseStore
internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import Wording

/// `/`: what is open now over all shards, the most urgent first, page by page; with filters and a search in the address.
///
/// The page's script keeps it up to date.
struct DutyPage: Sendable {
    let context: APIContext
    let readers: ShardReaders

    private static let rows = 50

    func show(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        let filters = try NowFilters(request)
        let counts = try urgentCounts(at: request.now)
        var content = DeskFrame.Content(title: request("当前", "Now"), html: "")
        content.emergencies = counts.waiting + counts.emergencies
        content.stream = ""
        let page = try cases(filters, request)
        content.html =
            missing(request) + strip(counts, request) + NowForm(filters: filters, request: request).html
            + DutyRows(request: request).table(page.cases) + pages(next: page.next, filters, request)
        return request.page(content)
    }

    // MARK: - Counts

    private func urgentCounts(at now: Instant) throws(Problem) -> UrgentCounts {
        try readers.readAll { reader throws(StoreFault) in try reader.urgentCounts(at: now) }
            .reduce(UrgentCounts()) { $0.adding($1) }
    }

    private func missing(_ request: DeskRequest) -> String {
        readers.isComplete ? "" : HTML.element("p", DutyWords.incomplete[request.language], "class=\"p0\"")
    }

    /// What needs somebody, each count a filter.
    private func strip(_ counts: UrgentCounts, _ request: DeskRequest) -> String {
        func count(of state: CaseState) -> Int {
            counts.open.filter { $0.key.state == state }.values.reduce(0, +)
        }
        let open = counts.open.values.reduce(0, +)
        let items: [(String, Int, String, Bool)] = [
            ("/?priority=P0", counts.waiting + counts.emergencies, request("紧急", "Emergencies"), true),
            ("/?overdue=true", counts.overdue, request("其他超期", "Other overdue"), true),
            ("/?state=triage", count(of: .triage), request("待分拨", "In triage"), false),
            ("/?state=in-progress", count(of: .inProgress), request("处置中", "In progress"), false),
            ("/?state=suspended", count(of: .suspended), request("挂账", "On hold"), false),
            ("/?state=checking", count(of: .checking) + count(of: .resolved), request("待核查", "To be checked"), false),
            ("/", open, request("未结案卷", "Open cases"), false),
        ]
        let list = items.map { address, count, name, isUrgent in
            let mark = isUrgent && count > 0 ? " class=\"hot\"" : ""
            return "<li\(mark)><a href=\"\(address)\"><b>\(count)</b> \(HTML.escaped(name))</a></li>"
        }
        var html = "<ul class=\"strip\">\(list.joined())</ul>"
        if counts.waiting > 0 {
            html += HTML.element(
                "p", DutyWords.waiting(counts.waiting, since: counts.oldestWaiting, request)[request.language],
                "class=\"p0\" role=\"alert\"")
        }
        return html
    }

    // MARK: - Cases

    private func cases(
        _ filters: NowFilters, _ request: DeskRequest
    ) throws(Problem) -> (cases: [Case], next: String?) {
        if let found = try named(filters, request) {
            request.routed.reads.note(case: found.id.text)
            return ([found], nil)
        }
        let page = try CaseLists(context: context, readers: readers)
            .page(filters.filter(at: request.now), filters.order, after: filters.after, limit: Self.rows)
        var cases: [Case] = []
        for stored in page.entries {
            let value = try StoredCases.decode(stored.body, context)
            // The store searches everything that a case holds, also what the reader may not see.
            if filters.text.map({ value.says($0) }) ?? true { cases.append(value) }
        }
        request.routed.reads.note(cases: cases.map(\.id.text))
        return (cases, page.next)
    }

    /// The case that the search names by its number or by one of its reports.
    private func named(_ filters: NowFilters, _ request: DeskRequest) throws(Problem) -> Case? {
        guard let text = filters.text else { return nil }
        var id = CaseID(text)
        if id == nil, Identifier.isValid(text) {
            let found = try readers.readAll { reader throws(StoreFault) in try reader.report(text) }
            id = found.compactMap(\.self).first.flatMap { CaseID($0.caseID) }
        }
        guard let id, id.shard < context.shards,
            let body = try readers.read(id.shard, { reader throws(StoreFault) in try reader.body(of: id) }) ?? nil
        else { return nil }
        return try StoredCases.decode(body, context)
    }

    private func pages(next: String?, _ filters: NowFilters, _ request: DeskRequest) -> String {
        var links: [String] = []
        if filters.after != nil {
            links.append(
                "<a rel=\"first\" href=\"\(HTML.escaped(request.address(setting: "after", nil)))\">"
                    + "\(request("第一页", "First page"))</a>")
        }
        if let next {
            links.append(
                "<a rel=\"next\" class=\"button\" href=\"\(HTML.escaped(request.address(setting: "after", next)))\">"
                    + "\(request("下一页", "Next page"))</a>")
        }
        return links.isEmpty ? "" : "<p class=\"pages\">\(links.joined(separator: " "))</p>"
    }
}

extension Case {
    /// Whether the text, the place, the category or a report's id has these words.
    fileprivate func says(_ words: String) -> Bool {
        let place = [
            location?.address, location?.segment?.from, location?.segment?.to, location?.community,
            location?.subdistrict, location?.grid, location?.district,
        ]
        let texts = [text, category.name, category.code] + place + reports.map(\.reportID)
        return texts.contains { $0?.contains(words) ?? false }
    }
}
