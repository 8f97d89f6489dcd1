/// An effect of a move outside its case, on this shard or another. It is sent as a command in the same transaction
/// (`DECISIONS.md` #20).
package enum CaseEffect: Hashable, Sendable {
    /// A question to the ledger of a programme.
    case ledger(LedgerQuestion)
    /// The ledger's answer, passed on to the case that has the reward now.
    case settled(CaseID, LedgerAnswer)
    /// A link to be added to another case.
    case link(CaseID, LinkKind)
}
