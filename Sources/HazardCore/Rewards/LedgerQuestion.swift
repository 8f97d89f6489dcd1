/// What one shard asks the ledger of a programme.
package enum LedgerQuestion: Hashable, Sendable {
    case grant(RewardRequest)
    /// The reward was handed out.
    case claim(entry: String, programme: String)
    case clawBack(entry: String, programme: String, reason: String?)

    /// Whose ledger decides.
    package var programme: String {
        switch self {
        case .grant(let request): request.programme
        case .claim(_, let programme), .clawBack(_, let programme, _): programme
        }
    }

    /// The entry that it is about.
    package var entryID: String {
        switch self {
        case .grant(let request): request.entryID
        case .claim(let entry, _), .clawBack(let entry, _, _): entry
        }
    }
}

/// What the ledger answers about an entry, to the case that asked.
package struct LedgerAnswer: Hashable, Sendable {
    package var entryID: String
    package var state: RewardState
    /// The code of why it is withheld, void or taken back.
    package var reason: String?
    /// In `unit`; nil when the ledger changed nothing about it.
    package var amount: Int?
    package var unit: String?
    /// Until when it must be fetched, and when it was.
    package var claimUntil: Instant?
    package var claimedAt: Instant?
    /// The version of the entry: tells which of two answers that came by different ways is the later.
    package var version: Int?

    package init(entryID: String, state: RewardState) {
        self.entryID = entryID
        self.state = state
    }
}
