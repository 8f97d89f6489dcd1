internal import CLibrdkafka
internal import Foundation
internal import MessageLog

/// Reads one partition with a consumer of its own, without a group; the consumer ends when the reader is released.
final class KafkaReader: LogReader, @unchecked Sendable {
    private let client: KafkaClient
    private let inputs: ShardInputs
    private let at: TopicPartition
    // Owned: freed in `deinit`, before the client.
    private let topic: OpaquePointer

    /// Reads committed records from `next` on; from the oldest when that is negative or gone.
    init(_ settings: KafkaSettings, of at: TopicPartition, from next: Int64, note: @escaping LogNoteSink)
        throws(KafkaError)
    {
        let client = try KafkaClient(settings, .reader, note: note)
        self.client = client
        self.at = at
        topic = try Self.open(at, client)
        guard let inputs = ShardInputs(client, topics: [at.topic], partition: at.partition) else {
            rd_kafka_topic_destroy(topic)
            throw KafkaError(RD_KAFKA_RESP_ERR__DESTROY, origin: "reader of \(at)")
        }
        self.inputs = inputs
        inputs.begin(at: next < 0 ? [] : [Position(at, next: next)])
        let start = next < 0 ? Int64(RD_KAFKA_OFFSET_BEGINNING) : next
        // Not `rd_kafka_assign`, which wants a group (`_UNKNOWN_GROUP`): the messages come to the partition's queue all the same.
        guard rd_kafka_consume_start(topic, Int32(at.partition), start) == 0 else {
            let code = rd_kafka_last_error()
            inputs.close()
            rd_kafka_topic_destroy(topic)
            throw KafkaError(code, origin: "reader of \(at)")
        }
    }

    deinit {
        rd_kafka_consume_stop(topic, Int32(at.partition))
        inputs.close()
        rd_kafka_topic_destroy(topic)
        client.destroy(within: 0)
    }

    /// A handle of the topic, whose partition exists and may be read; else one would wait for it in vain.
    private static func open(_ at: TopicPartition, _ client: KafkaClient) throws(KafkaError) -> OpaquePointer {
        try client.use { (consumer) throws(KafkaError) in
            guard let handle = rd_kafka_topic_new(consumer, at.topic, nil) else {
                throw KafkaError(rd_kafka_last_error(), origin: "reader of \(at)")
            }
            let partitions: Int
            do throws(Destinations.Refusal) {
                partitions = try Destinations.partitions(of: at.topic, handle, consumer)
            } catch {
                rd_kafka_topic_destroy(handle)
                var whole = error.error
                if let login = client.context.refusedLogin { whole.reason += ". \(login)" }
                throw whole
            }
            guard at.partition >= 0, at.partition < partitions else {
                rd_kafka_topic_destroy(handle)
                throw KafkaError(
                    code: "_UNKNOWN_PARTITION", reason: "the topic has \(partitions) partitions",
                    origin: "reader of \(at)")
            }
            return handle
        }
    }

    func read(max: Int, milliseconds: Int) throws(LogFailure) -> LogBatch {
        do throws(KafkaError) {
            return try inputs.poll(max: Swift.max(1, max), milliseconds: milliseconds, checksEnd: true)
        } catch { throw error.failure }
    }
}
