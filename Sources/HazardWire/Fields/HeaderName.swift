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

    /// The headers that make a record a dead letter: a replay removes them.
    package static let ofDeadLetter: Set<String> = [
        deadTopic, deadPartition, deadOffset, deadClass, deadMessage, deadMessageChinese, deadReason, deadReceivedAt,
        deadValueOmitted,
    ]
}

extension Header {
    init(_ name: String, _ text: String) {
        self.init(name, Array(text.utf8))
    }
}
