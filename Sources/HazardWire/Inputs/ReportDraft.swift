internal import ChineseText
internal import HazardCore
internal import JSONText

/// The fields of a report.
enum ReportField: String, JSONFields {
    case schemaVersion = "schema_version"
    case reportID = "report_id"
    case programme, channel, kind
    case occurredAt = "occurred_at"
    case reportedAt = "reported_at"
    case reporter
    case contactToken = "contact_token"
    case text, lang
    case categoryHint = "category_hint"
    case conditionHint = "condition_hint"
    case categoryScheme = "category_scheme"
    case lifeRisk = "life_risk"
    case actionTaken = "action_taken"
    case location, media
    case threadID = "thread_id"
    case relatedReportID = "related_report_id"
    case consent
    case traceID = "trace_id"
    case ext, unknown

    static let keys = JSONKeys<ReportField>()
}

/// A report while its fields are read, in any order.
struct ReportDraft: InputDraft {
    private var report = Report(reportID: "", programme: "", channel: .import, reportedAt: Instant(milliseconds: 0))
    private var isVersioned = false
    private var reportID: String?
    private var programme: String?
    private var channel: Channel?
    private var reportedAt: Instant?
    private var place: ReportPlace?
    private var extras = ReportExtras()
    /// The text, the media or the category hint is present, but wrong.
    private var isContentRefused = false

    /// Reads the value of one field.
    mutating func take(
        _ field: ReportField, _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) {
        if field == .text || field == .media || field == .categoryHint { isContentRefused = true }
        try takeValue(field, &reader, &faults)
        if field == .text || field == .media || field == .categoryHint { isContentRefused = false }
    }

    @inline(__always)
    private mutating func takeValue(
        _ field: ReportField, _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) {
        switch field {
        case .schemaVersion:
            try reader.schemaVersion()
            isVersioned = true
        case .reportID: reportID = try Self.reportID(&reader, &faults)
        case .programme: programme = try reader.identifier()
        case .channel: channel = try reader.value(of: WireNames.channel)
        case .kind: report.kind = try reader.value(of: WireNames.reportKind)
        case .occurredAt: report.occurredAt = try reader.instant()
        case .reportedAt: reportedAt = try reader.instant()
        case .reporter: report.reporter = try ReporterField.read(&reader, &faults)
        case .contactToken: report.contactToken = try reader.text(limit: 200)
        case .text: report.text = try Self.text(&reader, &faults)
        case .lang: report.language = try reader.value(of: WireNames.language)
        case .categoryHint: report.categoryHint = try reader.text(limit: 64)
        case .conditionHint: report.conditionHint = try reader.text(limit: 64)
        case .categoryScheme: report.categoryScheme = try reader.text(limit: 64)
        case .lifeRisk: report.lifeRisk = try reader.value(of: WireNames.lifeRisk)
        case .actionTaken: report.actionTaken = try reader.value(of: WireNames.actionTaken)
        case .location: place = try ReportPlace.read(&reader, &faults)
        case .media: report.media = try MediaText.readAll(&reader, &faults)
        case .threadID: report.threadID = try reader.text(limit: 64)
        case .relatedReportID: report.relatedReportID = try reader.identifier()
        case .consent: report.shareWithDepartment = try ConsentField.read(&reader, &faults)
        case .traceID: report.traceID = try reader.text(limit: 64)
        case .ext: try extras.takeGiven(&reader, &faults)
        case .unknown: try extras.takeUnknown(&reader, &faults)
        }
    }

    /// The id, which must not hold the number of a person: everybody sees ids. While faults are collected, it counts as
    /// read.
    private static func reportID(_ reader: inout JSONReader, _ faults: inout FaultCollector) throws(JSONFault) -> String
    {
        let at = reader.offset
        let id = try reader.identifier()
        if Masking.holdsPerson(id: id) { try faults.report(JSONFault(.badForm, at: at, .idWithoutPerson)) }
        return id
    }

    /// The text. While faults are collected, the beginning of one that is too long counts as read.
    private static func text(_ reader: inout JSONReader, _ faults: inout FaultCollector) throws(JSONFault) -> String? {
        guard faults.collectsAll else { return try reader.text(limit: ReportCodec.characters) }
        let at = reader.offset
        let text = try reader.text(limit: InputDecoding.limit)
        guard let text, text.unicodeScalars.count > ReportCodec.characters else { return text }
        try faults.report(JSONFault(.tooLong, at: at, .charactersIn(0...ReportCodec.characters)))
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(ReportCodec.characters)))
    }

    /// The report with a value that says nothing for each field that cannot be read, and whether its district or its
    /// programme can be; nil without id or text.
    func readable(at now: Instant) -> (report: Report, namesHome: Bool)? {
        guard let reportID, report.text != nil else { return nil }
        var readable = report
        readable.reportID = reportID
        readable.programme = programme ?? ReadableReport.unknownProgramme
        readable.channel = channel ?? .import
        readable.reportedAt = reportedAt ?? now
        readable.location = place?.location(assumed: channel == .miniprogram ? .gcj02 : .wgs84)
        return (readable, programme != nil || readable.location?.district != nil)
    }

    /// The report, if no field is missing; nil only while faults are collected.
    mutating func finished(at offset: Int, _ faults: inout FaultCollector) throws(JSONFault) -> Report? {
        func missing(_ field: ReportField) throws(JSONFault) {
            try faults.report(.missing(field.rawValue, at: offset))
        }
        if !isVersioned { try missing(.schemaVersion) }
        if reportID == nil { try missing(.reportID) }
        if programme == nil { try missing(.programme) }
        if channel == nil { try missing(.channel) }
        if reportedAt == nil { try missing(.reportedAt) }
        if report.text == nil, report.media.isEmpty, report.categoryHint == nil, !isContentRefused {
            try faults.report(
                JSONFault(.tooShort, at: offset, .atLeastOneOf(["text", "media", "category_hint"])))
        }
        report.ext = try extras.finished(&faults)
        guard let reportID, let programme, let channel, let reportedAt else { return nil }
        report.reportID = reportID
        report.programme = programme
        report.channel = channel
        report.reportedAt = reportedAt
        report.location = place?.location(assumed: channel == .miniprogram ? .gcj02 : .wgs84)
        return report
    }
}

/// The fields of `reporter`.
private enum ReporterField: String, JSONFields {
    case ref, kind, platform, anonymous, unknown

    static let keys = JSONKeys<ReporterField>()

    static func read(_ reader: inout JSONReader, _ faults: inout FaultCollector) throws(JSONFault) -> Reporter {
        var reporter = Reporter()
        _ = try reader.fields(ReporterField.self, &faults) { field, reader, _ throws(JSONFault) in
            switch field {
            case .ref: reporter.ref = try reader.text(limit: 200)
            case .kind: reporter.kind = try reader.value(of: WireNames.reporterKind)
            case .platform: reporter.platform = try reader.text(limit: 64)
            case .anonymous: reporter.anonymous = try reader.bool()
            case .unknown: try reader.skipValue()
            }
        }
        return reporter
    }
}

/// The fields of `consent`.
private enum ConsentField: String, JSONFields {
    case shareWithDepartment = "share_with_dept"
    case unknown

    static let keys = JSONKeys<ConsentField>()

    static func read(_ reader: inout JSONReader, _ faults: inout FaultCollector) throws(JSONFault) -> Bool {
        var share = false
        _ = try reader.fields(ConsentField.self, &faults) { field, reader, _ throws(JSONFault) in
            switch field {
            case .shareWithDepartment: share = try reader.bool()
            case .unknown: try reader.skipValue()
            }
        }
        return share
    }
}
