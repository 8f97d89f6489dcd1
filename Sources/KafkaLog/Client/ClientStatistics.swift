internal import Foundation
internal import MessageLog

/// Makes metrics from librdkafka's statistics, which arrive as JSON every ten seconds.
///
/// The names are those of common dashboards (kafka-exporter's lag, Vector's client counters); they never change.
enum ClientStatistics {
    /// The numbers of one client.
    static func ofClient(_ name: String, _ json: String) -> [LogStatistic] {
        guard let top = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] else { return [] }
        return [
            ("msg_cnt", "kafka_queue_messages"), ("msg_size", "kafka_queue_messages_bytes"),
            ("tx", "kafka_requests_total"), ("tx_bytes", "kafka_requests_bytes_total"),
            ("rx", "kafka_responses_total"), ("rx_bytes", "kafka_responses_bytes_total"),
            ("txmsgs", "kafka_produced_messages_total"), ("txmsg_bytes", "kafka_produced_messages_bytes_total"),
            ("rxmsgs", "kafka_consumed_messages_total"), ("rxmsg_bytes", "kafka_consumed_messages_bytes_total"),
        ].compactMap { key, metric in
            (top[key] as? NSNumber).map { LogStatistic(name: metric, labels: ["client": name], value: $0.doubleValue) }
        } + brokers(name, top)
    }

    private static func brokers(_ name: String, _ top: [String: Any]) -> [LogStatistic] {
        guard let brokers = top["brokers"] as? [String: [String: Any]] else { return [] }
        return brokers.values.filter { ($0["nodeid"] as? NSNumber)?.intValue ?? -1 >= 0 }.flatMap {
            broker -> [LogStatistic] in
            let labels = ["client": name, "broker": "\((broker["nodeid"] as? NSNumber)?.intValue ?? -1)"]
            var found: [LogStatistic] = []
            if let p99 = ((broker["rtt"] as? [String: Any])?["p99"] as? NSNumber)?.doubleValue {
                found.append(LogStatistic(name: "kafka_broker_rtt_p99_seconds", labels: labels, value: p99 / 1e6))
            }
            for (key, metric) in [
                ("txretries", "kafka_broker_request_retries_total"),
                ("req_timeouts", "kafka_broker_request_timeouts_total"),
                ("disconnects", "kafka_broker_disconnects_total"),
            ] {
                guard let value = broker[key] as? NSNumber else { continue }
                found.append(LogStatistic(name: metric, labels: labels, value: value.doubleValue))
            }
            return found
        }
    }

    /// The lag of the inputs: the last stable offset minus the position that our transactions have committed.
    ///
    /// The library's `consumer_lag` does not include positions committed in a transaction (`LIBRDKAFKA.md`, Statistics).
    static func lag(group: String, committed: [Position], _ json: String) -> [LogStatistic] {
        guard let top = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any],
            let topics = top["topics"] as? [String: [String: Any]]
        else { return [] }
        return committed.flatMap { position -> [LogStatistic] in
            guard let partitions = topics[position.at.topic]?["partitions"] as? [String: [String: Any]],
                let partition = partitions["\(position.at.partition)"],
                let stable = (partition["ls_offset"] as? NSNumber)?.int64Value, stable >= 0
            else { return [] }
            let labels = [
                "consumergroup": group, "topic": position.at.topic, "partition": "\(position.at.partition)",
            ]
            var found = [
                LogStatistic(
                    name: "kafka_consumergroup_lag", labels: labels, value: Double(max(0, stable - position.next)))
            ]
            if let high = (partition["hi_offset"] as? NSNumber)?.int64Value, high >= 0 {
                found.append(
                    LogStatistic(name: "hazard_lso_gap_records", labels: labels, value: Double(max(0, high - stable))))
            }
            if let queued = (partition["fetchq_cnt"] as? NSNumber)?.doubleValue {
                found.append(LogStatistic(name: "kafka_fetch_queue_messages", labels: labels, value: queued))
            }
            return found
        }
    }
}
