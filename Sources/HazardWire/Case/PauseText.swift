internal import HazardCore
internal import JSONText

/// An entry of `pauses` in a case or a task: `{from, to}`. `to` is absent while the clock is stopped.
enum PauseText: String, JSONFields {
    case from, to, unknown

    static let keys = JSONKeys<PauseText>(required: [.from])

    static func readAll(_ reader: inout JSONReader) throws(JSONFault) -> PauseLedger {
        PauseLedger(try reader.list(read))
    }

    private static func read(_ reader: inout JSONReader) throws(JSONFault) -> Pause {
        let at = reader.offset
        var from = Instant(milliseconds: 0)
        var to: Instant?
        var object = try reader.open(PauseText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .from: from = try reader.instant()
            case .to: to = try reader.instant()
            case .unknown: try reader.skipValue()
            }
        }
        guard let pause = Pause(from: from, to: to) else {
            throw JSONFault(.badForm, at: at, .pause)
        }
        return pause
    }

    /// Writes the list, or nothing when there are no pauses.
    static func write(_ name: StaticString, _ ledger: PauseLedger, zone: ZoneOffset, to writer: inout JSONWriter) {
        guard !ledger.pauses.isEmpty else { return }
        writer.list(name, ledger.pauses) { writer, pause in
            writer.beginObject()
            writer.field("from", pause.start, zone)
            writer.optional("to", pause.end, zone)
            writer.endObject()
        }
    }
}

extension JSONReader {
    /// A time limit such as `4wh`.
    mutating func limit() throws(JSONFault) -> Limit {
        let at = offset
        guard let limit = Limit(try string()) else {
            throw JSONFault(.badForm, at: at, .limit)
        }
        return limit
    }
}
