package import HazardCore
package import JSONText

/// The codec of a whole case on `hazard.cases`: everything that is needed to rebuild the store and to continue the case
/// (`DECISIONS.md` #5; `config/contracts/README.md`, Case).
///
/// The encoding is lossless: a case that is written and read is equal, and writing it again gives the same bytes. Every
/// top-level field is always present. Absent values inside tasks, reports and history are left out.
package enum CaseCodec {
    /// The size in bytes that an encoded case should not exceed.
    package static let bytes = 512 * 1024

    /// Encodes a case, with its times in the UTC offset of `zone`.
    ///
    /// - Parameters:
    ///   - value: The case.
    ///   - accounts: False in an answer to a department: the accounts of reporters are then null, and the result is not
    ///     a whole case.
    ///   - zone: The UTC offset of the installation.
    ///   - writer: Receives the encoded case.
    package static func encode(
        _ value: Case, accounts: Bool = true, zone: ZoneOffset, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.schemaVersion(SchemaVersion.ofCase)
        writer.field("case_id", value.id.text)
        writer.field("shard", value.id.shard)
        writer.field("version", value.version)
        writer.field("state", value.state.rawValue)
        writer.field("programme", value.programme)
        writer.field("kind", value.kind.rawValue)
        writer.key("category")
        CategoryText.write(value.category, to: &writer)
        writer.field("condition", value.condition)
        writer.field("priority", value.priority.rawValue)
        writer.field("text", value.text)
        writer.key("location")
        CasePlace.write(value.location, to: &writer)
        writer.list("media", value.media) { writer, media in MediaText.write(media, zone: zone, to: &writer) }
        writer.field("opened_at", value.openedAt, zone)
        writer.field("registered_at", value.registeredAt, zone)
        writer.field("dispatched_at", value.dispatchedAt, zone)
        writer.field("resolved_at", value.resolvedAt, zone)
        writer.field("closed_at", value.closedAt, zone)
        writer.field("due_at", value.dueAt, zone)
        writer.field("due_clock", value.decision.limit?.clock.rawValue)
        writer.field("make_safe_due_at", value.makeSafeDueAt, zone)
        writer.field("next_due_at", value.nextDueAt, zone)
        writer.field("close_code", value.closeCode?.rawValue)
        writer.key("flags")
        CaseFlagsText.write(value.flags, to: &writer)
        writer.list("reports", value.reports) { writer, report in
            CaseReportText.write(report, accounts: accounts, zone: zone, to: &writer)
        }
        writer.list("tasks", value.tasks) { writer, task in
            CaseTaskText.write(task, of: value.id, zone: zone, to: &writer)
        }
        CaseDecisionText.write(value.decision, to: &writer)
        writer.list("rewards", value.rewards) { CaseRewardText.write($1, zone: zone, to: &$0) }
        writer.list("links", value.links) { CaseLinkText.write($1, to: &$0) }
        CaseCourseText.write(value, zone: zone, to: &writer)
        writer.list("history", value.history) { writer, event in
            CaseEventText.write(event, of: value.id, zone: zone, to: &writer)
        }
        writer.endObject()
    }

    /// The bytes of a whole case.
    package static func bytes(of value: Case, zone: ZoneOffset) -> [UInt8] {
        JSONWriter.bytes { encode(value, zone: zone, to: &$0) }
    }

    /// Decodes a case.
    ///
    /// - Throws: `WireFault.newer` for a case that a later version wrote, else `WireFault.unreadable` with the field
    ///   and the byte.
    package static func decode(_ bytes: [UInt8]) throws(WireFault) -> Case {
        try WireFault.read(bytes, upTo: SchemaVersion.ofCase) { reader throws(JSONFault) in
            try CaseReading.read(&reader)
        }
    }
}
