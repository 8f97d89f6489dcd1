internal import CaseStore
internal import Credentials
internal import HTTP
internal import HazardCore
internal import Wording

/// Shows reports as the service requests of Open311. A caller sees the reports of its own prefixes only.
struct Open311Requests: Sendable {
    let context: APIContext
    let readers: ShardReaders

    /// `GET /open311/v2/requests/{service_request_id}`.
    func show(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.open311Caller(formKey: nil)
        _ = try Open311Fields(query: request.http.query).jurisdiction(context.policy)
        guard let found = try find(request.value(of: "service_request_id"), for: caller) else { throw missing }
        return try answer([found], request)
    }

    /// `GET /open311/v2/tokens/{token}`. The number of a request is made at once, so it is its own token.
    func token(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.open311Caller(formKey: nil)
        _ = try Open311Fields(query: request.http.query).jurisdiction(context.policy)
        let id = request.value(of: "token")
        guard try find(id, for: caller) != nil else { throw missing }
        let entry = Open311Value.object([("service_request_id", .text(id)), ("token", .text(id))])
        let content = Open311Content(root: "service_requests", value: .list(element: "request", [entry]))
        return request.open311Format.response(content)
    }

    /// `GET /open311/v2/requests`: the newest first.
    func list(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.open311Caller(formKey: nil)
        var fields = Open311Fields(query: request.http.query)
        let programme = try fields.jurisdiction(context.policy)
        let page = fields.whole("page", in: 1...Self.deepest, usual: 1)
        let size = fields.whole("page_size", in: 1...context.limits.page, usual: min(50, context.limits.page))
        if page * size > Self.deepest {
            fields.refuse(
                "page", LocalText(zh: "超过 \(Self.deepest) 条", en: "is beyond \(Self.deepest) requests"),
                hint: LocalText(zh: "请用 start_date、end_date 缩小范围", en: "narrow it with start_date and end_date"))
        }
        let ids = fields.list("service_request_id")
        let filter = filter(&fields, caller, programme)
        if ids.count > context.limits.page {
            fields.refuse(
                "service_request_id", LocalText(zh: "太多", en: "are too many"),
                hint: LocalText(zh: "最多 \(context.limits.page) 个", en: "send at most \(context.limits.page)"))
        }
        try fields.finish()
        // As the standard says, ids make every other filter void.
        guard ids.isEmpty else {
            var found: [ListedReport] = []
            for id in ids { if let report = try find(id, for: caller) { found.append(report) } }
            return try answer(found, request)
        }
        guard let filter else { return try answer([], request) }
        let all = try reports(filter, limit: page * size)
        return try answer(Array(all.dropFirst((page - 1) * size).prefix(size)), request)
    }

    /// The most requests that can be reached by pages.
    private static let deepest = 10_000
    /// How far back a list goes when the request does not say: the standard's 90 days.
    private static let span = Duration.days(90)

    /// Which reports are asked for; nil when none can be, as for a code that no service has.
    private func filter(_ fields: inout Open311Fields, _ caller: Caller, _ programme: Programme?) -> ReportFilter? {
        let end = fields.instant("end_date") ?? max(context.now(), fields.instant("start_date") ?? context.now())
        let start = fields.instant("start_date") ?? end.adding(.zero - Self.span)
        guard start <= end else {
            fields.refuse(
                "end_date", LocalText(zh: "早于 start_date", en: "is before start_date"),
                hint: LocalText(zh: "请写较晚的时间", en: "send a later time"))
            return nil
        }
        var filter = ReportFilter(received: start...end)
        filter.prefixes = caller.reportPrefixes?.prefixes
        filter.programme = programme?.id
        let codes = fields.list("service_code")
        for code in codes {
            guard let category = context.policy.category(code) else { continue }
            filter.categories += [category.code] + category.was
        }
        let states = Set(fields.list("status").map { $0.lowercased() })
        if !states.isSubset(of: ["open", "closed"]) {
            fields.refuse(
                "status", LocalText(zh: "应为 open 或 closed", en: "expected open or closed"),
                hint: LocalText(zh: "请写 open、closed 或两者", en: "send open, closed, or both with a comma"))
        }
        if states.count == 1 { filter.isEnded = states.contains("closed") }
        return codes.isEmpty || !filter.categories.isEmpty ? filter : nil
    }

    /// The newest reports of all shards that are here.
    private func reports(_ filter: ReportFilter, limit: Int) throws(Problem) -> [ListedReport] {
        let found = try readers.readAll { reader throws(StoreFault) in try reader.reports(filter, limit: limit) }
        let sorted = found.flatMap { $0 }.sorted {
            ($1.receivedAt.milliseconds, $0.reportID) < ($0.receivedAt.milliseconds, $1.reportID)
        }
        // A report that was sent again with another place is in two shards.
        var seen: Set<String> = []
        return sorted.filter { seen.insert($0.reportID).inserted }
    }

    /// The report with that id; nil when it is unknown or another gateway's.
    private func find(_ id: String, for caller: Caller) throws(Problem) -> ListedReport? {
        guard caller.reportPrefixes.allow(id) else { return nil }
        let found = try readers.readAll { reader throws(StoreFault) in try reader.report(id) }.compactMap { $0 }
        guard let outcome = found.first(where: { !$0.state.isEnded }) ?? found.first,
            let caseID = CaseID(outcome.caseID)
        else { return nil }
        let unused = Instant(milliseconds: 0)
        return ListedReport(reportID: id, caseID: caseID, receivedAt: unused, state: outcome.state)
    }

    /// A 404 when all shards are here, else a 503.
    private var missing: Problem {
        readers.isComplete
            ? .unknownRequest
            : readers.incomplete(
                of: context.shards, zh: "这里的分片中没有这个请求", en: "the request is not in the shards that are here")
    }

    private func answer(_ found: [ListedReport], _ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        var entries: [Open311Value] = []
        let policy = context.policy
        for report in found {
            guard
                case .some(.some(let body)) = try readers.read(
                    report.caseID.shard, { reader throws(StoreFault) in try reader.body(of: report.caseID) })
            else { continue }
            let value = try StoredCases.decode(body, context)
            guard let text = Open311RequestText(value, report: report.reportID, policy) else { continue }
            request.reads.note(case: value.id.text)
            entries.append(text.value(in: request.language))
        }
        let content = Open311Content(root: "service_requests", value: .list(element: "request", entries))
        return request.open311Format.response(content)
    }
}
