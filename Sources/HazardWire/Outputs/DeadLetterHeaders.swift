package import HazardCore
package import MessageLog
package import Wording

/// What the headers of a dead letter say: where the record stood and why it cannot be used.
///
/// Their names are in `HeaderName` (`config/contracts/README.md`, Dead letter).
package struct DeadLetterHeaders: Hashable, Sendable {
    package var topic: String
    package var partition: Int
    package var offset: Int64
    package var reason: RejectionReason
    /// What is wrong; never text of the message. A letter of a version without Chinese has the English in both.
    package var sentence: LocalText
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

    /// The headers to add to those of the record.
    package func headers(zone: ZoneOffset) -> [Header] {
        [
            Header(HeaderName.deadTopic, topic),
            Header(HeaderName.deadPartition, String(partition)),
            Header(HeaderName.deadOffset, String(offset)),
            Header(HeaderName.deadClass, reason.rawValue),
            Header(HeaderName.deadMessage, sentence.en),
            Header(HeaderName.deadMessageChinese, sentence.zh),
            Header(HeaderName.deadReason, reason.rawValue),
            Header(HeaderName.deadReceivedAt, TimeText.text(receivedAt, zone)),
        ]
    }

    /// Reads the headers of a dead letter; the last of each name counts. Nil when one is missing or not ours.
    package init?(_ headers: [Header]) {
        func text(_ name: String) -> String? {
            headers.last { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
        }
        guard let topic = text(HeaderName.deadTopic),
            let partition = text(HeaderName.deadPartition).flatMap({ Int($0) }),
            let offset = text(HeaderName.deadOffset).flatMap({ Int64($0) }),
            let reason = text(HeaderName.deadReason).flatMap(RejectionReason.init(rawValue:)),
            let receivedAt = text(HeaderName.deadReceivedAt).flatMap({ TimeText.parse($0) })
        else { return nil }
        let english = text(HeaderName.deadMessage) ?? ""
        let sentence = LocalText(zh: text(HeaderName.deadMessageChinese) ?? english, en: english)
        self.init(
            topic: topic, partition: partition, offset: offset, Rejection(reason, sentence), receivedAt: receivedAt)
    }
}
