package import HazardCore
internal import HazardText
package import JSONText
package import Wording

/// A message to a reporter, through the gateway that sent the report (`config/contracts/README.md`, Notice).
package struct Notice: Hashable, Sendable {
    package var eventID: String
    package var reportID: String
    /// Nil when the report has no case.
    package var caseID: CaseID?
    package var programme: String
    package var channel: Channel
    /// The report's conversation, as long as the report is at hand; later notices name the report only.
    package var threadID: String?
    package var kind: NoticeKind
    package var text: LocalText
    package var at: Instant
    /// The values in the text by name, such as `number` of a redirection; written in order of the names.
    package var arguments: [String: String] = [:]

    package init(eventID: String, report: CaseReport, caseID: CaseID?, kind: NoticeKind, text: LocalText, at: Instant) {
        self.eventID = eventID
        reportID = report.reportID
        programme = report.programme
        channel = report.channel
        self.caseID = caseID
        self.kind = kind
        self.text = text
        self.at = at
    }

    /// The notice of a report that is rejected and has no case.
    package init(rejecting report: Report, _ reason: UnusableReport, at: Instant) {
        eventID = report.reportID + "/" + NoticeKind.rejected.rawValue
        reportID = report.reportID
        programme = report.programme
        channel = report.channel
        threadID = report.threadID
        kind = .rejected
        text = NoticeWords.text(ofUnusable: reason)
        self.at = at
        arguments = [NoticeArgument.code: reason.rawValue]
    }
}

/// Notices on `hazard.notices`.
package enum NoticeCodec {
    package static func encode(_ notice: Notice, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.schemaVersion()
        writer.field("event_id", notice.eventID)
        writer.field("report_id", notice.reportID)
        writer.field("case_id", notice.caseID?.text)
        writer.field("programme", notice.programme)
        writer.field("channel", notice.channel)
        writer.field("thread_id", notice.threadID)
        writer.field("kind", notice.kind)
        writer.nested("text") { writer in
            writer.field("zh", notice.text.zh)
            writer.field("en", notice.text.en)
        }
        writer.field("at", notice.at, zone)
        NoticeArguments.write(notice.arguments, to: &writer)
        writer.endObject()
    }

    /// Reads a notice, as a gateway does.
    ///
    /// - Throws: `newer` for a record of a later version, else `unreadable` with the field and the byte.
    package static func decode(_ bytes: [UInt8]) throws(WireFault) -> Notice {
        try WireFault.read(bytes) { reader throws(JSONFault) in try NoticeField.read(&reader) }
    }
}

/// The fields of a notice.
private enum NoticeField: String, JSONFields {
    case schemaVersion = "schema_version"
    case eventID = "event_id"
    case reportID = "report_id"
    case caseID = "case_id"
    case programme, channel
    case threadID = "thread_id"
    case kind, text, at, arguments, unknown

    static let keys = JSONKeys<NoticeField>(required: [
        .schemaVersion, .eventID, .reportID, .programme, .channel, .kind, .text, .at,
    ])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> Notice {
        // Each of these values belongs to a required field, so every one is replaced.
        let blank = CaseReport(
            reportID: "", contentHash: "", source: ReportSource(topic: "", partition: 0, offset: 0),
            receivedAt: Instant(milliseconds: 0), programme: "", channel: .import)
        var notice = Notice(
            eventID: "", report: blank, caseID: nil, kind: .received, text: LocalText(zh: "", en: ""),
            at: Instant(milliseconds: 0))
        var object = try reader.open(NoticeField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .schemaVersion: try reader.schemaVersion()
            case .eventID: notice.eventID = try reader.string()
            case .reportID: notice.reportID = try reader.string()
            case .caseID: notice.caseID = try reader.caseID()
            case .programme: notice.programme = try reader.string()
            case .channel: notice.channel = try reader.value(of: WireNames.channel)
            case .threadID: notice.threadID = try reader.string()
            case .kind: notice.kind = try reader.value(of: WireNames.noticeKind)
            case .text: notice.text = try LocalTextField.read(&reader)
            case .at: notice.at = try reader.instant()
            case .arguments: notice.arguments = try NoticeArguments.read(&reader)
            case .unknown: try reader.skipValue()
            }
        }
        return notice
    }
}

/// The fields of `text`.
private enum LocalTextField: String, JSONFields {
    case zh, en, unknown

    static let keys = JSONKeys<LocalTextField>(required: [.zh, .en])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> LocalText {
        var text = LocalText(zh: "", en: "")
        var object = try reader.open(LocalTextField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .zh: text.zh = try reader.string()
            case .en: text.en = try reader.string()
            case .unknown: try reader.skipValue()
            }
        }
        return text
    }
}
