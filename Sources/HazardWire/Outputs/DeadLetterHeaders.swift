package import HazardCore

/// What the headers of a dead letter say: where the record stood and why it could not be used.
///
/// The names are those of Kafka Connect where it has one, so that its tools show them (`config/contracts/README.md`, Dead letter).
package struct DeadLetterHeaders: Hashable, Sendable {
    package var topic: String
    package var partition: Int
    package var offset: Int64
    package var reason: RejectionReason
    /// For people; never text of the message.
    package var sentence: String
    /// The append time of the record.
    package var receivedAt: Instant

    package init(topic: String, partition: Int, offset: Int64, _ rejection: Rejection, receivedAt: Instant) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        reason = rejection.reason
        sentence = rejection.sentence
        self.receivedAt = receivedAt
    }

    package static let topicName = "__connect.errors.topic"
    package static let partitionName = "__connect.errors.partition"
    package static let offsetName = "__connect.errors.offset"
    package static let className = "__connect.errors.exception.class.name"
    package static let messageName = "__connect.errors.exception.message"
    package static let reasonName = "hazard-reason"
    package static let receivedAtName = "hazard-received-at"
    /// Set when the value was too large for the topic: its bytes; it can be read at its coordinates.
    package static let omittedName = "hazard-value-omitted"

    /// Every name of ours: a replay takes them off again.
    package static let names: Set<String> = [
        topicName, partitionName, offsetName, className, messageName, reasonName, receivedAtName,
        omittedName,
    ]

    /// The headers to add to those the record had.
    package func headers(zone: ZoneOffset) -> [RecordHeader] {
        [
            RecordHeader(DeadLetterHeaders.topicName, topic),
            RecordHeader(DeadLetterHeaders.partitionName, String(partition)),
            RecordHeader(DeadLetterHeaders.offsetName, String(offset)),
            RecordHeader(DeadLetterHeaders.className, reason.rawValue),
            RecordHeader(DeadLetterHeaders.messageName, sentence),
            RecordHeader(DeadLetterHeaders.reasonName, reason.rawValue),
            RecordHeader(DeadLetterHeaders.receivedAtName, Timestamp.text(receivedAt, zone)),
        ]
    }

    /// Reads the headers of a dead letter; the last of each name counts. Nil when one is missing or not ours.
    package init?(_ headers: [RecordHeader]) {
        func text(_ name: String) -> String? {
            headers.last { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
        }
        guard let topic = text(DeadLetterHeaders.topicName),
            let partition = text(DeadLetterHeaders.partitionName).flatMap({ Int($0) }),
            let offset = text(DeadLetterHeaders.offsetName).flatMap({ Int64($0) }),
            let reason = text(DeadLetterHeaders.reasonName).flatMap(RejectionReason.init(rawValue:)),
            let receivedAt = text(DeadLetterHeaders.receivedAtName).flatMap({ Timestamp.parse($0) })
        else { return nil }
        self.init(
            topic: topic, partition: partition, offset: offset,
            Rejection(reason, text(DeadLetterHeaders.messageName) ?? ""), receivedAt: receivedAt)
    }
}
