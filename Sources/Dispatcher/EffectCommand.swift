import HazardCore
import HazardWire
import MessageLog

/// The commands by which one shard speaks to another: what they are called and where they go.
///
/// Their ids are functions of what they are about, so that a batch decided again sends the same.
struct EffectCommand {
    private let caseID: CaseID
    private let version: Int
    private let shard: Int
    private let settings: LaneSettings

    /// Of the case as it is written with that version.
    init(of value: Case, version: Int, from shard: Int, settings: LaneSettings) {
        caseID = value.id
        self.version = version
        self.shard = shard
        self.settings = settings
    }

    func message(_ effect: CaseEffect, at now: Instant) -> CommandMessage {
        switch effect {
        case .ledger(let kind, let programme, let arguments):
            var command = Self.command(
                "\(subject(arguments.entryID))-\(kind.rawValue)-\(version)", kind, about: caseID, from: shard, at: now)
            command.arguments.reward = arguments
            return CommandMessage(command, shard: LedgerHome.shard(of: programme, among: settings.shards))
        case .settled(let other, let answer):
            let name = RewardEntryID.hash([
                answer.entryID ?? "", String(answer.version ?? 0), answer.state?.rawValue ?? "", other.text,
            ])
            var command = Self.command(
                "\(caseID.text)-passed-on-\(name)", .rewardSettled, about: other, from: shard, at: now)
            command.arguments.reward = answer
            return CommandMessage(command, shard: other.shard)
        case .link(let other, let kind):
            let name = RewardEntryID.hash([other.text, kind])
            var command = Self.command("\(caseID.text)-link-\(name)", .link, about: other, from: shard, at: now)
            command.arguments.into = caseID
            command.arguments.linkKind = kind
            return CommandMessage(command, shard: other.shard)
        }
    }

    /// An entry in a command's id: versions are this case's own, so an entry that came from another case says so.
    private func subject(_ entryID: String?) -> String {
        guard let entryID, !RewardEntryID.isOf(caseID, entryID) else { return entryID ?? caseID.text }
        return caseID.text + "-" + RewardEntryID.hash([entryID])
    }

    /// The ledger's answer to the case that an entry is about.
    static func settled(_ entry: RewardEntry, from shard: Int, at now: Instant) -> CommandMessage {
        var command = command(
            "\(entry.entryID)-settled-\(entry.version)", .rewardSettled, about: entry.caseID, from: shard, at: now)
        var arguments = RewardArguments()
        arguments.entryID = entry.entryID
        arguments.state = entry.state
        arguments.reason = entry.reason
        arguments.amount = entry.amount
        arguments.unit = entry.unit
        arguments.claimUntil = entry.claimUntil
        arguments.claimedAt = entry.claimedAt
        arguments.version = entry.version
        command.arguments.reward = arguments
        return CommandMessage(command, shard: entry.caseID.shard)
    }

    private static func command(
        _ id: String, _ kind: CommandKind, about caseID: CaseID, from shard: Int, at now: Instant
    ) -> Command {
        Command(
            commandID: id, caseID: caseID, operatorName: "shard-\(shard)", role: .system, kind: kind, at: now)
    }
}

/// Where a programme's ledger lives.
enum LedgerHome {
    static func shard(of programme: String, among shards: Int) -> Int {
        KeyPartitioner.partition(of: programme.utf8, among: shards)
    }
}
