import CLibrdkafka
import Foundation
import KafkaLog
import MessageLog

/// librdkafka's mock cluster, which answers requests with errors and closed connections.
///
/// It tests error codes only, not transactions: it ignores isolation levels, and EndTxn has no effect.
final class MockCluster: @unchecked Sendable {
    // Owned: the client that runs the cluster, and the cluster. `deinit` frees them in reverse order.
    private let carrier: OpaquePointer
    private let cluster: OpaquePointer
    let log: KafkaLog
    let diagnostics = RecordedDiagnostics()

    struct NotMade: Error {}

    /// Request types by their Kafka API key.
    enum Request: Int16 {
        case produce = 0
        case initProducerID = 22
        case addPartitions = 24
        case endTransaction = 26
        case transactionPositions = 28
    }

    init(_ topics: [String], transactionTimeout: Duration = .seconds(5)) throws {
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
                    "transaction.timeout.ms": "\(transactionTimeout.millisecondsRoundedUp)",
                    "message.timeout.ms": "\(transactionTimeout.millisecondsRoundedUp - 1000)",
                    "socket.timeout.ms": "\(transactionTimeout.millisecondsRoundedUp - 1000)", "linger.ms": "0",
                ]), diagnostics: diagnostics.handler)
    }

    deinit {
        log.close(within: .seconds(5))
        rd_kafka_mock_cluster_destroy(cluster)
        rd_kafka_destroy(carrier)
    }

    /// Answers the next requests of that type with these errors, one each.
    func answer(_ request: Request, _ errors: rd_kafka_resp_err_t...) {
        rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, errors.count, errors)
    }

    func forget(_ request: Request) { rd_kafka_mock_clear_request_errors(cluster, request.rawValue) }

    /// The session of shard 0 with its writer open.
    func session() throws -> any ShardSession {
        let host = LaneHost()
        try log.join(
            Membership(group: "g", member: "m", writerPrefix: "w-", inputs: ["in"], shards: 1), host: host)
        let session = try host.session()
        try session.openWriter()
        return session
    }

    /// How often a writer was replaced because its EndTxn was sent more than once.
    var tainted: Double { log.statistics().first { $0.name == "hazard_txn_tainted_total" }?.value ?? -1 }
}
