/// One event of a Kafka client that is worth a log line. This target has no logger, so the owner writes the line.
package struct Diagnostic: Sendable, Hashable {
    package enum Level: String, Sendable, Hashable, CaseIterable {
        case debug, info, warning, error
    }

    package var level: Level
    /// A stable name from a closed list, such as `kafka.group.assigned`.
    package var event: String
    /// The English sentence of the log line.
    package var message: String
    /// Further facts: client, shard, topic, error code.
    package var fields: [String: String]

    package init(_ level: Level, _ event: String, _ message: String, _ fields: [String: String] = [:]) {
        self.level = level
        self.event = event
        self.message = message
        self.fields = fields
    }
}

/// Receives diagnostics. It is called on any thread, also on librdkafka's threads, so it must not block.
package typealias DiagnosticHandler = @Sendable (Diagnostic) -> Void
