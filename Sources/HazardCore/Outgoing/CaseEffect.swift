/// What a move brings about outside its case, on another shard or on this one: it travels as a command in the same transaction.
package enum CaseEffect: Hashable, Sendable {
    /// The ledger of that programme is asked: a grant, a claim or a claw-back, as the kind says.
    case ledger(CommandKind, programme: String, RewardArguments)
    /// The ledger's answer about a reward that went to another case is passed on.
    case settled(CaseID, RewardArguments)
    /// Another case is linked with this one.
    case link(CaseID, kind: String)
}
