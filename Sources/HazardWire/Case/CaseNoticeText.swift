internal import HazardCore
internal import JSONText

/// An entry of a case's `notices`: a notice that is not sent yet.
enum CaseNoticeText: String, JSONFields {
    case number, kind
    case reportID = "report_id"
    case at, arguments, unknown

    static let keys = JSONKeys<CaseNoticeText>(required: [.number, .kind, .reportID, .at])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseNotice {
        var notice = CaseNotice(number: 0, kind: .received, reportID: "", at: Instant(milliseconds: 0))
        var object = try reader.open(CaseNoticeText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .number: notice.number = try reader.int()
            case .kind: notice.kind = try reader.value(of: WireNames.noticeKind)
            case .reportID: notice.reportID = try reader.string()
            case .at: notice.at = try reader.instant()
            case .arguments: notice.arguments = try NoticeArguments.read(&reader)
            case .unknown: try reader.skipValue()
            }
        }
        return notice
    }

    static func write(_ notice: CaseNotice, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("number", notice.number)
        writer.field("kind", notice.kind.rawValue)
        writer.field("report_id", notice.reportID)
        writer.field("at", notice.at, zone)
        NoticeArguments.write(notice.arguments, to: &writer)
        writer.endObject()
    }
}
