/// What a move brings about outside its case, on another shard or on this one: it travels as a command in the same transaction.
package enum CaseEffect: Hashable, Sendable {
    /// The ledger of a programme is asked.
    case ledger(LedgerQuestion)
    /// The ledger's answer about a reward that went to another case is passed on.
    case settled(CaseID, LedgerAnswer)
    /// Another case is linked with this one.
    case link(CaseID, LinkKind)
}
