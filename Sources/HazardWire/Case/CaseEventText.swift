internal import HazardCore
internal import HazardText
internal import JSONText

/// An entry of a case's `history`.
enum CaseEventText: String, JSONFields {
    case seq, at, kind, from, to, actor, cause, detail, reason, note, media, unknown

    static let keys = JSONKeys<CaseEventText>(required: [.seq, .at, .kind, .to, .actor])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseEvent {
        var event = CaseEvent(
            sequence: 0, at: Instant(milliseconds: 0), kind: .opened, from: nil, to: .triage, actor: Actor(.system))
        var detail: JSONValue?
        var object = try reader.open(CaseEventText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .seq: event.sequence = try reader.int()
            case .at: event.at = try reader.instant()
            case .kind: event.kind = try kind(&reader)
            case .from: event.from = try reader.value(of: WireNames.caseState)
            case .to: event.to = try reader.value(of: WireNames.caseState)
            case .actor: event.actor = try ActorField.read(&reader)
            case .cause: event.cause = try CauseText.read(&reader)
            case .detail: detail = try reader.value()
            case .reason: event.reason = try reader.string()
            case .note: event.note = try reader.string()
            case .media: event.media = try reader.list(MediaText.readOwn)
            case .unknown: try reader.skipValue()
            }
        }
        readDetail(detail, into: &event)
        return event
    }

    private static func kind(_ reader: inout JSONReader) throws(JSONFault) -> EventKind {
        let at = reader.offset
        let word = try reader.string()
        guard let kind = EventKind(word) else { throw JSONFault(.unknownValue, at: at, .eventKind) }
        return kind
    }

    /// Separates the sender's words from ours: `reason` and `note` hold both, as older readers expect.
    private static func readDetail(_ json: JSONValue?, into event: inout CaseEvent) {
        guard let json else { return }
        guard let detail = DetailText.detail(json) else {
            // A newer program wrote the detail, so our words and the sender's cannot be separated.
            event.detail = .written(reason: event.reason, note: event.note)
            (event.reason, event.note) = (nil, nil)
            return
        }
        event.detail = detail
        let words = CaseWords.onTheWire
        if words.fact(event) != nil { event.note = json["note"]?.string }
        var bare = event
        bare.reason = nil
        if words.reason(bare) != nil { event.reason = nil }
    }

    static func write(_ event: CaseEvent, of caseID: CaseID, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("seq", event.sequence)
        writer.key("event_id")
        writer.string(caseID.text, slash: event.sequence)
        writer.field("at", event.at, zone)
        writer.field("kind", event.kind.word)
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
        let words = CaseWords.onTheWire
        writer.optional("reason", words.reason(event))
        writer.optional("note", words.note(event))
        MediaText.write(event.media, zone: zone, to: &writer)
        if let detail = event.detail { write(detail, event, words, to: &writer) }
        writer.endObject()
    }

    private static func write(
        _ detail: EventDetail, _ event: CaseEvent, _ words: CaseWords, to writer: inout JSONWriter
    ) {
        guard case .object(var members)? = DetailText.json(detail) else { return }
        // The top-level `note` holds our words and the sender's. The detail repeats the sender's alone.
        if let note = event.note, words.fact(event) != nil { members.append(.init("note", .string(note))) }
        writer.key("detail")
        writer.value(.object(members))
    }
}

/// The message that caused an event: `{sender, id}`.
enum CauseText: String, JSONFields {
    case sender, id, hash, unknown

    static let keys = JSONKeys<CauseText>(required: [.sender, .id])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> Cause {
        var cause = Cause(sender: "", id: "")
        var object = try reader.open(CauseText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .sender: cause.sender = try reader.string()
            case .id: cause.id = try reader.string()
            case .hash: cause.hash = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        return cause
    }

    static func write(_ cause: Cause, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("sender", cause.sender)
        writer.field("id", cause.id)
        writer.optional("hash", cause.hash)
        writer.endObject()
    }
}

/// The fields of `actor` in a history entry.
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
