import HazardCore
import HazardWire
import MessageLog

/// The dead letters of inputs that are read again from their beginning, so that none is written twice.
///
/// A report that is read again is recognised by its id. A record that was rejected left nothing but its dead letter.
struct RepeatedLetters {
    private let inputs: Set<TopicPartition>
    /// Hashes of contents and of places, of this process only.
    private var seen: Set<Int> = []

    init(of inputs: Set<TopicPartition>) { self.inputs = inputs }

    /// Takes a record of `hazard.dead-letters`.
    mutating func add(_ letter: Record) {
        guard let headers = DeadLetterHeaders(letter.headers),
            inputs.contains(TopicPartition(headers.topic, headers.partition))
        else { return }
        seen.insert(
            Self.place(headers.topic, headers.partition, headers.offset, headers.receivedAt.milliseconds))
        guard letter.header(HeaderName.deadValueOmitted) == nil, letter.header(HeaderName.keyOmitted) == nil else {
            return
        }
        seen.insert(Self.content(headers.topic, letter.key, letter.value))
    }

    /// Whether a dead letter with the bytes or with the place of that record exists.
    func contains(_ record: Record) -> Bool {
        guard inputs.contains(record.at) else { return false }
        return seen.contains(Self.content(record.topic, record.key, record.value))
            || seen.contains(Self.place(record.topic, record.partition, record.offset, record.timestamp))
    }

    private static func content(_ topic: String, _ key: [UInt8]?, _ value: [UInt8]?) -> Int {
        var hasher = Hasher()
        hasher.combine(topic)
        hasher.combine(key)
        hasher.combine(value)
        return hasher.finalize()
    }

    private static func place(_ topic: String, _ partition: Int, _ offset: Int64, _ time: Int64) -> Int {
        var hasher = Hasher()
        hasher.combine(topic)
        hasher.combine(partition)
        hasher.combine(offset)
        hasher.combine(time)
        return hasher.finalize()
    }
}
