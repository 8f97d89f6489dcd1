internal import CLibrdkafka
internal import MessageLog
internal import Synchronization
internal import Wording

/// A consumer without a group. It fetches each partition into a given queue and starts and stops each one separately.
///
/// The group's consumer cannot do this (`LIBRDKAFKA.md`, Forwarded queues): `rd_kafka_assign` replaces the whole set of partitions,
/// and a second call shortly after the first aborts the process. `rd_kafka_consume_stop` waits until the partition has stopped.
final class Fetcher: Sendable {
    let client: KafkaClient
    private let state = Mutex(State())

    private struct State {
        // Owned: freed in `close`, before the client.
        nonisolated(unsafe) var topics: [String: OpaquePointer] = [:]
        /// The inputs that fetch each partition now.
        var owners: [TopicPartition: ObjectIdentifier] = [:]
        var isClosed = false
    }

    init(_ settings: KafkaSettings, _ role: ClientRole, diagnostics: @escaping DiagnosticHandler) throws(KafkaError) {
        client = try KafkaClient(settings, role, diagnostics: diagnostics)
    }

    deinit {
        close(within: .zero)
    }

    /// Fetches a partition from `next` on (from its oldest record when nil) into `queue`, which the caller keeps until `stop`.
    ///
    /// After it returns, the queue delivers no record fetched before: stopping raises the version that librdkafka compares
    /// messages with when they are taken from a queue.
    ///
    /// - Throws: `KafkaError` when the fetcher is closed or librdkafka cannot start.
    func start(_ at: TopicPartition, from next: Int64?, into queue: OpaquePointer, for owner: ObjectIdentifier)
        throws(KafkaError)
    {
        try client.use { (consumer) throws(KafkaError) in
            try state.withLock { (state) throws(KafkaError) in
                let origin = LocalText.reading(at.description)
                guard !state.isClosed else { throw KafkaError(RD_KAFKA_RESP_ERR__DESTROY, origin: origin) }
                guard let topic = state.topics[at.topic] ?? rd_kafka_topic_new(consumer, at.topic, nil) else {
                    throw KafkaError(rd_kafka_last_error(), origin: origin)
                }
                state.topics[at.topic] = topic
                if state.owners.removeValue(forKey: at) != nil { rd_kafka_consume_stop(topic, Int32(at.partition)) }
                guard
                    rd_kafka_consume_start_queue(
                        topic, Int32(at.partition), next ?? Int64(RD_KAFKA_OFFSET_BEGINNING), queue) == 0
                else { throw KafkaError(rd_kafka_last_error(), origin: origin) }
                state.owners[at] = owner
            }
        }
    }

    /// Stops fetching, unless another owner fetches the partition now.
    func stop(_ at: TopicPartition, for owner: ObjectIdentifier) {
        guard client.retain() != nil else { return }
        defer { client.release() }
        state.withLock { state in
            guard state.owners[at] == owner, let topic = state.topics[at.topic] else { return }
            rd_kafka_consume_stop(topic, Int32(at.partition))
            state.owners[at] = nil
        }
    }

    /// The number of partitions of a topic.
    ///
    /// - Throws: `KafkaError` when the topic does not exist or the cluster cannot be asked.
    func partitions(of topic: String) throws(KafkaError) -> Int {
        try client.use { (consumer) throws(KafkaError) in
            guard let handle = rd_kafka_topic_new(consumer, topic, nil) else {
                throw KafkaError(rd_kafka_last_error(), origin: .reading(topic))
            }
            defer { rd_kafka_topic_destroy(handle) }
            do throws(Destinations.Refusal) {
                return try Destinations.partitions(of: topic, handle, consumer)
            } catch {
                throw error.error.explained(byLogin: client.refusedLogin)
            }
        }
    }

    /// Serves errors and statistics; the owner's thread calls it regularly.
    func serve() {
        guard let consumer = client.retain() else { return }
        defer { client.release() }
        rd_kafka_poll(consumer, 0)
    }

    /// Stops every partition and ends the client. A second call does nothing.
    func close(within limit: Duration) {
        if client.retain() != nil {
            defer { client.release() }
            state.withLock { state in
                state.isClosed = true
                for at in state.owners.keys {
                    if let topic = state.topics[at.topic] { rd_kafka_consume_stop(topic, Int32(at.partition)) }
                }
                for topic in state.topics.values { rd_kafka_topic_destroy(topic) }
                state.owners = [:]
                state.topics = [:]
            }
        }
        client.destroy(within: limit)
    }
}
