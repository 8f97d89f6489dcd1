package import HazardCore
package import JSONText

/// A command and, between shards, the shard that executes it.
package struct CommandMessage: Hashable, Sendable {
    package var command: Command
    /// The target shard of a command between shards. It overrides the shard of the case id.
    package var shard: Int?

    package init(_ command: Command, shard: Int? = nil) {
        self.command = command
        self.shard = shard
    }

    /// The shard that executes the command.
    package var home: Int { shard ?? command.caseID.shard }
}

/// The codec of commands on `hazard.commands`, from operators and between shards (`config/contracts/README.md`,
/// Command).
package enum CommandCodec {
    /// Decodes a record's value; nil is a tombstone.
    ///
    /// The result has all arguments that its kind requires and a role that may send this kind. Contact data in `reason`
    /// is masked. `CaseDecider` checks what depends on the state of the case, such as a reason for a cancellation.
    ///
    /// - Throws: `Rejection` with the first problem.
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

    /// Writes a command. Absent values are left out.
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
