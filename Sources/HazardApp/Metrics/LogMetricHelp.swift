/// The help texts of the numbers that a log publishes under its own names: the embedded log's, and those of librdkafka.
enum LogMetricHelp {
    static let texts = [
        "hazard_log_file_bytes": "Size of the embedded log.",
        "hazard_log_wal_bytes": "Size of the embedded log's write-ahead log.",
        "hazard_log_records_total": "Records written to the embedded log.",
        "hazard_log_commits_total": "Commits of the embedded log to its file; several transactions may share one.",
        "hazard_log_transactions_total": "Transactions that the embedded log has committed.",
        "hazard_log_checkpoint_failures_total": "Checkpoints of the embedded log that failed.",
        "hazard_log_maintenance_failures_total": "Runs of the embedded log's retention or compaction that failed.",
        "kafka_queue_messages": "Messages that wait in a producer's queue.",
        "kafka_queue_messages_bytes": "Size of the messages that wait in a producer's queue.",
        "kafka_requests_total": "Requests sent to brokers.",
        "kafka_requests_bytes_total": "Bytes sent to brokers.",
        "kafka_responses_total": "Responses received from brokers.",
        "kafka_responses_bytes_total": "Bytes received from brokers.",
        "kafka_produced_messages_total": "Messages sent to brokers.",
        "kafka_produced_messages_bytes_total": "Bytes of the messages sent to brokers.",
        "kafka_consumed_messages_total": "Messages received from brokers.",
        "kafka_consumed_messages_bytes_total": "Bytes of the messages received from brokers.",
        "kafka_broker_rtt_p99_seconds": "Round trip to a broker, 99 of 100 are faster.",
        "kafka_broker_request_retries_total": "Requests to a broker that were sent again.",
        "kafka_broker_request_timeouts_total": "Requests to a broker without a response in time.",
        "kafka_broker_disconnects_total": "Lost connections to a broker.",
        "kafka_consumergroup_lag": "Records of an input that the group has not committed.",
        "kafka_fetch_queue_messages": "Fetched records that a shard has not taken yet.",
    ]
}
