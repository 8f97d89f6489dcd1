/// How to reach Kafka: servers, and any librdkafka setting the installation needs (security, buffers, time-outs).
package struct KafkaSettings: Sendable, Hashable {
    /// `host:port[,host:port…]`.
    package var bootstrapServers: String
    /// librdkafka's own settings by their names; they stand above our defaults, except those that hold a promise.
    package var settings: [String: String]

    package init(bootstrapServers: String, settings: [String: String] = [:]) {
        self.bootstrapServers = bootstrapServers
        self.settings = settings
    }

    /// Every setting that cannot be used, each with the reason and the fix; nothing is connected.
    package func problems() -> [SettingProblem] {
        ClientConfiguration.problems(of: self)
    }
}

/// One setting that cannot be used.
package struct SettingProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package var setting: String
    /// The sentence for people: what is wrong and what to do.
    package var reason: String

    package init(setting: String, reason: String) {
        self.setting = setting
        self.reason = reason
    }

    package var description: String { "\(setting): \(reason)" }
}

/// Settings the exactly-once promise rests on: no installation may change them.
enum PromisedSettings {
    /// Why this setting is not free; `nil` when it is.
    static func reason(against name: String) -> String? {
        reasons[name]
    }

    private static let reasons: [String: String] = [
        "transactional.id": "it names the one writer of a shard, and is made from the installation and the shard",
        "enable.idempotence": "without it a retry would write a record twice",
        "acks": "records must be on all in-sync copies before they count as written",
        "request.required.acks": "records must be on all in-sync copies before they count as written",
        "max.in.flight": "the order of records depends on it",
        "max.in.flight.requests.per.connection": "the order of records depends on it",
        "enable.auto.commit": "positions are committed with the records they caused, in one transaction",
        "auto.commit.enable": "positions are committed with the records they caused, in one transaction",
        "enable.auto.offset.store": "positions are committed with the records they caused, in one transaction",
        "isolation.level": "records of an aborted transaction must never be read",
        "partition.assignment.strategy": "only range gives partition p of every input to the same process",
        "group.id": "it is made from the installation's name",
        "group.instance.id": "it is this member's own name, kept in the store's directory",
        "group.protocol.type": "the members must find one another",
        "enable.partition.eof": "the end of an input is learned from it",
        "auto.offset.reset": "a position that is gone must be seen by an operator, never skipped",
        "topic.auto.offset.reset": "a position that is gone must be seen by an operator, never skipped",
        "partitioner": "a key must find its partition as murmur2 computes it, here and in every gateway",
        "allow.auto.create.topics": "a misspelt topic must not become a topic",
        "delivery.report.only.error": "offsets of written records are learned from the reports",
        "dr_cb": "it is set by code", "dr_msg_cb": "it is set by code", "rebalance_cb": "it is set by code",
        "opaque": "it is set by code", "log_cb": "it is set by code", "stats_cb": "it is set by code",
        "error_cb": "it is set by code", "interceptors": "it is set by code", "enabled_events": "it is set by code",
        "bootstrap.servers": "say it once, as the bootstrap servers of the installation",
        "metadata.broker.list": "say it once, as the bootstrap servers of the installation",
        "log.queue": "log lines are taken by a callback",
        "plugin.library.paths": "code of others is not loaded into the dispatcher",
        "client.rack": "reading from a follower may lag behind what our own commit has made visible",
    ]
}
