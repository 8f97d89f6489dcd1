internal import CLibrdkafka
internal import MessageLog

/// The topics one producer writes to: their handles, kept warm, and how many partitions each has.
///
/// A first produce to a cold topic may wait a second in 2.0.2 (#5032), and a topic that does not exist would be noticed only by
/// a time-out that holds up everyone. So a topic is asked for before its first record, and again after each failure. Used by
/// one thread at a time; a destination's number stays its own while the producer lives.
final class Destinations: @unchecked Sendable {
    /// Why a topic cannot be written now.
    struct Refusal: Error {
        let error: KafkaError
        /// The topic refuses; otherwise the cluster could not be asked.
        let isTopics: Bool
    }

    private var topics: [String] = []
    // Owned: made by `rd_kafka_topic_new`, freed in `close`, while the producer lives. It may name a topic that is gone.
    private var handles: [OpaquePointer] = []
    private var partitions: [Int] = []
    private var askedAt: [ContinuousClock.Instant] = []
    private var numbers: [String: Int] = [:]
    /// Those asked for not long ago and not failed since.
    private var trusted: [String: Int] = [:]
    /// Turns for records with neither partition nor key.
    private var turn = 0

    func topic(_ number: Int) -> String { topics[number] }
    func handle(_ number: Int) -> OpaquePointer { handles[number] }

    /// The number of a topic's destination, asking the cluster when it is not known.
    func number(of topic: String, _ producer: OpaquePointer) throws(Refusal) -> Int {
        if let number = trusted[topic] { return number }
        let number = if let known = numbers[topic] { known } else { try new(topic, producer) }
        partitions[number] = try Self.partitions(of: topic, handles[number], producer)
        askedAt[number] = .now
        trusted[topic] = number
        return number
    }

    /// Called before each transaction: partitions may have been added, so what is old is asked for again.
    func forgetOld() {
        for (topic, number) in trusted where askedAt[number].duration(to: .now) > .seconds(300) { trusted[topic] = nil }
    }

    /// Asks again for a topic that failed, at its next record.
    func distrust(_ number: Int) {
        trusted[topics[number]] = nil
    }

    /// The partition a record goes to.
    func partition(for record: NewRecord, _ number: Int) -> Int32 {
        if let partition = record.partition { return Int32(clamping: partition) }
        // A known partition is cheaper than the library's partitioner, and the same by contract.
        if let key = record.key { return Int32(KeyPartitioner.partition(of: key, among: partitions[number])) }
        turn &+= 1
        return Int32(turn % partitions[number])
    }

    /// Frees every handle; the producer still lives.
    func close() {
        for handle in handles { rd_kafka_topic_destroy(handle) }
        handles = []
        numbers = [:]
        trusted = [:]
    }

    private func new(_ topic: String, _ producer: OpaquePointer) throws(Refusal) -> Int {
        guard let handle = rd_kafka_topic_new(producer, topic, nil) else {
            throw Refusal(error: KafkaError(rd_kafka_last_error(), origin: "topic \(topic)"), isTopics: true)
        }
        numbers[topic] = handles.count
        topics.append(topic)
        handles.append(handle)
        partitions.append(1)
        askedAt.append(.now)
        return handles.count - 1
    }

    static func partitions(
        of topic: String, _ handle: OpaquePointer, _ producer: OpaquePointer
    ) throws(Refusal) -> Int {
        // Ours: freed below.
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(producer, 0, handle, &answer, 5000)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else {
            throw Refusal(error: KafkaError(code, origin: "asking for topic \(topic)"), isTopics: false)
        }
        defer { rd_kafka_metadata_destroy(answer) }
        guard answer.pointee.topic_cnt == 1, let found = answer.pointee.topics?.pointee else {
            throw Refusal(
                error: KafkaError(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, origin: "asking for topic \(topic)"), isTopics: true
            )
        }
        if found.err == RD_KAFKA_RESP_ERR_NO_ERROR, found.partition_cnt > 0 { return Int(found.partition_cnt) }
        let reason = found.err == RD_KAFKA_RESP_ERR_NO_ERROR ? RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE : found.err
        throw Refusal(error: KafkaError(reason, origin: "topic \(topic)"), isTopics: ErrorCode.isRefusal(reason))
    }
}
