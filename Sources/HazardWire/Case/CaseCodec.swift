package import HazardCore
package import JSONText

/// The whole case on `hazard.cases`: enough to rebuild every table and to go on deciding (`config/contracts/README.md`, Case).
///
/// Lossless: a case written and read is the same case, and written again the same bytes. Every field of `config/contracts/README.md` is
/// always there; inside tasks, reports and history what is absent is left out.
package enum CaseCodec {
    /// The most bytes a case's value should have.
    package static let bytes = 512 * 1024

    /// Writes a case, its times on the wall clocks of `zone`.
    ///
    /// - Parameters:
    ///   - value: The case.
    ///   - accounts: False in an answer to a department: the reporters' hashes are null, and the case is no longer whole.
    ///   - zone: The installation's zone.
    ///   - writer: Where it is appended.
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

    /// Reads a case.
    ///
    /// - Throws: `newer` for one that a later version wrote, else `unreadable` with the field and the byte.
    package static func decode(_ bytes: [UInt8]) throws(WireFault) -> Case {
        try WireFault.read(bytes, upTo: SchemaVersion.ofCase) { reader throws(JSONFault) in
            try CaseReading.read(&reader)
        }
    }
}
