internal import HazardCore
internal import JSONText

/// An entry of a case's `requests`.
enum CaseRequestText: String, JSONFields {
    case id, department, kind, state, at, reason, until
    case decidedAt = "decided_at"
    case decidedBy = "decided_by"
    case unknown

    static let keys = JSONKeys<CaseRequestText>(required: [.id, .department, .kind, .state, .at])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseRequest {
        var request = CaseRequest(id: "", department: "", kind: .delay, at: Instant(milliseconds: 0))
        var object = try reader.open(CaseRequestText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .id: request.id = try reader.string()
            case .department: request.department = try reader.string()
            case .kind: request.kind = try reader.value(of: WireNames.requestKind)
            case .state: request.state = try reader.value(of: WireNames.requestState)
            case .at: request.at = try reader.instant()
            case .reason: request.reason = try reader.string()
            case .until: request.until = try reader.instant()
            case .decidedAt: request.decidedAt = try reader.instant()
            case .decidedBy: request.decidedBy = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        return request
    }

    static func write(_ request: CaseRequest, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("id", request.id)
        writer.field("department", request.department)
        writer.field("kind", request.kind.rawValue)
        writer.field("state", request.state.rawValue)
        writer.field("at", request.at, zone)
        writer.optional("reason", request.reason)
        writer.optional("until", request.until, zone)
        writer.optional("decided_at", request.decidedAt, zone)
        writer.optional("decided_by", request.decidedBy)
        writer.endObject()
    }
}
