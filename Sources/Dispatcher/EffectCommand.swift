import HazardCore
import HazardWire
import MessageLog

/// Builds the commands that one shard sends to another (`role: system`).
///
/// A command's id is a function of its subject, so a batch that is decided again sends the same ids.
struct EffectCommand {
    private let caseID: CaseID
    private let version: Int
    private let shard: Int
    private let settings: LaneSettings

    /// `version` is the version of the case that is written together with the command.
    init(of value: Case, version: Int, from shard: Int, settings: LaneSettings) {
        caseID = value.id
        self.version = version
        self.shard = shard
        self.settings = settings
    }

    func message(_ effect: CaseEffect, at now: Instant) -> CommandMessage {
        switch effect {
        case .ledger(let question):
            let action = CommandAction.ledger(question)
            let id = "\(subject(question.entryID))-\(action.kind.rawValue)-\(version)"
            return CommandMessage(
                Self.command(id, action, about: caseID, from: shard, at: now),
                shard: LedgerHome.shard(of: question.programme, among: settings.shards))
        case .settled(let other, let answer):
            let name = RewardEntryID.hash([
                answer.entryID, String(answer.version ?? 0), answer.state.rawValue, other.text,
            ])
            return CommandMessage(
                Self.command(
                    "\(caseID.text)-passed-on-\(name)", .rewardSettled(answer), about: other, from: shard, at: now),
                shard: other.shard)
        case .link(let other, let kind):
            let name = RewardEntryID.hash([other.text, kind.word])
            return CommandMessage(
                Self.command(
                    "\(caseID.text)-link-\(name)", .link(caseID, kind), about: other, from: shard, at: now),
                shard: other.shard)
        }
    }

    /// The part of a command id that names a ledger entry.
    ///
    /// Versions count per case. An entry that came from another case therefore carries this case's id as well.
    private func subject(_ entryID: String) -> String {
        guard !RewardEntryID.isOf(caseID, entryID) else { return entryID }
        return caseID.text + "-" + RewardEntryID.hash([entryID])
    }

    /// The ledger's answer to the case of an entry.
    static func settled(_ entry: RewardEntry, from shard: Int, at now: Instant) -> CommandMessage {
        var answer = LedgerAnswer(entryID: entry.entryID, state: entry.state)
        answer.reason = entry.reason
        answer.amount = entry.amount
        answer.unit = entry.unit
        answer.claimUntil = entry.claimUntil
        answer.claimedAt = entry.claimedAt
        answer.version = entry.version
        return CommandMessage(
            command(
                "\(entry.entryID)-settled-\(entry.version)", .rewardSettled(answer), about: entry.caseID, from: shard,
                at: now),
            shard: entry.caseID.shard)
    }

    private static func command(
        _ id: String, _ action: CommandAction, about caseID: CaseID, from shard: Int, at now: Instant
    ) -> Command {
        Command(
            commandID: id, caseID: caseID, operatorName: "shard-\(shard)", role: .system, action: action, at: now)
    }
}

/// Finds the shard that holds the ledger of a programme.
enum LedgerHome {
    static func shard(of programme: String, among shards: Int) -> Int {
        KeyPartitioner.partition(of: programme.utf8, among: shards)
    }
}
