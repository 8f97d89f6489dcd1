package import HazardCore
internal import HazardText
package import JSONText
package import MessageLog

/// A dispatch record on `hazard.dispatch.<department>`: what happened to a department's task, and the whole task
/// (`config/contracts/README.md`, Task).
///
/// Every key of the contract is always present, null for an absent value. A record has nothing about the reporter, no
/// signature and no `ext`: it is written from the case, which has only the account, and that is not written.
package enum TaskCodec {
    /// Writes the record for `event` about the task at `index` of the case.
    ///
    /// Without an event it writes the current task, for an answer over HTTP: the same fields except `event`. `shared` has what the
    /// records of all tasks of the case have in common, when the caller writes several.
    package static func encode(
        _ value: Case, task index: Int, _ event: TaskEvent?, shared: TaskRecordParts? = nil, zone: ZoneOffset,
        to writer: inout JSONWriter
    ) {
        let caseID = value.id.text
        let task = value.tasks[index]
        writer.beginObject()
        writer.schemaVersion()
        writer.key("event_id")
        writer.string(caseID, slash: task.department, slash: task.version)
        writer.optional("event", event?.kind.rawValue)
        writer.field("case_id", caseID)
        writer.key("task_id")
        writer.string(caseID, slash: task.department)
        writer.field("version", task.version)
        writer.field("shard_seq", task.shardSequence)
        writer.field("department", task.department)
        writer.field("role", task.role.rawValue)
        writer.field("state", task.state.rawValue)
        if let shared { writer.members(shared.what) } else { TaskRecordParts.writeWhat(value, zone, to: &writer) }
        writer.field("ack_by", task.acknowledgeBy, zone)
        writer.field("due_at", task.dueAt, zone)
        if let shared { writer.members(shared.course) } else { TaskRecordParts.writeCourse(value, zone, to: &writer) }
        if let event, event.kind == .refused {
            writer.field("cause", event.cause?.id)
            writer.field("code", event.change?.refusalCode?.rawValue)
            writer.field("allowed", event.allowed)
        }
        if let change = event?.change {
            writer.field("reason", CaseWords.onTheWire.change(change))
            writer.key("detail")
            writer.value(ChangeFacts.json(change))
        }
        writer.endObject()
    }

    /// The headers of the record that `encode` writes: few, because each makes a small record much larger.
    package static func headers(_ value: Case, task index: Int, traceparent trace: [UInt8]?) -> [Header] {
        var headers = [
            Header(HeaderName.dispatchID, eventID(value, task: index)),
            Header(HeaderName.shard, String(value.id.shard)),
        ]
        if let trace { headers.append(Header(HeaderName.traceparent, trace)) }
        return headers
    }

    /// `<task_id>/<version>`, which never changes for the same effect.
    private static func eventID(_ value: Case, task index: Int) -> [UInt8] {
        var id: [UInt8] = []
        id.reserveCapacity(64)
        id.append(contentsOf: value.id.text.utf8)
        id.append(slash)
        id.append(contentsOf: value.tasks[index].department.utf8)
        id.append(slash)
        id.append(contentsOf: String(value.tasks[index].version).utf8)
        return id
    }

    private static let slash = UInt8(ascii: "/")

    /// Reads a record, as a department does.
    ///
    /// - Throws: `newer` for a record of a later version, else `unreadable` with the field and the byte.
    package static func decode(_ bytes: [UInt8]) throws(WireFault) -> TaskMessage {
        try WireFault.read(bytes) { reader throws(JSONFault) in try TaskReading.read(&reader) }
    }
}

/// What the records of all tasks of a case have in common, in JSON.
package struct TaskRecordParts: Sendable {
    /// From `programme` to `opened_at`.
    let what: [UInt8]
    /// From `due_clock` to `needs_review`.
    let course: [UInt8]

    package init(_ value: Case, zone: ZoneOffset) {
        what = JSONWriter.bytes { Self.writeWhat(value, zone, to: &$0) }
        course = JSONWriter.bytes { Self.writeCourse(value, zone, to: &$0) }
    }

    static func writeWhat(_ value: Case, _ zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.field("programme", value.programme)
        writer.key("category")
        CategoryText.write(value.category, to: &writer)
        writer.field("condition", value.condition)
        writer.field("priority", value.priority.rawValue)
        writer.field("text", value.text)
        writer.key("location")
        CasePlace.writeForDepartment(value.location, to: &writer)
        writer.list("media", value.media) { writer, media in
            writer.beginObject()
            writer.field("ref", media.ref)
            writer.field("sha256", media.sha256)
            writer.field("mime", media.mime)
            writer.endObject()
        }
        writer.field("opened_at", value.openedAt, zone)
    }

    static func writeCourse(_ value: Case, _ zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.field("due_clock", value.decision.limit?.clock.rawValue)
        writer.field("make_safe_due_at", value.makeSafeDueAt, zone)
        writer.field("duplicates", max(0, value.reports.count - 1))
        writer.field("rule", value.decision.rule)
        writer.field("needs_review", value.flags.needsReview)
    }
}

/// A dispatch record as a department reads it.
package struct TaskMessage: Hashable, Sendable {
    package var eventID = ""
    /// Nil in an answer over HTTP, which shows the current task.
    package var event: TaskEventKind?
    package var caseID = CaseID(date: CivilDate(daysSince1970: 0), shard: 0, number: 1)
    package var taskID = ""
    /// Rises by one with each record of the task: a department ignores a record whose version is not higher.
    package var version = 0
    package var shardSequence: Int64 = 0
    package var department = ""
    package var role = TaskRole.co
    package var state = TaskState.sent
    package var programme = ""
    package var category = CaseCategory(code: "", id: "", name: "")
    package var condition: String?
    package var priority = Priority.p2
    package var text: String?
    package var location: Location?
    package var media: [Media] = []
    package var openedAt = Instant(milliseconds: 0)
    package var acknowledgeBy: Instant?
    package var dueAt: Instant?
    package var dueClock: LimitClock?
    package var makeSafeDueAt: Instant?
    package var duplicates = 0
    package var rule = ""
    package var needsReview = false
    /// The event id of the refused feedback, the code of the refusal, and the allowed moves.
    package var cause: String?
    package var code: String?
    package var allowed: [String] = []
    package var reason: String?

    init() {}
}
