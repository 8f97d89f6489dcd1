internal import CLibrdkafka
internal import Foundation
internal import MessageLog

/// Reads one partition with a consumer of its own, without a group; the consumer ends when the reader is released.
final class KafkaReader: LogReader, @unchecked Sendable {
    private let client: KafkaClient
    private let inputs: ShardInputs
    private let at: TopicPartition

    /// Reads committed records from `next` on; from the oldest when that is negative or gone.
    init(_ settings: KafkaSettings, of at: TopicPartition, from next: Int64, note: @escaping LogNoteSink) throws(KafkaError) {
        let client = try KafkaClient(settings, .reader, note: note)
        try Self.check(at, client)
        guard let inputs = ShardInputs(client, topics: [at.topic], partition: at.partition) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__DESTROY, origin: "reader of \(at)")
        }
        self.client = client
        self.inputs = inputs
        self.at = at
        inputs.begin(at: next < 0 ? [] : [Position(at, next: next)])
        try client.use { (consumer) throws(KafkaError) in
            guard let list = partitionList(inputs.resumePositions()) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, origin: "reader of \(at)")
            }
            defer { rd_kafka_topic_partition_list_destroy(list) }
            let code = rd_kafka_assign(consumer, list)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, origin: "reader of \(at)") }
        }
    }

    deinit {
        inputs.close()
        client.destroy(within: 0)
    }

    /// The partition exists and may be read; else one would wait for it in vain.
    private static func check(_ at: TopicPartition, _ client: KafkaClient) throws(KafkaError) {
        try client.use { (consumer) throws(KafkaError) in
            guard let handle = rd_kafka_topic_new(consumer, at.topic, nil) else {
                throw KafkaError(rd_kafka_last_error(), origin: "reader of \(at)")
            }
            defer { rd_kafka_topic_destroy(handle) }
            let partitions: Int
            do throws(Destinations.Refusal) {
                partitions = try Destinations.partitions(of: at.topic, handle, consumer)
            } catch {
                var whole = error.error
                if let login = client.context.refusedLogin { whole.reason += ". \(login)" }
                throw whole
            }
            guard at.partition >= 0, at.partition < partitions else {
                throw KafkaError(
                    code: "_UNKNOWN_PARTITION", reason: "the topic has \(partitions) partitions", origin: "reader of \(at)")
            }
        }
    }

    func read(max: Int, milliseconds: Int) throws(LogFailure) -> LogBatch {
        do throws(KafkaError) {
            return try inputs.poll(max: Swift.max(1, max), milliseconds: milliseconds, checksEnd: true)
        } catch { throw error.failure }
    }
}
