internal import CaseStore
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Telemetry

/// Cases and tasks as pages in the order of their ids, over all shards that are here.
struct CaseLists: Sendable {
    let context: APIContext
    let readers: ShardReaders

    /// `GET /v1/cases`.
    func cases(_ request: HTTPRequest, _ caller: Caller) throws(Problem) -> HTTPResponse {
        var query = QueryFields(request.query, known: CaseSelection.fields + ["after", "limit"])
        let selection = try CaseSelection(&query, policy: context.policy, caller: caller)
        let limit = query.limit(most: context.limits.page)
        let after = query.text("after")
        if let after, CaseID(after) == nil {
            query.refuse("after", "expected a case id", hint: "send `next` of a page")
        }
        try query.finish()
        let filter = selection.filter(at: context.now())
        let found = try readers.readAll { reader throws(StoreFault) in
            try reader.cases(filter, after: after, limit: limit + 1)
        }
        let page = Page(found.flatMap { $0 }, limit: limit) { $0.id }
        var bodies: [[UInt8]] = []
        for stored in page.entries { bodies.append(try CaseView.bytes(stored.body, for: caller, context)) }
        return answer("cases", bodies, next: page.next)
    }

    /// `GET /v1/departments/{department}/tasks`; the triage centre has emergencies first.
    func tasks(_ request: HTTPRequest, of department: String, _ caller: Caller) throws(Problem) -> HTTPResponse {
        guard caller.role != .department || caller.departments.contains(department) else {
            throw caller.otherDepartment
        }
        guard context.policy.departments[department] != nil else {
            throw Problem(404, "unknown-department", "no department of this id is configured: see departments.yaml")
        }
        var query = QueryFields(request.query, known: ["state", "after", "limit"])
        let state: TaskState? = query.named("state")
        let limit = query.limit(most: context.limits.page)
        let after = query.text("after")
        let isTriage = department == Department.triageID
        let mark = isTriage ? StoredTask.urgentMark : ""
        if let after,
            CaseID(String(after.dropFirst(after.hasPrefix(mark) ? mark.count : 0).prefix { $0 != "/" })) == nil
        {
            query.refuse("after", "expected a task id", hint: "send `next` of a page")
        }
        try query.finish()
        let found = try readers.readAll { reader throws(StoreFault) in
            isTriage
                ? try reader.tasksByUrgency(of: department, state: state, after: after, limit: limit + 1)
                : try reader.tasks(of: department, state: state, after: after, limit: limit + 1)
        }
        let page = Page(found.flatMap { $0 }, limit: limit, id: \.place)
        var bodies: [[UInt8]] = []
        for task in page.entries { bodies.append(try text(of: task, department)) }
        return answer("tasks", bodies, next: page.next)
    }

    private func text(of task: StoredTask, _ department: String) throws(Problem) -> [UInt8] {
        let value = try StoredCases.decode(task.body, context)
        guard let index = value.taskIndex(of: department) else {
            throw Problem(
                503, "case-unreadable", "case \(value.id.text) is not what its shard's index says: rebuild it")
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
                // Other servers have the rest: a reader of the whole must ask them too.
                writer.field("complete", readers.isComplete)
                writer.endObject()
            })
    }
}

/// The first entries, in the order of their ids, of what several shards answered.
struct Page<Entry> {
    let entries: [Entry]
    /// Where the next page begins; nil when this one is the last.
    let next: String?

    init(_ found: [Entry], limit: Int, id: (Entry) -> String) {
        let sorted = found.sorted { id($0) < id($1) }
        entries = Array(sorted.prefix(limit))
        next = sorted.count > limit ? entries.last.map(id) : nil
    }
}
