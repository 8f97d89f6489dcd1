internal import CaseStore
internal import Credentials
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Telemetry
internal import Wording

/// Lists cases and tasks page by page, over all shards that are here.
struct CaseLists: Sendable {
    let context: APIContext
    let readers: ShardReaders

    /// `GET /v1/cases`.
    func cases(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let caller = try request.caller
        var query = request.query
        let selection = try CaseSelection(&query, policy: context.policy, caller: caller)
        var filter = selection.filter(at: context.now())
        filter.openedFrom = query.instant("since", context.zone)
        filter.openedBefore = query.instant("until", context.zone, isEnd: true)
        filter.changedFrom = query.instant("changed_since", context.zone)
        let limit = query.limit(most: context.limits.page)
        let (order, after) = Self.order(&query)
        try query.finish()
        let page = try page(filter, order, after: after, limit: limit)
        var bodies: [[UInt8]] = []
        for stored in page.entries { bodies.append(try CaseView.bytes(stored.body, for: caller, context)) }
        request.reads.note(cases: page.entries.map(\.id))
        return answer("cases", bodies, next: page.next)
    }

    /// The first `limit` cases after a position, over all shards that are here, and the cursor of the next page.
    func page(
        _ filter: CaseFilter, _ order: CaseOrder, after: CasePosition?, limit: Int
    ) throws(Problem) -> Page<StoredCase> {
        let found = try readers.readAll { reader throws(StoreFault) in
            try reader.cases(filter, order: order, after: after, limit: limit + 1)
        }
        return Page(sorted: found.flatMap { $0 }.sorted(by: StoredCase.comesFirst), limit: limit) {
            $0.position?.text ?? $0.id
        }
    }

    /// The order of a list of cases, and where its page begins. Without `sort`, a cursor names the order.
    static func order(_ query: inout QueryFields) -> (CaseOrder, CasePosition?) {
        let sort: CaseOrder? = query.named("sort")
        guard let text = query.text("after") else { return (sort ?? .urgency, nil) }
        let position = CasePosition(text)
        if position == nil || position.map({ sort ?? $0.order != $0.order }) ?? false {
            query.refuse(
                "after", LocalText(zh: "不是这个列表某一页的 `next`", en: "this is not `next` of a page of this list"),
                hint: nextOfPage)
        }
        return (sort ?? position?.order ?? .urgency, position)
    }

    /// `GET /v1/departments/{department}/tasks`. The triage centre's list begins with emergencies.
    func tasks(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        let department = context.policy.currentDepartment(request.value(of: "department"))
        let caller = try request.caller
        guard caller.role != .department || caller.departments.contains(department) else {
            throw caller.otherDepartment
        }
        guard context.policy.departments[department] != nil else {
            throw Problem(
                404, "unknown-department", zh: "没有配置这个部门：请见 departments.yaml",
                en: "no department of this id is configured: see departments.yaml")
        }
        let isTriage = department == Department.triageID
        var query = request.query
        let state: TaskState? = query.named("state")
        let limit = query.limit(most: context.limits.page)
        let after = Self.taskPlace(&query, isTriage: isTriage)
        try query.finish()
        let found = try readers.readAll { reader throws(StoreFault) in
            isTriage
                ? try reader.tasksByUrgency(of: department, state: state, after: after, limit: limit + 1)
                : try reader.tasks(of: department, state: state, after: after, limit: limit + 1)
        }
        let page = Page(sorted: found.flatMap { $0 }.sorted { $0.place < $1.place }, limit: limit, next: \.place)
        var bodies: [[UInt8]] = []
        for task in page.entries { bodies.append(try text(of: task, department)) }
        request.reads.note(cases: page.entries.map { String($0.id.prefix { $0 != "/" }) })
        return answer("tasks", bodies, next: page.next)
    }

    /// The place after which a page of tasks begins: a task id, in triage with a mark before those of emergencies.
    private static func taskPlace(_ query: inout QueryFields, isTriage: Bool) -> String? {
        guard let after = query.text("after") else { return nil }
        let mark = isTriage && after.hasPrefix(StoredTask.urgentMark) ? StoredTask.urgentMark : ""
        if CaseID(String(after.dropFirst(mark.count).prefix { $0 != "/" })) == nil {
            query.refuse("after", LocalText(zh: "应为任务编号", en: "expected a task id"), hint: nextOfPage)
        }
        return after
    }

    private static let nextOfPage = LocalText(zh: "请写上一页的 `next`", en: "send `next` of a page")

    private func text(of task: StoredTask, _ department: String) throws(Problem) -> [UInt8] {
        let value = try StoredCases.decode(task.body, context)
        guard let index = value.taskIndex(of: department) else {
            throw Problem(
                503, "case-unreadable", zh: "案卷 \(value.id.text) 与其分片的索引不符：请重建该分片",
                en: "case \(value.id.text) is not what its shard's index says: rebuild it")
        }
        return TaskText(value, task: index, zone: context.zone).bytes
    }

    private func answer(_ name: String, _ bodies: [[UInt8]], next: String?) -> HTTPResponse {
        .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                writer.key(name)
                writer.beginArray()
                for body in bodies { writer.raw(body) }
                writer.endArray()
                writer.field("next", next)
                // False: other servers have more, and a reader of everything must ask them too.
                writer.field("complete", readers.isComplete)
                writer.endObject()
            })
    }
}

/// The first entries of the answers of several shards.
struct Page<Entry> {
    let entries: [Entry]
    /// Where the next page begins; nil when this one is the last.
    let next: String?

    init(sorted: [Entry], limit: Int, next: (Entry) -> String) {
        entries = Array(sorted.prefix(limit))
        self.next = sorted.count > limit ? entries.last.map(next) : nil
    }
}
