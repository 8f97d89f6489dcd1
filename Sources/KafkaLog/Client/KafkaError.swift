internal import CLibrdkafka
package import MessageLog

/// An error of Kafka or librdkafka, in words, with a bounded code and what may be done about it.
package struct KafkaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// librdkafka's name of the error (`_TRANSPORT`, `TOPIC_AUTHORIZATION_FAILED`): a closed list, safe as a metric label.
    package var code: String
    /// The sentence for people, with librdkafka's own text.
    package var reason: String
    /// What we were doing, such as `commit of shard 3`.
    package var origin: String
    /// The same call again may succeed.
    package var isRetriable: Bool
    /// This client is finished: destroy it.
    package var isFatal: Bool
    /// The open transaction must be aborted before anything else.
    package var requiresAbort: Bool

    package init(
        code: String, reason: String, origin: String, isRetriable: Bool = false, isFatal: Bool = false,
        requiresAbort: Bool = false
    ) {
        self.code = code
        self.reason = reason
        self.origin = origin
        self.isRetriable = isRetriable
        self.isFatal = isFatal
        self.requiresAbort = requiresAbort
    }

    package var description: String { "\(origin): \(reason) [\(code)]" }

    /// The same at the seam.
    package var failure: LogFailure {
        LogFailure(code: code, reason: "\(origin): \(reason)", isRetriable: isRetriable && !isFatal)
    }
}

extension KafkaError {
    /// From an error object; takes it over and frees it.
    init(consuming error: OpaquePointer, origin: String) {
        let code = rd_kafka_error_code(error)
        self.init(
            code: ErrorCode.name(code),
            reason: String(cString: rd_kafka_error_string(error)),
            origin: origin,
            isRetriable: rd_kafka_error_is_retriable(error) == 1,
            isFatal: rd_kafka_error_is_fatal(error) == 1,
            requiresAbort: rd_kafka_error_txn_requires_abort(error) == 1)
        rd_kafka_error_destroy(error)
    }

    /// From a bare code, with detail when the library gave some.
    init(_ code: rd_kafka_resp_err_t, origin: String, detail: String? = nil) {
        self.init(
            code: ErrorCode.name(code),
            reason: detail ?? String(cString: rd_kafka_err2str(code)),
            origin: origin,
            isRetriable: ErrorCode.isPassing(code),
            isFatal: code == RD_KAFKA_RESP_ERR__FATAL)
    }
}

/// What a bare error code means to us.
enum ErrorCode {
    /// The library's name of the code, a closed list.
    static func name(_ code: rd_kafka_resp_err_t) -> String {
        guard let name = rd_kafka_err2name(code) else { return "ERR_\(code.rawValue)" }
        return String(cString: name)
    }

    /// Errors that time may cure.
    static func isPassing(_ code: rd_kafka_resp_err_t) -> Bool {
        switch code {
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE,
            RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN, RD_KAFKA_RESP_ERR__WAIT_COORD,
            RD_KAFKA_RESP_ERR__RETRY, RD_KAFKA_RESP_ERR__WAIT_CACHE, RD_KAFKA_RESP_ERR__RESOLVE,
            RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
            RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_COORDINATOR, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS,
            RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT,
            RD_KAFKA_RESP_ERR_NOT_CONTROLLER, RD_KAFKA_RESP_ERR_THROTTLING_QUOTA_EXCEEDED:
            true
        default: false
        }
    }

    /// The destination refuses the record; every other destination is fine.
    static func isRefusal(_ code: rd_kafka_resp_err_t) -> Bool {
        switch code {
        case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC, RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
            RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
            RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE, RD_KAFKA_RESP_ERR_INVALID_RECORD,
            RD_KAFKA_RESP_ERR_POLICY_VIOLATION, RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP:
            true
        default: false
        }
    }

    /// The group has another generation or member in our place.
    static let groupFences: Set<String> = ["ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID", "FENCED_INSTANCE_ID"]

    /// Another producer has taken our transactional id.
    static let producerFences: Set<String> = ["_FENCED", "PRODUCER_FENCED", "INVALID_PRODUCER_EPOCH"]
}
