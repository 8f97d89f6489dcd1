internal import HazardCore
internal import JSONText

/// `emergency` of a case: the limit within which a person must act.
enum EmergencyText: String, JSONFields {
    case since
    case limitAt = "limit_at"
    case escalated, unknown

    static let keys = JSONKeys<EmergencyText>(required: [.since, .limitAt])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> EmergencyWait {
        var wait = EmergencyWait(since: Instant(milliseconds: 0), limitAt: Instant(milliseconds: 0))
        var object = try reader.open(EmergencyText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .since: wait.since = try reader.instant()
            case .limitAt: wait.limitAt = try reader.instant()
            case .escalated: wait.isEscalated = try reader.bool()
            case .unknown: try reader.skipValue()
            }
        }
        return wait
    }

    static func write(_ wait: EmergencyWait, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("since", wait.since, zone)
        writer.field("limit_at", wait.limitAt, zone)
        writer.field("escalated", wait.isEscalated)
        writer.endObject()
    }
}

/// An entry of `told_numbers`: the emergency numbers that a reporter was told.
enum ToldNumberText: String, JSONFields {
    case reportID = "report_id"
    case numbers, at, unknown

    static let keys = JSONKeys<ToldNumberText>(required: [.reportID, .numbers, .at])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> ToldNumber {
        var told = ToldNumber(reportID: "", numbers: [], at: Instant(milliseconds: 0))
        var object = try reader.open(ToldNumberText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .reportID: told.reportID = try reader.string()
            case .numbers: told.numbers = try reader.strings { reader throws(JSONFault) in try reader.string() }
            case .at: told.at = try reader.instant()
            case .unknown: try reader.skipValue()
            }
        }
        return told
    }

    static func write(_ told: ToldNumber, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("report_id", told.reportID)
        writer.field("numbers", told.numbers)
        writer.field("at", told.at, zone)
        writer.endObject()
    }
}
