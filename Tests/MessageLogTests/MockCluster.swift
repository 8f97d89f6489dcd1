import CLibrdkafka
import Foundation
import KafkaLog
import MessageLog

/// librdkafka's cluster in memory, for what brokers answer on the wire: errors, refusals, closed connections.
///
/// Good for codes, proof of nothing about transactions: it ignores isolation and gives EndTxn no effect.
final class MockCluster: @unchecked Sendable {
    // Owned: the client that carries the cluster and the cluster, freed in this order's reverse in `deinit`.
    private let carrier: OpaquePointer
    private let cluster: OpaquePointer
    let log: KafkaLog
    let notes = Notes()

    struct NotMade: Error {}

    /// Requests by Kafka's number of them.
    enum Request: Int16 {
        case produce = 0
        case initProducerID = 22
        case addPartitions = 24
        case endTransaction = 26
        case transactionPositions = 28
    }

    init(_ topics: [String], transactionMilliseconds: Int = 5000) throws {
        guard let carrier = rd_kafka_new(RD_KAFKA_PRODUCER, nil, nil, 0) else { throw NotMade() }
        guard let cluster = rd_kafka_mock_cluster_new(carrier, 1) else {
            rd_kafka_destroy(carrier)
            throw NotMade()
        }
        self.carrier = carrier
        self.cluster = cluster
        for topic in topics { _ = rd_kafka_mock_topic_create(cluster, topic, 1, 1) }
        log = try KafkaLog(
            KafkaSettings(
                bootstrapServers: String(cString: rd_kafka_mock_cluster_bootstraps(cluster)),
                settings: [
                    "transaction.timeout.ms": "\(transactionMilliseconds)",
                    "message.timeout.ms": "\(transactionMilliseconds - 1000)",
                    "socket.timeout.ms": "\(transactionMilliseconds - 1000)", "linger.ms": "0",
                ]), note: notes.take)
    }

    deinit {
        log.close(within: 5)
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(carrier)
    }

    /// The next requests of that kind are answered with these errors, one each.
    func answer(_ request: Request, _ errors: rd_kafka_resp_err_t...) {
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, errors.count, errors)
    }

    func forget(_ request: Request) { rd_kafka_mock_clear_request_errors(cluster, request.rawValue) }

    /// The session of shard 0, its writer open.
    func session() throws -> any ShardSession {
        let host = LaneHost()
        try log.join(
            Membership(group: "g", member: "m", writerPrefix: "w-", inputs: ["in"], shards: 1), host: host)
        let session = try host.session()
        try session.openWriter()
        return session
    }

    /// How often a writer had to be made anew because its EndTxn was sent more than once.
    var tainted: Double { log.statistics().first { $0.name == "hazard_txn_tainted_total" }?.value ?? -1 }
}
