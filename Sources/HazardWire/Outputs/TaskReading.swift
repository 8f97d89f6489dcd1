internal import HazardCore
internal import JSONText

/// The fields of a dispatch record.
enum TaskField: String, JSONFields {
    case schemaVersion = "schema_version"
    case eventID = "event_id"
    case event
    case caseID = "case_id"
    case taskID = "task_id"
    case version
    case shardSequence = "shard_seq"
    case department, role, state, programme, category, condition, priority, text, location, media
    case openedAt = "opened_at"
    case acknowledgeBy = "ack_by"
    case dueAt = "due_at"
    case dueClock = "due_clock"
    case makeSafeDueAt = "make_safe_due_at"
    case duplicates, rule
    case needsReview = "needs_review"
    case cause, code, allowed, reason, unknown

    static let keys = JSONKeys<TaskField>(required: [
        .schemaVersion, .eventID, .caseID, .taskID, .version, .shardSequence, .department, .role, .state,
        .programme, .category, .priority, .openedAt, .duplicates, .rule, .needsReview,
    ])
}

/// Reads a dispatch record.
enum TaskReading {
    static func read(_ reader: inout JSONReader) throws(JSONFault) -> TaskMessage {
        var message = TaskMessage()
        var object = try reader.open(TaskField.self)
        while let field = try reader.next(&object) { try take(field, &message, &reader) }
        return message
    }

    private static func take(
        _ field: TaskField, _ message: inout TaskMessage, _ reader: inout JSONReader
    ) throws(JSONFault) {
        switch field {
        case .schemaVersion: try reader.schemaVersion()
        case .eventID: message.eventID = try reader.string()
        case .event: message.event = try reader.value(of: WireNames.taskEvent)
        case .caseID: message.caseID = try reader.caseID()
        case .taskID: message.taskID = try reader.string()
        case .version: message.version = try reader.int()
        case .shardSequence: message.shardSequence = try reader.int64()
        case .department: message.department = try reader.string()
        case .role: message.role = try reader.value(of: WireNames.taskRole)
        case .state: message.state = try reader.value(of: WireNames.taskState)
        case .programme: message.programme = try reader.string()
        case .category: message.category = try CategoryText.read(&reader)
        case .condition: message.condition = try reader.string()
        case .priority: message.priority = try reader.value(of: WireNames.priority)
        case .text: message.text = try reader.string()
        case .location: message.location = try CasePlace.read(&reader)
        case .media: message.media = try reader.list(MediaText.readOwn)
        case .openedAt: message.openedAt = try reader.instant()
        case .acknowledgeBy: message.acknowledgeBy = try reader.instant()
        case .dueAt: message.dueAt = try reader.instant()
        case .dueClock: message.dueClock = try reader.value(of: WireNames.limitClock)
        case .makeSafeDueAt: message.makeSafeDueAt = try reader.instant()
        case .duplicates: message.duplicates = try reader.int()
        case .rule: message.rule = try reader.string()
        case .needsReview: message.needsReview = try reader.bool()
        case .cause: message.cause = try reader.string()
        case .code: message.code = try reader.string()
        case .allowed: message.allowed = try reader.strings { reader throws(JSONFault) in try reader.string() }
        case .reason: message.reason = try reader.string()
        case .unknown: try reader.skipValue()
        }
    }
}
