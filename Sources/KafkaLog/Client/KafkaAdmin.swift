internal import CLibrdkafka
internal import Foundation
internal import MessageLog

/// Asks about topics, makes and changes them.
extension KafkaClient {
    /// The oldest offset held and the end of what is committed (the last stable offset) of one partition.
    func bounds(of at: TopicPartition) throws(KafkaError) -> (oldest: Int64, next: Int64) {
        try use { (handle) throws(KafkaError) in
            var oldest: Int64 = 0
            var next: Int64 = 0
            let code = rd_kafka_query_watermark_offsets(handle, at.topic, Int32(at.partition), &oldest, &next, 5000)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, origin: "bounds of \(at)") }
            return (oldest, next)
        }
    }

    /// Kafka's own name of the cluster.
    func clusterID() throws(KafkaError) -> String {
        try use { (handle) throws(KafkaError) in
            // Ours: freed below.
            guard let name = rd_kafka_clusterid(handle, 10_000) else {
                throw KafkaError(
                    code: "_TIMED_OUT",
                    reason: refusedLogin
                        ?? "no broker answered within 10 s: check bootstrap servers, network and login",
                    origin: "cluster id", isRetriable: true)
            }
            defer { rd_kafka_mem_free(handle, name) }
            return String(cString: name)
        }
    }

    /// What exists of the named topics, with every setting the broker tells.
    func describe(_ topics: [String]) throws(KafkaError) -> [TopicDescription] {
        var found: [TopicDescription] = []
        for topic in topics {
            if let description = try shape(of: topic) { found.append(description) }
        }
        guard !found.isEmpty else { return [] }
        let settings = try settings(of: found.map(\.name))
        for index in found.indices { found[index].settings = settings[found[index].name] ?? [:] }
        return found
    }

    private func shape(of topic: String) throws(KafkaError) -> TopicDescription? {
        try use { (handle) throws(KafkaError) in
            let origin = "asking for topic \(topic)"
            // A handle for this question only; both are freed below.
            guard let one = rd_kafka_topic_new(handle, topic, nil) else {
                throw KafkaError(rd_kafka_last_error(), origin: origin)
            }
            defer { rd_kafka_topic_destroy(one) }
            var answer: UnsafePointer<rd_kafka_metadata>?
            let code = rd_kafka_metadata(handle, 0, one, &answer, 10_000)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else {
                throw KafkaError(code, origin: origin, detail: refusedLogin)
            }
            defer { rd_kafka_metadata_destroy(answer) }
            guard answer.pointee.topic_cnt == 1, let it = answer.pointee.topics?.pointee else { return nil }
            switch it.err {
            case RD_KAFKA_RESP_ERR_NO_ERROR: break
            case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC: return nil
            default: throw KafkaError(it.err, origin: origin)
            }
            let replicas = it.partitions?.pointee.replica_cnt ?? -1
            return TopicDescription(name: topic, partitions: Int(it.partition_cnt), replicas: Int(replicas))
        }
    }

    private func settings(of topics: [String]) throws(KafkaError) -> [String: [String: String]] {
        var resources: [OpaquePointer?] = topics.map { rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0) }
        defer { rd_kafka_ConfigResource_destroy_array(&resources, resources.count) }
        return try ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, "settings of topics") { handle, options, queue in
            rd_kafka_DescribeConfigs(handle, &resources, resources.count, options, queue)
        } read: { (event) throws(KafkaError) in
            var settings: [String: [String: String]] = [:]
            var count = 0
            let results = rd_kafka_DescribeConfigs_result_resources(
                rd_kafka_event_DescribeConfigs_result(event), &count)
            for result in UnsafeBufferPointer(start: results, count: count) {
                let code = rd_kafka_ConfigResource_error(result)
                let name = String(cString: rd_kafka_ConfigResource_name(result))
                guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                    throw KafkaError(code, origin: "settings of topic \(name)")
                }
                var entries = 0
                let list = rd_kafka_ConfigResource_configs(result, &entries)
                for entry in UnsafeBufferPointer(start: list, count: entries) {
                    guard let key = rd_kafka_ConfigEntry_name(entry), let value = rd_kafka_ConfigEntry_value(entry)
                    else { continue }
                    settings[name, default: [:]][String(cString: key)] = String(cString: value)
                }
            }
            return settings
        }
    }

    /// Makes the topics that do not exist, and returns when every broker that is asked knows them.
    func create(_ topics: [TopicDescription]) throws(KafkaError) {
        guard !topics.isEmpty else { return }
        var wanted: [OpaquePointer?] = []
        defer { rd_kafka_NewTopic_destroy_array(&wanted, wanted.count) }
        for topic in topics {
            var text = [CChar](repeating: 0, count: 512)
            guard
                let new = rd_kafka_NewTopic_new(
                    topic.name, Int32(clamping: topic.partitions), Int32(clamping: topic.replicas), &text, text.count)
            else {
                throw KafkaError(code: "_INVALID_ARG", reason: String(text), origin: "creation of topic \(topic.name)")
            }
            for (name, value) in topic.settings { rd_kafka_NewTopic_set_config(new, name, value) }
            wanted.append(new)
        }
        try ask(RD_KAFKA_ADMIN_OP_CREATETOPICS, "creation of topics") { handle, options, queue in
            rd_kafka_CreateTopics(handle, &wanted, wanted.count, options, queue)
        } read: { (event) throws(KafkaError) in
            var count = 0
            let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
            for result in UnsafeBufferPointer(start: results, count: count) {
                let code = rd_kafka_topic_result_error(result)
                guard code != RD_KAFKA_RESP_ERR_NO_ERROR, code != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS else {
                    continue
                }
                throw KafkaError(
                    code, origin: "creation of topic \(String(cString: rd_kafka_topic_result_name(result)))",
                    detail: rd_kafka_topic_result_error_string(result).map { String(cString: $0) })
            }
        }
        try waitUntilKnown(topics)
    }

    /// A broker answers before all know of the topic: the first write would be told it is unknown.
    private func waitUntilKnown(_ topics: [TopicDescription]) throws(KafkaError) {
        let deadline = ContinuousClock.now + .seconds(10)
        for topic in topics {
            while true {
                do throws(KafkaError) {
                    if let found = try shape(of: topic.name), found.partitions > 0 { break }
                } catch { guard error.isRetriable else { throw error } }
                guard ContinuousClock.now < deadline else {
                    throw KafkaError(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, origin: "creation of topic \(topic.name)")
                }
                usleep(20_000)
            }
        }
    }

    /// Sets the named settings; the others keep what was set for them.
    ///
    /// AlterConfigs, all that 2.0.2 speaks, replaces the whole set: so what is set now for this topic is sent along.
    func alter(_ topic: String, _ changes: [String: String]) throws(KafkaError) {
        let kept = try ownSettings(of: topic)
        guard let resource = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, origin: "settings of topic \(topic)")
        }
        var resources: [OpaquePointer?] = [resource]
        defer { rd_kafka_ConfigResource_destroy_array(&resources, 1) }
        for (name, value) in kept.merging(changes, uniquingKeysWith: { _, new in new }) {
            rd_kafka_ConfigResource_set_config(resource, name, value)
        }
        try ask(RD_KAFKA_ADMIN_OP_ALTERCONFIGS, "settings of topic \(topic)") { handle, options, queue in
            rd_kafka_AlterConfigs(handle, &resources, 1, options, queue)
        } read: { (event) throws(KafkaError) in
            var count = 0
            let results = rd_kafka_AlterConfigs_result_resources(rd_kafka_event_AlterConfigs_result(event), &count)
            for result in UnsafeBufferPointer(start: results, count: count) {
                let code = rd_kafka_ConfigResource_error(result)
                guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
                throw KafkaError(
                    code, origin: "settings of topic \(topic)",
                    detail: rd_kafka_ConfigResource_error_string(result).map { String(cString: $0) })
            }
        }
    }

    /// What is set for the topic itself, not inherited from the broker.
    private func ownSettings(of topic: String) throws(KafkaError) -> [String: String] {
        var resources: [OpaquePointer?] = [rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)]
        defer { rd_kafka_ConfigResource_destroy_array(&resources, 1) }
        return try ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, "settings of topic \(topic)") { handle, options, queue in
            rd_kafka_DescribeConfigs(handle, &resources, 1, options, queue)
        } read: { (event) throws(KafkaError) in
            var own: [String: String] = [:]
            var count = 0
            let results = rd_kafka_DescribeConfigs_result_resources(
                rd_kafka_event_DescribeConfigs_result(event), &count)
            for result in UnsafeBufferPointer(start: results, count: count) {
                let code = rd_kafka_ConfigResource_error(result)
                guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                    throw KafkaError(code, origin: "settings of topic \(topic)")
                }
                var entries = 0
                let list = rd_kafka_ConfigResource_configs(result, &entries)
                for entry in UnsafeBufferPointer(start: list, count: entries)
                where rd_kafka_ConfigEntry_source(entry) == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG {
                    guard let key = rd_kafka_ConfigEntry_name(entry), let value = rd_kafka_ConfigEntry_value(entry)
                    else { continue }
                    own[String(cString: key)] = String(cString: value)
                }
            }
            return own
        }
    }

    /// Sends one admin request and hands its answer to `read`; queue, options and event are freed here.
    private func ask<T>(
        _ operation: rd_kafka_admin_op_t, _ origin: String,
        send: (OpaquePointer, OpaquePointer?, OpaquePointer?) -> Void, read: (OpaquePointer) throws(KafkaError) -> T
    ) throws(KafkaError) -> T {
        try use { (handle) throws(KafkaError) in
            let queue = rd_kafka_queue_new(handle)
            defer { rd_kafka_queue_destroy(queue) }
            let options = rd_kafka_AdminOptions_new(handle, operation)
            defer { rd_kafka_AdminOptions_destroy(options) }
            rd_kafka_AdminOptions_set_request_timeout(options, 15_000, nil, 0)
            send(handle, options, queue)
            guard let event = rd_kafka_queue_poll(queue, 20_000) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, origin: origin, detail: refusedLogin)
            }
            defer { rd_kafka_event_destroy(event) }
            let code = rd_kafka_event_error(event)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                throw KafkaError(
                    code, origin: origin, detail: rd_kafka_event_error_string(event).map { String(cString: $0) })
            }
            return try read(event)
        }
    }
}
