internal import ChineseText
internal import HazardCore
internal import JSONText

/// The fields of a command.
enum CommandField: String, JSONFields {
    case schemaVersion = "schema_version"
    case commandID = "command_id"
    case caseID = "case_id"
    case shard
    case operatorName = "operator"
    case role, kind, at, reason, arguments, unknown

    static let keys = JSONKeys<CommandField>()
}

/// A partly decoded command. Its fields may come in any order.
struct CommandDraft: InputDraft {
    private var isVersioned = false
    private var commandID: String?
    private var caseID: CaseID?
    private var shard: (number: Int, at: Int)?
    private var operatorName: String?
    private var role: CommandRole?
    private var kind: (value: CommandKind, at: Int)?
    private var at: Instant?
    private var reason: String?
    private var arguments: CommandArgumentsText?

    /// Decodes the value of one field.
    mutating func take(
        _ field: CommandField, _ reader: inout JSONReader, _ faults: inout FaultCollector
    ) throws(JSONFault) {
        let offset = faults.base + reader.offset
        switch field {
        case .schemaVersion:
            try reader.schemaVersion()
            isVersioned = true
        case .commandID: commandID = try reader.identifier()
        case .caseID: caseID = try reader.caseID()
        case .shard: shard = (number: try reader.int(in: 0...1_000_000), at: offset)
        case .operatorName: operatorName = try reader.name(limit: 64)
        case .role: role = try reader.value(of: WireNames.commandRole)
        case .kind: kind = (value: try reader.value(of: WireNames.commandKind), at: offset)
        case .at: at = try reader.instant()
        case .reason: reason = try reader.text(limit: 1000)
        case .arguments: arguments = try CommandArgumentsText.read(&reader, &faults)
        case .unknown: try reader.skipValue()
        }
    }

    /// The complete command. Nil when problems were found and the collector gathers all of them.
    func finished(at offset: Int, _ faults: inout FaultCollector) throws(JSONFault) -> CommandMessage? {
        func missing(_ field: CommandField) throws(JSONFault) {
            try faults.report(.missing(field.rawValue, at: offset))
        }
        if !isVersioned { try missing(.schemaVersion) }
        if commandID == nil { try missing(.commandID) }
        if caseID == nil { try missing(.caseID) }
        if operatorName == nil { try missing(.operatorName) }
        if role == nil { try missing(.role) }
        if kind == nil { try missing(.kind) }
        if at == nil { try missing(.at) }
        if role == .system, shard == nil { try missing(.shard) }
        if let role, let shard, role != .system {
            try faults.report(JSONFault(.contradiction, at: shard.at, .noShard))
        }
        if let role, let kind { try checkRole(role, kind.value, at: kind.at, &faults) }
        let arguments = arguments ?? CommandArgumentsText(at: offset, isGiven: false)
        if let kind { try arguments.check(kind.value, role: role, &faults) }
        guard let commandID, let caseID, let operatorName, let role, let kind, let at else { return nil }
        guard let action = arguments.action(for: kind.value, role: role, caseID: caseID) else { return nil }
        var command = Command(
            commandID: commandID, caseID: caseID, operatorName: operatorName, role: role, action: action, at: at)
        command.reason = reason.map(Masking.masked)
        return CommandMessage(command, shard: shard?.number)
    }

    /// System commands and the commands of people exclude each other.
    private func checkRole(
        _ role: CommandRole, _ kind: CommandKind, at offset: Int, _ faults: inout FaultCollector
    ) throws(JSONFault) {
        let isSystemKind = CommandKind.betweenShards.contains(kind)
        if role == .system, !isSystemKind {
            try faults.report(JSONFault(.contradiction, at: offset, .systemKind))
        }
        if role != .system, kind == .rewardSettled {
            try faults.report(JSONFault(.contradiction, at: offset, .rewardSettledBySystem))
        }
    }
}
