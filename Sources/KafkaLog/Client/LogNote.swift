/// One line worth logging, handed to whoever wires the log: this target knows no logger.
package struct LogNote: Sendable, Hashable {
    package enum Level: String, Sendable, Hashable, CaseIterable {
        case debug, info, warning, error
    }

    package var level: Level
    /// A stable name from a closed list, such as `kafka.rebalance.assigned`.
    package var event: String
    /// The sentence for people.
    package var message: String
    /// What is known beside it: client, shard, topic, error code.
    package var fields: [String: String]

    package init(_ level: Level, _ event: String, _ message: String, _ fields: [String: String] = [:]) {
        self.level = level
        self.event = event
        self.message = message
        self.fields = fields
    }
}

/// Takes a note; called on any thread, also on those of librdkafka, so it must not block.
package typealias LogNoteSink = @Sendable (LogNote) -> Void
