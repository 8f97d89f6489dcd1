package import HazardCore
package import JSONText

/// A report on `hazard.reports` (`config/contracts/README.md`, Report; `DOMAIN.md` §3).
package enum ReportCodec {
    /// The most bytes of a report's value.
    package static let bytes = InputDecoding.limit
    /// The most Unicode scalars of its text.
    package static let characters = 4000

    /// Decodes a record's value; nil is a tombstone.
    ///
    /// Unknown top-level fields go to `ext` as far as there is room (`ReportExtras`), unknown fields inside others are
    /// skipped, null and empty text count as absent. The text is not masked here: `CaseOpening` masks it.
    ///
    /// - Throws: Why the record cannot be used.
    package static func decode(_ value: [UInt8]?) throws(Rejection) -> Report {
        try InputDecoding.decode(value, as: ReportDraft.self)
    }

    /// Decodes a report that its sender waits for, and warns of misspelt fields and of fields that are not stored.
    ///
    /// - Throws: Why the report cannot be used; then there are no warnings.
    package static func decode(
        _ value: [UInt8], warning warnings: inout WireProblems
    ) throws(Rejection) -> Report {
        try InputDecoding.decode(value, warning: &warnings, as: ReportDraft.self)
    }

    /// The problems of a value, for the answer to its sender; empty when it can be used.
    package static func problems(of value: [UInt8]) -> WireProblems {
        InputDecoding.problems(value, as: ReportDraft.self)
    }

    /// Writes a report; absent fields are omitted.
    package static func encode(_ report: Report, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.schemaVersion()
        writer.field("report_id", report.reportID)
        writer.field("programme", report.programme)
        writer.field("channel", report.channel)
        if report.kind != .hazard { writer.field("kind", report.kind) }
        writer.optional("occurred_at", report.occurredAt, zone)
        writer.field("reported_at", report.reportedAt, zone)
        if report.reporter != Reporter() { reporter(report.reporter, to: &writer) }
        writer.optional("contact_token", report.contactToken)
        writer.optional("text", report.text)
        writer.optional("lang", report.language)
        writer.optional("category_hint", report.categoryHint)
        writer.optional("condition_hint", report.conditionHint)
        writer.optional("category_scheme", report.categoryScheme)
        if report.lifeRisk != .none { writer.field("life_risk", report.lifeRisk) }
        if report.actionTaken != .none { writer.field("action_taken", report.actionTaken) }
        if let location = report.location {
            writer.key("location")
            ReportPlace.write(location, to: &writer)
        }
        if !report.media.isEmpty {
            writer.list("media", report.media) { writer, media in
                MediaText.write(media, zone: zone, to: &writer)
            }
        }
        writer.optional("thread_id", report.threadID)
        writer.optional("related_report_id", report.relatedReportID)
        if report.shareWithDepartment { writer.nested("consent") { $0.field("share_with_dept", true) } }
        writer.optional("trace_id", report.traceID)
        if let ext = report.ext { writer.field("ext", raw: ext) }
        writer.endObject()
    }

    private static func reporter(_ reporter: Reporter, to writer: inout JSONWriter) {
        writer.nested("reporter") { writer in
            writer.optional("ref", reporter.ref)
            writer.optional("kind", reporter.kind)
            writer.optional("platform", reporter.platform)
            writer.optional("anonymous", reporter.anonymous)
        }
    }
}
