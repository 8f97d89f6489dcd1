internal import HazardCore
internal import HazardText
internal import JSONText

/// An entry of a case's `tasks`: one department's part, with its clocks, counts and unsent task events.
enum CaseTaskText: String, JSONFields {
    case department, role, state, version
    case shardSequence = "shard_seq"
    case pending
    case retryAt = "retry_at"
    case createdAt = "created_at"
    case sentAt = "sent_at"
    case acknowledgeBy = "ack_by"
    case dueAt = "due_at"
    case limit
    case clockFrom = "clock_from"
    case pauses, extensions
    case level = "rung"
    case nextLevelAt = "rung_at"
    case acknowledgeUrges = "ack_urges"
    case isAcknowledgedLate = "ack_late"
    case isOverdue = "overdue"
    case acceptedAt = "accepted_at"
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case result, media, returns, rework
    case lastSequence = "last_seq"
    case unknown

    static let keys = JSONKeys<CaseTaskText>(required: [
        .department, .role, .state, .version, .shardSequence, .createdAt,
    ])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseTask {
        var task = CaseTask(department: "", role: .co, createdAt: Instant(milliseconds: 0))
        var object = try reader.open(CaseTaskText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .department: task.department = try reader.string()
            case .role: task.role = try reader.value(of: WireNames.taskRole)
            case .state: task.state = try reader.value(of: WireNames.taskState)
            case .version: task.version = try reader.int()
            case .shardSequence: task.shardSequence = try reader.int64()
            case .pending: task.pending = try reader.list(TaskEventText.read)
            case .retryAt: task.retryAt = try reader.instant()
            case .createdAt: task.createdAt = try reader.instant()
            case .sentAt: task.sentAt = try reader.instant()
            case .acknowledgeBy: task.acknowledgeBy = try reader.instant()
            case .dueAt: task.dueAt = try reader.instant()
            case .limit: task.limit = try reader.limit()
            case .clockFrom: task.clockFrom = try reader.instant()
            case .pauses: task.pauses = try PauseText.readAll(&reader)
            case .extensions: task.extensions = try reader.int()
            case .level: task.level = EscalationLevel(rawValue: try reader.int()) ?? .supervised
            case .acknowledgeUrges: task.acknowledgeUrges = try reader.int()
            case .nextLevelAt: task.nextLevelAt = try reader.instant()
            case .isAcknowledgedLate: task.isAcknowledgedLate = try reader.bool()
            case .isOverdue: task.isOverdue = try reader.bool()
            case .acceptedAt: task.acceptedAt = try reader.instant()
            case .startedAt: task.startedAt = try reader.instant()
            case .endedAt: task.endedAt = try reader.instant()
            case .result: task.result = try reader.value(of: WireNames.taskResult)
            case .media: task.media = try reader.list(MediaText.readOwn)
            case .returns: task.returns = try reader.int()
            case .rework: task.rework = try reader.int()
            case .lastSequence: task.lastSequence = try reader.int64()
            case .unknown: try reader.skipValue()
            }
        }
        return task
    }

    static func write(_ task: CaseTask, of caseID: CaseID, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("task_id")
        writer.string(caseID.text, slash: task.department)
        writer.field("department", task.department)
        writer.field("role", task.role.rawValue)
        writer.field("state", task.state.rawValue)
        writer.field("version", task.version)
        writer.field("shard_seq", task.shardSequence)
        if !task.pending.isEmpty {
            writer.list("pending", task.pending) { TaskEventText.write($1, to: &$0) }
        }
        writer.optional("retry_at", task.retryAt, zone)
        writer.field("created_at", task.createdAt, zone)
        writer.optional("sent_at", task.sentAt, zone)
        writer.optional("ack_by", task.acknowledgeBy, zone)
        writer.optional("due_at", task.dueAt, zone)
        writer.optional("limit", task.limit?.description)
        writer.optional("clock_from", task.clockFrom, zone)
        PauseText.write("pauses", task.pauses, zone: zone, to: &writer)
        if task.extensions != 0 { writer.field("extensions", task.extensions) }
        if task.level != .none { writer.field("rung", task.level.rawValue) }
        if task.acknowledgeUrges != 0 { writer.field("ack_urges", task.acknowledgeUrges) }
        writer.optional("rung_at", task.nextLevelAt, zone)
        writer.optional("ack_late", task.isAcknowledgedLate)
        writer.optional("overdue", task.isOverdue)
        writer.optional("accepted_at", task.acceptedAt, zone)
        writer.optional("started_at", task.startedAt, zone)
        writer.optional("ended_at", task.endedAt, zone)
        writer.optional("result", task.result)
        MediaText.write(task.media, zone: zone, to: &writer)
        if task.returns != 0 { writer.field("returns", task.returns) }
        if task.rework != 0 { writer.field("rework", task.rework) }
        writer.optional("last_seq", task.lastSequence)
        writer.endObject()
    }
}

/// An entry of `pending`: `{event, cause, allowed, detail, reason}`.
enum TaskEventText: String, JSONFields {
    case event, cause, allowed, detail, reason, unknown

    static let keys = JSONKeys<TaskEventText>(required: [.event])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> TaskEvent {
        var value = TaskEvent(.changed)
        var detail: TaskChange?
        var reason: String?
        var object = try reader.open(TaskEventText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .event: value.kind = try reader.value(of: WireNames.taskEvent)
            case .cause: value.cause = try CauseText.read(&reader)
            case .allowed: value.allowed = try reader.strings { reader throws(JSONFault) in try reader.string() }
            case .detail: detail = ChangeFacts.change(try reader.value())
            case .reason: reason = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        value.change = detail ?? reason.map(TaskChange.written)
        return value
    }

    static func write(_ event: TaskEvent, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("event", event.kind.rawValue)
        if let cause = event.cause {
            writer.key("cause")
            CauseText.write(cause, to: &writer)
        }
        writer.optional("code", event.change?.refusalCode?.rawValue)
        writer.optional("allowed", event.allowed)
        if let change = event.change {
            writer.field("reason", CaseWords.onTheWire.change(change))
            writer.key("detail")
            writer.value(ChangeFacts.json(change))
        }
        writer.endObject()
    }
}

extension TaskChange {
    /// The code of a refusal; nil for other changes.
    var refusalCode: RefusalCode? {
        if case .refused(let reason) = self { return reason.code }
        return nil
    }
}
