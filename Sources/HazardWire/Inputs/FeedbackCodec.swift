package import HazardCore
package import JSONText

/// Feedback on `hazard.feedback` from a department, a verifier or a reporter (`config/contracts/README.md`, Feedback).
package enum FeedbackCodec {
    /// Decodes a record's value; nil is a tombstone.
    ///
    /// It masks contact data in `reason`, `note` and `text`, before anything is stored. `CaseDecider` checks what depends
    /// on the state of the case (a return without a reason, a resolve without a result) and tells the sender.
    ///
    /// - Throws: Why the record cannot be used.
    package static func decode(_ value: [UInt8]?) throws(Rejection) -> Feedback {
        try InputDecoding.decode(value, as: FeedbackDraft.self)
    }

    /// Decodes a message that its sender waits for, and warns of fields that are not known here.
    ///
    /// - Throws: Why the message cannot be used; then there are no warnings.
    package static func decode(
        _ value: [UInt8], warning warnings: inout WireProblems
    ) throws(Rejection) -> Feedback {
        try InputDecoding.decode(value, warning: &warnings, as: FeedbackDraft.self)
    }

    /// The problems of a value, for the answer to its sender; empty when it can be used.
    package static func problems(of value: [UInt8]) -> WireProblems {
        InputDecoding.problems(value, as: FeedbackDraft.self)
    }

    /// Writes feedback; absent fields are omitted.
    package static func encode(_ feedback: Feedback, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.schemaVersion()
        writer.field("event_id", feedback.eventID)
        writer.field("case_id", feedback.caseID.text)
        writer.optional("department", feedback.department)
        writer.nested("actor") { writer in
            writer.field("role", feedback.actor.role)
            writer.optional("ref", feedback.actor.ref)
        }
        writer.field("kind", feedback.kind)
        writer.optional("seq", feedback.sequence)
        writer.field("at", feedback.at, zone)
        writer.optional("reason", feedback.reason)
        writer.optional("suggested_department", feedback.suggestedDepartment)
        writer.optional("result", feedback.result)
        writer.optional("note", feedback.note)
        writer.optional("text", feedback.text)
        writer.optional("score", feedback.score.map { Int64($0) })
        writer.optional("until", feedback.until, zone)
        if !feedback.media.isEmpty {
            writer.list("media", feedback.media) { writer, media in
                MediaText.write(media, zone: zone, to: &writer)
            }
        }
        writer.endObject()
    }
}
