internal import HazardCore
internal import JSONText

/// An entry of a case's `reports`: the record that the report came in, without the sender.
enum CaseReportText: String, JSONFields {
    case reportID = "report_id"
    case contentHash = "content_hash"
    case source
    case receivedAt = "received_at"
    case saidAt = "said_at"
    case role, account, programme, channel
    case thread
    /// The conversation as the gateway named it, in cases from before the second edition.
    case threadID = "thread_id"
    case mediaHashes = "media_hashes"
    case textHash = "text_hash"
    case place, earns
    case mayResolve = "may_resolve"
    case jointWith = "joint_with"
    case isSalvaged = "salvaged"
    case isErased = "erased"
    case score, unknown

    static let keys = JSONKeys<CaseReportText>(required: [
        .reportID, .source, .receivedAt, .role, .programme, .channel,
    ])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> CaseReport {
        var report = blank
        var object = try reader.open(CaseReportText.self)
        while let field = try reader.next(&object) {
            switch field {
            case .reportID: report.reportID = try reader.string()
            case .contentHash: report.contentHash = StoredHash.named(try reader.string())
            case .source: report.source = try ReportSourceField.read(&reader)
            case .receivedAt: report.receivedAt = try reader.instant()
            case .saidAt: report.saidAt = try reader.instant()
            case .role: report.role = try reader.value(of: WireNames.reportRole)
            case .account: report.account = try reader.string()
            case .programme: report.programme = try reader.string()
            case .channel: report.channel = try reader.value(of: WireNames.channel)
            case .thread: report.thread = try reader.string()
            case .threadID: report.thread = StoredHash.clear + (try reader.string())
            case .mediaHashes:
                report.mediaHashes = try reader.strings { reader throws(JSONFault) in try reader.string() }
            case .textHash: report.textHash = try reader.string()
            case .place: report.place = try CasePlace.read(&reader)
            case .earns: report.earns = try reader.strings { reader throws(JSONFault) in try reader.string() }
            case .mayResolve: report.mayResolve = try reader.bool()
            case .jointWith: report.jointWith = try reader.string()
            case .isSalvaged: report.isSalvaged = try reader.bool()
            case .isErased: report.isErased = try reader.bool()
            case .score: report.score = try reader.int()
            case .unknown: try reader.skipValue()
            }
        }
        return report
    }

    /// The initial value for decoding. Required fields replace each of these values.
    private static let blank = CaseReport(
        reportID: "", contentHash: "", source: ReportSource(topic: "", partition: 0, offset: 0),
        receivedAt: Instant(milliseconds: 0), programme: "", channel: .import)

    static func write(_ report: CaseReport, accounts: Bool, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("report_id", report.reportID)
        if accounts { writer.field("content_hash", report.contentHash) }
        writer.nested("source") { writer in
            writer.field("topic", report.source.topic)
            writer.field("partition", report.source.partition)
            writer.field("offset", report.source.offset)
        }
        writer.field("received_at", report.receivedAt, zone)
        writer.optional("said_at", report.saidAt, zone)
        writer.field("role", report.role.rawValue)
        writer.field("account", accounts ? report.account : nil)
        writer.field("programme", report.programme)
        writer.field("channel", report.channel.rawValue)
        if accounts { writer.optional("thread", report.thread) }
        writer.optional("media_hashes", report.mediaHashes)
        if accounts { writer.optional("text_hash", report.textHash) }
        if let place = report.place {
            writer.key("place")
            CasePlace.write(place, to: &writer)
        }
        writer.optional("earns", report.earns)
        writer.optional("may_resolve", report.mayResolve)
        writer.optional("joint_with", report.jointWith)
        writer.optional("salvaged", report.isSalvaged)
        writer.optional("erased", report.isErased)
        writer.optional("score", report.score.map(Int64.init))
        writer.endObject()
    }
}

/// The fields of `source`.
private enum ReportSourceField: String, JSONFields {
    case topic, partition, offset, unknown

    static let keys = JSONKeys<ReportSourceField>(required: [.topic, .partition, .offset])

    static func read(_ reader: inout JSONReader) throws(JSONFault) -> ReportSource {
        var source = ReportSource(topic: "", partition: 0, offset: 0)
        var object = try reader.open(ReportSourceField.self)
        while let field = try reader.next(&object) {
            switch field {
            case .topic: source.topic = try reader.string()
            case .partition: source.partition = try reader.int()
            case .offset: source.offset = try reader.int64()
            case .unknown: try reader.skipValue()
            }
        }
        return source
    }
}
