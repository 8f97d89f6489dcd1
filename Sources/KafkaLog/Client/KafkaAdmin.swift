internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Wording

/// Describes, creates and changes topics.
extension KafkaClient {
    private static let queryTimeout = Int32(milliseconds: .seconds(5))
    private static let metadataTimeout = Int32(milliseconds: .seconds(10))

    /// The oldest offset and the last stable offset of one partition.
    ///
    /// - Throws: `KafkaError` when no broker answers for the partition.
    func bounds(of at: TopicPartition) throws(KafkaError) -> (oldest: Int64, next: Int64) {
        try use { (handle) throws(KafkaError) in
            var oldest: Int64 = 0
            var next: Int64 = 0
            let code = rd_kafka_query_watermark_offsets(
                handle, at.topic, Int32(at.partition), &oldest, &next, Self.queryTimeout)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code, origin: .bounds(of: at)) }
            return (oldest, next)
        }
    }

    /// The cluster id.
    ///
    /// - Throws: `_TIMED_OUT` when no broker answers.
    func clusterID() throws(KafkaError) -> String {
        try use { (handle) throws(KafkaError) in
            // Owned: freed below.
            guard let name = rd_kafka_clusterid(handle, Self.metadataTimeout) else {
                throw KafkaError(
                    code: "_TIMED_OUT",
                    reason: refusedLogin
                        ?? LocalText(
                            zh: "10 秒内没有 broker 应答：请检查 bootstrap servers、网络与登录",
                            en: "no broker answered within 10 s: check bootstrap servers, network and login"),
                    origin: .clusterID, isRetriable: true)
            }
            defer { rd_kafka_mem_free(handle, name) }
            return String(cString: name)
        }
    }

    /// Those of the named topics that exist, with every setting that the broker returns.
    ///
    /// - Throws: `KafkaError` when the cluster cannot be asked.
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

    /// A topic without its settings; nil when there is no such topic.
    ///
    /// - Throws: `KafkaError` when the cluster cannot be asked.
    func shape(of topic: String) throws(KafkaError) -> TopicDescription? {
        try use { (handle) throws(KafkaError) in
            let origin = LocalText.query(ofTopic: topic)
            // Owned, both: freed below.
            guard let one = rd_kafka_topic_new(handle, topic, nil) else {
                throw KafkaError(rd_kafka_last_error(), origin: origin)
            }
            defer { rd_kafka_topic_destroy(one) }
            var answer: UnsafePointer<rd_kafka_metadata>?
            let code = rd_kafka_metadata(handle, 0, one, &answer, Self.metadataTimeout)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer else {
                throw KafkaError(code, origin: origin, refusedLogin: refusedLogin)
            }
            defer { rd_kafka_metadata_destroy(answer) }
            guard answer.pointee.topic_cnt == 1, let found = answer.pointee.topics?.pointee else { return nil }
            switch found.err {
            case RD_KAFKA_RESP_ERR_NO_ERROR: break
            case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC: return nil
            default: throw KafkaError(found.err, origin: origin)
            }
            let replicas = found.partitions?.pointee.replica_cnt ?? -1
            return TopicDescription(name: topic, partitions: Int(found.partition_cnt), replicas: Int(replicas))
        }
    }

    private func settings(of topics: [String]) throws(KafkaError) -> [String: [String: String]] {
        var resources: [OpaquePointer?] = topics.map { rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0) }
        defer { rd_kafka_ConfigResource_destroy_array(&resources, resources.count) }
        return try ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, .settingsOfTopics) { handle, options, queue in
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
                    throw KafkaError(code, origin: .settings(ofTopic: name))
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

    /// Creates the topics that do not exist, and returns when the asked broker knows them.
    ///
    /// - Throws: `KafkaError` of the first topic that is not created.
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
                throw KafkaError(
                    code: "_INVALID_ARG", reason: ErrorCode.reason("_INVALID_ARG", String(text)),
                    origin: .creation(ofTopic: topic.name))
            }
            for (name, value) in topic.settings { rd_kafka_NewTopic_set_config(new, name, value) }
            wanted.append(new)
        }
        try ask(RD_KAFKA_ADMIN_OP_CREATETOPICS, .creationOfTopics) { handle, options, queue in
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
                    code, origin: .creation(ofTopic: String(cString: rd_kafka_topic_result_name(result))),
                    detail: rd_kafka_topic_result_error_string(result).map { String(cString: $0) })
            }
        }
        try waitUntilKnown(topics)
    }

    /// The broker answers before all brokers know the topic; until then a write would fail with an unknown topic.
    private func waitUntilKnown(_ topics: [TopicDescription]) throws(KafkaError) {
        let deadline = ContinuousClock.now + .seconds(10)
        for topic in topics {
            while true {
                do throws(KafkaError) {
                    if let found = try shape(of: topic.name), found.partitions > 0 { break }
                } catch { guard error.isRetriable else { throw error } }
                guard ContinuousClock.now < deadline else {
                    throw KafkaError(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, origin: .creation(ofTopic: topic.name))
                }
                usleep(20_000)
            }
        }
    }

    /// Sets the named settings; other settings keep their values.
    ///
    /// librdkafka 2.0.2 has only AlterConfigs, which replaces all settings of the topic, so the current ones are sent too.
    ///
    /// - Throws: `KafkaError` when the broker refuses a setting or cannot be asked.
    func alter(_ topic: String, _ changes: [String: String]) throws(KafkaError) {
        let current = try ownSettings(of: topic)
        guard let resource = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, origin: .settings(ofTopic: topic))
        }
        var resources: [OpaquePointer?] = [resource]
        defer { rd_kafka_ConfigResource_destroy_array(&resources, 1) }
        for (name, value) in current.merging(changes, uniquingKeysWith: { _, new in new }) {
            rd_kafka_ConfigResource_set_config(resource, name, value)
        }
        try ask(RD_KAFKA_ADMIN_OP_ALTERCONFIGS, .settings(ofTopic: topic)) { handle, options, queue in
            rd_kafka_AlterConfigs(handle, &resources, 1, options, queue)
        } read: { (event) throws(KafkaError) in
            var count = 0
            let results = rd_kafka_AlterConfigs_result_resources(rd_kafka_event_AlterConfigs_result(event), &count)
            for result in UnsafeBufferPointer(start: results, count: count) {
                let code = rd_kafka_ConfigResource_error(result)
                guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { continue }
                throw KafkaError(
                    code, origin: .settings(ofTopic: topic),
                    detail: rd_kafka_ConfigResource_error_string(result).map { String(cString: $0) })
            }
        }
    }

    /// The settings of the topic itself, without those inherited from the broker.
    private func ownSettings(of topic: String) throws(KafkaError) -> [String: String] {
        var resources: [OpaquePointer?] = [rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic)]
        defer { rd_kafka_ConfigResource_destroy_array(&resources, 1) }
        return try ask(RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, .settings(ofTopic: topic)) { handle, options, queue in
            rd_kafka_DescribeConfigs(handle, &resources, 1, options, queue)
        } read: { (event) throws(KafkaError) in
            var own: [String: String] = [:]
            var count = 0
            let results = rd_kafka_DescribeConfigs_result_resources(
                rd_kafka_event_DescribeConfigs_result(event), &count)
            for result in UnsafeBufferPointer(start: results, count: count) {
                let code = rd_kafka_ConfigResource_error(result)
                guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
                    throw KafkaError(code, origin: .settings(ofTopic: topic))
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

    /// Sends one admin request and passes its answer to `read`; frees queue, options and event.
    private func ask<T>(
        _ operation: rd_kafka_admin_op_t, _ origin: LocalText,
        send: (OpaquePointer, OpaquePointer?, OpaquePointer?) -> Void, read: (OpaquePointer) throws(KafkaError) -> T
    ) throws(KafkaError) -> T {
        try use { (handle) throws(KafkaError) in
            let queue = rd_kafka_queue_new(handle)
            defer { rd_kafka_queue_destroy(queue) }
            let options = rd_kafka_AdminOptions_new(handle, operation)
            defer { rd_kafka_AdminOptions_destroy(options) }
            rd_kafka_AdminOptions_set_request_timeout(options, Int32(milliseconds: .seconds(15)), nil, 0)
            send(handle, options, queue)
            guard let event = rd_kafka_queue_poll(queue, Int32(milliseconds: .seconds(20))) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, origin: origin, refusedLogin: refusedLogin)
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
