internal import CLibrdkafka
internal import MessageLog
internal import Synchronization

/// A consumer without a group that fetches single partitions, each into the queue it is told, started and stopped alone.
///
/// Why not the group's consumer: `rd_kafka_assign` replaces the whole set, so each shard that starts stops and starts all. In
/// librdkafka 2.0.2 a second call while the stops of the first are under way ends the process (assertion `rktp_started` in
/// rdkafka_assignment.c:872; seen in one of eight starts of four shards) or leaves partitions stopped for ever (seen), and every
/// stop cuts the forwarding of the partition's queue. Nothing tells when a stop is done. `rd_kafka_consume_stop` waits for it.
final class Fetcher: Sendable {
    let client: KafkaClient
    private let state = Mutex(State())

    private struct State {
        // Owned: freed in `close`, before the client.
        nonisolated(unsafe) var topics: [String: OpaquePointer] = [:]
        /// Who fetches a partition now.
        var owners: [TopicPartition: ObjectIdentifier] = [:]
        var isClosed = false
    }

    init(_ settings: KafkaSettings, _ role: ClientRole, note: @escaping LogNoteSink) throws(KafkaError) {
        client = try KafkaClient(settings, role, note: note)
    }

    deinit {
        close(within: 0)
    }

    /// Fetches a partition from `next` on (its oldest record when `nil`) into `queue`, which the caller keeps until `stop`.
    ///
    /// When it returns nothing fetched before will be handed out any more: stopping raises the version that messages are
    /// compared with when they are taken from a queue.
    func start(_ at: TopicPartition, from next: Int64?, into queue: OpaquePointer, for owner: ObjectIdentifier)
        throws(KafkaError)
    {
        try client.use { (consumer) throws(KafkaError) in
            try state.withLock { (state) throws(KafkaError) in
                let origin = "reading \(at)"
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

    /// Stops fetching; nothing happens when the partition is another owner's by now.
    func stop(_ at: TopicPartition, for owner: ObjectIdentifier) {
        guard client.hold() != nil else { return }
        defer { client.release() }
        state.withLock { state in
            guard state.owners[at] == owner, let topic = state.topics[at.topic] else { return }
            rd_kafka_consume_stop(topic, Int32(at.partition))
            state.owners[at] = nil
        }
    }

    /// How many partitions a topic has; throws when it cannot be read.
    func partitions(of topic: String) throws(KafkaError) -> Int {
        try client.use { (consumer) throws(KafkaError) in
            guard let handle = rd_kafka_topic_new(consumer, topic, nil) else {
                throw KafkaError(rd_kafka_last_error(), origin: "reading \(topic)")
            }
            defer { rd_kafka_topic_destroy(handle) }
            do throws(Destinations.Refusal) {
                return try Destinations.partitions(of: topic, handle, consumer)
            } catch {
                var whole = error.error
                if let login = client.refusedLogin { whole.reason += ". \(login)" }
                throw whole
            }
        }
    }

    /// Serves errors and statistics; called now and then by a thread of the owner's.
    func serve() {
        guard let consumer = client.hold() else { return }
        defer { client.release() }
        rd_kafka_poll(consumer, 0)
    }

    /// Stops everything and ends the client. Harmless twice.
    func close(within seconds: Double) {
        if client.hold() != nil {
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
        client.destroy(within: seconds)
    }
}
