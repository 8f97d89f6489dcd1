package import HazardCore
package import JSONText

/// Feedback on `hazard.feedback`: what a department, a verifier or a reporter says (`config/contracts/README.md`, Feedback).
package enum FeedbackCodec {
    /// Decodes a record's value; nil is a tombstone.
    ///
    /// Contact data in `reason`, `note` and `text` is masked here, before anything is kept. What the state of the case
    /// decides (a return without a reason, a resolve without a result) is for `CaseDecider`, which tells the sender.
    package static func decode(_ value: [UInt8]?) throws(Rejection) -> Feedback {
        try InputDecoding.decode(value, as: FeedbackDraft.self)
    }

    /// Everything that is wrong with a value, for an answer to its sender; empty when it can be used.
    package static func problems(of value: [UInt8]) -> [WireProblem] {
        InputDecoding.problems(value, as: FeedbackDraft.self)
    }

    /// Writes feedback; what is absent is left out.
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
