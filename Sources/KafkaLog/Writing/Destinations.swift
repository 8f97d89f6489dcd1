internal import CLibrdkafka
internal import MessageLog

/// The topics that one producer writes to: their handles and partition counts.
///
/// The cluster is asked for a topic before its first record and again after each failure (`LIBRDKAFKA.md`, First produce): a missing
/// topic would otherwise be found only by a timeout that delays all topics. One thread at a time uses it. The number of a
/// destination does not change while the producer exists.
final class Destinations: @unchecked Sendable {
    /// Why a topic cannot be written to now.
    struct Refusal: Error {
        let error: KafkaError
        /// The topic itself refuses; otherwise the cluster could not be asked.
        let isByTopic: Bool
    }

    private var topics: [String] = []
    // Owned: made by `rd_kafka_topic_new`, freed in `close`, before the producer. The topic may have been deleted.
    private var handles: [OpaquePointer] = []
    private var partitions: [Int] = []
    private var checkedAt: [ContinuousClock.Instant] = []
    private var numbers: [String: Int] = [:]
    /// Topics that were checked recently and have not failed since.
    private var verified: [String: Int] = [:]
    /// Counts records without partition and key, which go to the partitions in turn.
    private var roundRobin = 0

    func topic(_ number: Int) -> String { topics[number] }
    func handle(_ number: Int) -> OpaquePointer { handles[number] }

    /// The number of a topic's destination; asks the cluster when the topic was not checked recently.
    ///
    /// - Throws: `Refusal`.
    func number(of topic: String, _ producer: OpaquePointer) throws(Refusal) -> Int {
        if let number = verified[topic] { return number }
        let number = if let known = numbers[topic] { known } else { try new(topic, producer) }
        partitions[number] = try Self.partitions(of: topic, handles[number], producer)
        checkedAt[number] = .now
        verified[topic] = number
        return number
    }

    /// Has topics that were checked long ago checked again, because partitions may have been added. Called before each transaction.
    func expireChecks() {
        for (topic, number) in verified where checkedAt[number].duration(to: .now) > .seconds(300) {
            verified[topic] = nil
        }
    }

    /// Has a topic checked again at its next record, after a failure.
    func markUnverified(_ number: Int) {
        verified[topics[number]] = nil
    }

    /// The partition a record goes to.
    func partition(for record: NewRecord, _ number: Int) -> Int32 {
        if let partition = record.partition { return Int32(clamping: partition) }
        // An explicit partition costs less than the library's partitioner, which computes the same one.
        if let key = record.key { return Int32(KeyPartitioner.partition(of: key, among: partitions[number])) }
        roundRobin &+= 1
        return Int32(roundRobin % partitions[number])
    }

    /// Frees every handle; the producer still exists.
    func close() {
        for handle in handles { rd_kafka_topic_destroy(handle) }
        handles = []
        numbers = [:]
        verified = [:]
    }

    private func new(_ topic: String, _ producer: OpaquePointer) throws(Refusal) -> Int {
        guard let handle = rd_kafka_topic_new(producer, topic, nil) else {
            throw Refusal(error: KafkaError(rd_kafka_last_error(), origin: .topic(topic)), isByTopic: true)
        }
        numbers[topic] = handles.count
        topics.append(topic)
        handles.append(handle)
        partitions.append(1)
        checkedAt.append(.now)
        return handles.count - 1
    }

    /// Asks the cluster for the number of partitions of a topic.
    ///
    /// - Throws: `Refusal` when the topic cannot be written to or the cluster cannot be asked.
    static func partitions(
        of topic: String, _ handle: OpaquePointer, _ producer: OpaquePointer
    ) throws(Refusal) -> Int {
        // Owned: freed below.
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(producer, 0, handle, &answer, Int32(milliseconds: .seconds(5)))
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else {
            throw Refusal(error: KafkaError(code, origin: .query(ofTopic: topic)), isByTopic: false)
        }
        defer { rd_kafka_metadata_destroy(answer) }
        guard answer.pointee.topic_cnt == 1, let found = answer.pointee.topics?.pointee else {
            throw Refusal(
                error: KafkaError(RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, origin: .query(ofTopic: topic)), isByTopic: true
            )
        }
        if found.err == RD_KAFKA_RESP_ERR_NO_ERROR, found.partition_cnt > 0 { return Int(found.partition_cnt) }
        let reason = found.err == RD_KAFKA_RESP_ERR_NO_ERROR ? RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE : found.err
        throw Refusal(error: KafkaError(reason, origin: .topic(topic)), isByTopic: ErrorCode.isTopicRefusal(reason))
    }
}
