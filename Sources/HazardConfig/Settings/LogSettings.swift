/// Which log carries the messages.
package struct LogSettings: Sendable {
    package var kind = LogKind.embedded
    /// Partitions of each input topic, 1–1000; fixed when the topics are created.
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

/// How to connect to Kafka.
package struct KafkaConnection: Sendable {
    /// `host:port` each.
    package var bootstrapServers: [String] = []
    /// librdkafka's settings by librdkafka's names, including secrets that were read from files; never print the values.
    package var settings: [String: String] = [:]

    package init() {}
}

/// Where the embedded log is.
package struct EmbeddedSettings: Sendable {
    package var directory = "data/log"

    package init() {}
}
