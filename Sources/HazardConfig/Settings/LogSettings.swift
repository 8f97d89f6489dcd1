/// Which log carries the messages.
package struct LogSettings: Sendable {
    package var kind = LogKind.embedded
    /// P: partitions of the inputs, fixed at birth, 1–1000.
    package var shards = 6
    /// The consumer group.
    package var group = "hazard-dispatcher"
    package var kafka = KafkaConnection()
    package var embedded = EmbeddedSettings()

    package init() {}
}

package enum LogKind: String, CaseIterable, Sendable {
    case embedded, kafka
}

/// How to reach Kafka.
package struct KafkaConnection: Sendable {
    /// `host:port` each.
    package var bootstrapServers: [String] = []
    /// librdkafka's own settings by their own names, secrets read from files included; never print them.
    package var settings: [String: String] = [:]

    package init() {}

    /// What the dispatcher decides itself, and what to use instead, by librdkafka's name.
    static let ours = [
        "bootstrap.servers": "use log.kafka.bootstrap_servers",
        "metadata.broker.list": "use log.kafka.bootstrap_servers",
        "group.id": "use log.group",
        "transactional.id": "it is made of cluster and shard",
        "isolation.level": "it is read_committed: anything else would show aborted work",
        "enable.idempotence": "it is on: exactly-once rests on it",
        "enable.auto.commit": "positions are committed in the transaction only",
        "enable.auto.offset.store": "positions are committed in the transaction only",
        "enable.partition.eof": "it is on: timers wait for the end of the inputs",
        "partition.assignment.strategy": "it is range: shards of all inputs stay together",
        "acks": "it is all", "request.required.acks": "acks is all",
    ]
}

/// Where the embedded log is.
package struct EmbeddedSettings: Sendable {
    package var directory = "data/log"

    package init() {}
}
