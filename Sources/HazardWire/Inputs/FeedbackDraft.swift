internal import ChineseText
internal import HazardCore
internal import JSONText

/// The fields of feedback.
enum FeedbackField: String, JSONFields {
    case schemaVersion = "schema_version"
    case eventID = "event_id"
    case caseID = "case_id"
    case department, actor, kind, seq, at, reason
    case suggestedDepartment = "suggested_department"
    case result, note, text, score, media, until, unknown

    static let keys = JSONKeys<FeedbackField>()
}

/// Feedback while its fields are read, in any order.
struct FeedbackDraft: InputDraft {
    private var isVersioned = false
    private var eventID: String?
    private var caseID: CaseID?
    private var actor: FeedbackActor?
    private var kind: (value: FeedbackKind, at: Int)?
    private var at: Instant?
    private var department: String?
    private var sequence: Int64?
    private var reason: String?
    private var suggestedDepartment: String?
    private var result: TaskResult?
    private var note: String?
    private var text: String?
    private var score: Int?
    private var media: [Media] = []
    private var until: Instant?

    /// Reads the value of one field.
    mutating func take(
        _ field: FeedbackField, _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) {
        switch field {
        case .schemaVersion:
            try reader.schemaVersion()
            isVersioned = true
        case .eventID: eventID = try reader.identifier()
        case .caseID: caseID = try reader.caseID()
        case .department: department = try reader.identifier()
        case .actor: actor = try FeedbackActorField.read(&reader, &faults)
        case .kind:
            let offset = faults.base + reader.offset
            kind = (value: try reader.value(of: WireNames.feedbackKind), at: offset)
        case .seq:
            let offset = reader.offset
            let number = try reader.int64()
            guard number >= 0 else { throw JSONFault(.outOfRange, at: offset, .wholeNumberFromZero) }
            sequence = number
        case .at: at = try reader.instant()
        case .reason: reason = try reader.text(limit: 1000)
        case .suggestedDepartment: suggestedDepartment = try reader.identifier()
        case .result: result = try reader.value(of: WireNames.taskResult)
        case .note: note = try reader.text(limit: 1000)
        case .text: text = try reader.text(limit: ReportCodec.characters)
        case .score: score = try reader.int(in: 1...5)
        case .media: media = try MediaText.readAll(&reader, &faults)
        case .until: until = try reader.instant()
        case .unknown: try reader.skipValue()
        }
    }

    /// The feedback, if no field is missing and all fields fit together; nil only while faults are collected.
    func finished(at offset: Int, _ faults: inout FaultCollector) throws(JSONFault) -> Feedback? {
        func missing(_ field: FeedbackField) throws(JSONFault) {
            try faults.report(.missing(field.rawValue, at: offset))
        }
        if !isVersioned { try missing(.schemaVersion) }
        if eventID == nil { try missing(.eventID) }
        if caseID == nil { try missing(.caseID) }
        if actor == nil { try missing(.actor) }
        if kind == nil { try missing(.kind) }
        if at == nil { try missing(.at) }
        if let actor, let kind, kind.value.role != actor.role {
            try faults.report(JSONFault(.contradiction, at: kind.at, .kind(of: actor.role)))
        }
        if actor?.role == .department, department == nil { try missing(.department) }
        if kind?.value == .add, text == nil { try missing(.text) }
        if kind?.value == .rate, score == nil { try missing(.score) }
        guard let eventID, let caseID, let actor, let kind, let at else { return nil }
        var feedback = Feedback(eventID: eventID, caseID: caseID, actor: actor, kind: kind.value, at: at)
        // Feedback of another role never counts as a department's, which has sequence numbers of its own.
        feedback.department = actor.role == .department ? department : nil
        feedback.sequence = sequence
        feedback.reason = reason.map(Masking.masked)
        feedback.suggestedDepartment = suggestedDepartment.map(Masking.masked)
        feedback.result = result
        feedback.note = note.map(Masking.masked)
        feedback.text = text.map(Masking.masked)
        feedback.score = score
        feedback.media = media.map(\.masked)
        feedback.until = until
        return feedback
    }
}

/// The fields of `actor`.
private enum FeedbackActorField: String, JSONFields {
    case role, ref, unknown

    static let keys = JSONKeys<FeedbackActorField>()

    /// Reads who sends the feedback; a reporter has the id of the report as `ref`.
    static func read(
        _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) -> FeedbackActor? {
        var role: FeedbackRole?
        var ref: String?
        var refOffset = 0
        let at = try reader.fields(FeedbackActorField.self, &faults) { field, reader, faults throws(JSONFault) in
            switch field {
            case .role: role = try reader.value(of: WireNames.feedbackRole)
            case .ref:
                refOffset = faults.base + reader.offset
                ref = try reader.text(limit: 200)
            case .unknown: try reader.skipValue()
            }
        }
        guard let role else {
            try faults.report(.missing(FeedbackActorField.role.rawValue, at: at))
            return nil
        }
        if role == .reporter {
            if let ref, !Identifier.isValid(ref) {
                try faults.report(placed: JSONFault(.badForm, at: refOffset, .reportID))
            }
            if ref == nil {
                try faults.report(.missing(FeedbackActorField.ref.rawValue, at: at))
            }
        }
        // A department's `ref` is free text (an officer's name); a reporter's and a verifier's is an id.
        return FeedbackActor(role: role, ref: role == .department ? ref.map(Masking.masked) : ref)
    }
}
