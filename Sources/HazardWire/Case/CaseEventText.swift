internal import HazardCore
internal import JSONText

/// An entry of a case's `history`.
enum CaseEventText: String, JSONFields {
    case seq, at, kind, from, to, actor, cause, reason, note, unknown

    static let keys = JSONKeys<CaseEventText>(required: [.seq, .at, .kind, .to, .actor])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseEvent {
        var event = CaseEvent(
            sequence: 0, at: Instant(milliseconds: 0), kind: "", from: nil, to: .triage, actor: Actor(.system))
        var object = try reader.open(CaseEventText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .seq: event.sequence = try reader.int()
            case .at: event.at = try reader.instant()
            case .kind: event.kind = try reader.string()
            case .from: event.from = try reader.value(of: WireNames.caseState)
            case .to: event.to = try reader.value(of: WireNames.caseState)
            case .actor: event.actor = try ActorField.read(&reader)
            case .cause: event.cause = try CauseText.read(&reader)
            case .reason: event.reason = try reader.string()
            case .note: event.note = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        return event
    }

    static func write(_ event: CaseEvent, of caseID: CaseID, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("seq", event.sequence)
        writer.field("event_id", event.id(in: caseID))
        writer.field("at", event.at, zone)
        writer.field("kind", event.kind)
        writer.optional("from", event.from)
        writer.field("to", event.to.rawValue)
        writer.nested("actor") { writer in
            writer.field("role", event.actor.role.rawValue)
            writer.optional("ref", event.actor.ref)
        }
        if let cause = event.cause {
            writer.key("cause")
            CauseText.write(cause, to: &writer)
        }
        writer.optional("reason", event.reason)
        writer.optional("note", event.note)
        writer.endObject()
    }
}

/// The message behind something: `{sender, id}`.
enum CauseText: String, JSONFields {
    case sender, id, unknown

    static let keys = JSONKeys<CauseText>(required: [.sender, .id])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> Cause {
        var cause = Cause(sender: "", id: "")
        var object = try reader.open(CauseText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .sender: cause.sender = try reader.string()
            case .id: cause.id = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        return cause
    }

    static func write(_ cause: Cause, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("sender", cause.sender)
        writer.field("id", cause.id)
        writer.endObject()
    }
}

/// The fields of `actor` in a history.
private enum ActorField: String, JSONFields {
    case role, ref, unknown

    static let keys = JSONKeys<ActorField>(required: [.role])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> Actor {
        var actor = Actor(.system)
        var object = try reader.open(ActorField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .role: actor.role = try reader.value(of: WireNames.actorRole)
            case .ref: actor.ref = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        return actor
    }
}
