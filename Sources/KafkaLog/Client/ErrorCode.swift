internal import CLibrdkafka
internal import Wording

/// Classifies librdkafka's error codes.
enum ErrorCode {
    /// The library's name of the code, from a closed list.
    static func name(_ code: rd_kafka_resp_err_t) -> String {
        guard let name = rd_kafka_err2name(code) else { return "ERR_\(code.rawValue)" }
        return String(cString: name)
    }

    /// Whether the error may pass with time.
    static func isTemporary(_ code: rd_kafka_resp_err_t) -> Bool {
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

    /// Whether one topic refuses the record while other topics are not affected.
    static func isTopicRefusal(_ code: rd_kafka_resp_err_t) -> Bool {
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

    /// The group has another generation, or another member of our name.
    static let groupFences: Set<String> = ["ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID", "FENCED_INSTANCE_ID"]

    /// Another producer has started with our transactional id.
    static let producerFences: Set<String> = ["_FENCED", "PRODUCER_FENCED", "INVALID_PRODUCER_EPOCH"]

    /// The library's own text; in Chinese after what the code means, where operators meet the code.
    static func reason(_ code: String, _ text: String) -> LocalText {
        LocalText(zh: (meanings[code] ?? "Kafka 报错") + "（\(text)）", en: text)
    }

    private static let meanings = [
        "_TRANSPORT": "与 broker 的连接中断", "_ALL_BROKERS_DOWN": "所有 broker 都连接不上", "_RESOLVE": "broker 的主机名无法解析",
        "_TIMED_OUT": "在时限内没有应答", "REQUEST_TIMED_OUT": "在时限内没有应答", "_MSG_TIMED_OUT": "记录在时限内没有写成",
        "_SSL": "TLS 出错", "_AUTHENTICATION": "登录被拒绝", "SASL_AUTHENTICATION_FAILED": "登录被拒绝",
        "TOPIC_AUTHORIZATION_FAILED": "没有该主题的权限", "GROUP_AUTHORIZATION_FAILED": "没有该消费组的权限",
        "TRANSACTIONAL_ID_AUTHORIZATION_FAILED": "没有该事务编号的权限", "CLUSTER_AUTHORIZATION_FAILED": "没有集群的权限",
        "_UNKNOWN_TOPIC": "没有这个主题", "UNKNOWN_TOPIC_OR_PART": "没有这个主题或分区", "_UNKNOWN_PARTITION": "没有这个分区",
        "MSG_SIZE_TOO_LARGE": "记录超过主题的大小上限", "RECORD_LIST_TOO_LARGE": "记录批次超过主题的大小上限",
        "POLICY_VIOLATION": "broker 的策略不允许", "LEADER_NOT_AVAILABLE": "分区暂时没有主副本",
        "NOT_LEADER_FOR_PARTITION": "分区的主副本已换到别处", "NOT_ENOUGH_REPLICAS": "同步副本不足",
        "NOT_ENOUGH_REPLICAS_AFTER_APPEND": "同步副本不足", "COORDINATOR_LOAD_IN_PROGRESS": "协调者正在加载",
        "COORDINATOR_NOT_AVAILABLE": "协调者暂时不可用", "NOT_COORDINATOR": "协调者已换到别处",
        "CONCURRENT_TRANSACTIONS": "上一个事务尚未结束", "UNSTABLE_OFFSET_COMMIT": "位点上还有未结束的事务",
        "_FENCED": "另一个写入者已接管", "PRODUCER_FENCED": "另一个写入者已接管", "INVALID_PRODUCER_EPOCH": "另一个写入者已接管",
        "ILLEGAL_GENERATION": "消费组已重新分配分片", "UNKNOWN_MEMBER_ID": "消费组已不认识本进程",
        "FENCED_INSTANCE_ID": "另一个进程以同一成员名加入了消费组", "_AUTO_OFFSET_RESET": "要读的位点已不存在",
        "OFFSET_OUT_OF_RANGE": "要读的位点已不存在", "OUT_OF_ORDER_SEQUENCE_NUMBER": "记录的序号不连续",
        "INVALID_TXN_STATE": "事务的状态不允许此操作", "THROTTLING_QUOTA_EXCEEDED": "超过 broker 的配额",
    ]
}
