internal import MessageLog

/// The names of the headers of our records (`config/contracts/README.md`).
package enum HeaderName {
    /// On a dispatch record: its `event_id`.
    package static let dispatchID = "hazard-dispatch-id"
    /// On a dispatch record: the shard that its feedback belongs to, in decimal.
    package static let shard = "hazard-shard"
    /// On a report and the dispatch records of its case: the W3C trace context.
    package static let traceparent = "traceparent"
    /// On a report, feedback, command or a record between shards: `<key id>;<hex HMAC-SHA256>`.
    package static let signature = "hazard-signature"
    /// On what the server signed: `<role>;<name>` of the caller. The signature covers it, a zero byte, and the value.
    package static let signedFor = "hazard-signed-for"

    // MARK: - Of a dead letter

    // The first five are the names of Kafka Connect, so that its tools show them.
    package static let deadTopic = "__connect.errors.topic"
    package static let deadPartition = "__connect.errors.partition"
    package static let deadOffset = "__connect.errors.offset"
    /// The reason code again, where Kafka Connect has the class of an exception.
    package static let deadClass = "__connect.errors.exception.class.name"
    /// What is wrong, in English.
    package static let deadMessage = "__connect.errors.exception.message"
    /// What is wrong, in Chinese.
    package static let deadMessageChinese = "hazard-message-zh"
    /// The reason code (`RejectionReason`).
    package static let deadReason = "hazard-reason"
    /// The append time of the record.
    package static let deadReceivedAt = "hazard-received-at"
    /// The number of bytes of a value that was too large for the topic and is left out.
    package static let deadValueOmitted = "hazard-value-omitted"
    /// The number of bytes of foreign headers that were too large for the topic and are left out; also on a record that was
    /// forwarded to its home shard.
    package static let headersOmitted = "hazard-headers-omitted"
    /// The number of bytes of a key that was too large for the topic and is left out.
    package static let keyOmitted = "hazard-key-omitted"

    /// On a record that was sent back to its topic: `<partition>/<offset>` of its dead letter.
    package static let replayedFrom = "hazard-replayed-from"
    /// On the marker of a replay among the dead letters: `<partition>/<offset>` of the letter, and who replayed it.
    package static let replayed = "hazard-replayed"
    package static let replayedBy = "hazard-replayed-by"
    /// On the marker of a letter that nobody will replay: `<partition>/<offset>` of the letter, who decided it, and why.
    package static let discarded = "hazard-discarded"
    package static let discardedBy = "hazard-discarded-by"
    package static let discardReason = "hazard-discard-reason"

    /// The headers that make a record a dead letter: a replay removes them.
    package static let ofDeadLetter: Set<String> = [
        deadTopic, deadPartition, deadOffset, deadClass, deadMessage, deadMessageChinese, deadReason, deadReceivedAt,
        deadValueOmitted, headersOmitted, keyOmitted,
    ]

    /// The headers of an input record that the dispatcher reads: they stay when foreign ones are left out.
    package static let read: Set<String> = [signature, signedFor, traceparent, replayedFrom]
}

extension Header {
    init(_ name: String, _ text: String) {
        self.init(name, Array(text.utf8))
    }
}
