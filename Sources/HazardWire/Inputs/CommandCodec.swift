package import HazardCore
package import JSONText

/// A command with what only shards say to one another.
package struct CommandMessage: Hashable, Sendable {
    package var command: Command
    /// Of a command between shards: the shard it is for, which stands above the one in the case id.
    package var shard: Int?

    package init(_ command: Command, shard: Int? = nil) {
        self.command = command
        self.shard = shard
    }

    /// The shard that carries it out.
    package var home: Int { shard ?? command.caseID.shard }
}

/// A command on `hazard.commands`: what an operator asks, or one shard of another (`config/contracts/README.md`, Command).
package enum CommandCodec {
    /// Decodes a record's value; nil is a tombstone.
    ///
    /// Every kind has the arguments it needs, and a role that may say it; contact data in `reason` is masked here. What
    /// the state of the case decides (a reason that a cancellation needs) is for `CaseDecider`, which tells the operator.
    package static func decode(_ value: [UInt8]?) throws(Rejection) -> CommandMessage {
        try InputDecoding.decode(value, as: CommandDraft.self)
    }

    /// Decodes a message that its sender waits for, and warns of fields that are not known here.
    ///
    /// - Throws: Why the message cannot be used; then there are no warnings.
    package static func decode(
        _ value: [UInt8], warning warnings: inout WireProblems
    ) throws(Rejection) -> CommandMessage {
        try InputDecoding.decode(value, warning: &warnings, as: CommandDraft.self)
    }

    /// The problems of a value, for the answer to its sender; empty when it can be used.
    package static func problems(of value: [UInt8]) -> WireProblems {
        InputDecoding.problems(value, as: CommandDraft.self)
    }

    /// Writes a command; what is absent is left out.
    package static func encode(_ message: CommandMessage, zone: ZoneOffset, to writer: inout JSONWriter) {
        let command = message.command
        writer.beginObject()
        writer.schemaVersion()
        writer.field("command_id", command.commandID)
        writer.field("case_id", command.caseID.text)
        writer.optional("shard", message.shard.map { Int64($0) })
        writer.field("operator", command.operatorName)
        writer.field("role", command.role)
        writer.field("kind", command.kind)
        writer.field("at", command.at, zone)
        writer.optional("reason", command.reason)
        writer.nested("arguments") { CommandActionText.write(command.action, zone: zone, to: &$0) }
        writer.endObject()
    }
}
