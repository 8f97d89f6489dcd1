/// A question to the ledger of a programme (`DECISIONS.md` #20).
package enum LedgerQuestion: Hashable, Sendable {
    case grant(RewardRequest)
    /// The reward was claimed.
    case claim(entry: String, programme: String)
    case clawBack(entry: String, programme: String, reason: String?)
    /// The entry's account is erased.
    case erase(entry: String, programme: String)

    /// The programme whose ledger decides.
    package var programme: String {
        switch self {
        case .grant(let request): request.programme
        case .claim(_, let programme), .clawBack(_, let programme, _), .erase(_, let programme): programme
        }
    }

    /// The entry that the question is about.
    package var entryID: String {
        switch self {
        case .grant(let request): request.entryID
        case .claim(let entry, _), .clawBack(let entry, _, _), .erase(let entry, _): entry
        }
    }
}

/// The ledger's answer about an entry, to the case that asked.
package struct LedgerAnswer: Hashable, Sendable {
    package var entryID: String
    package var state: RewardState
    /// The code of the reason when the reward is withheld, void or taken back.
    package var reason: String?
    /// In `unit`; nil when the ledger did not change it.
    package var amount: Int?
    package var unit: String?
    /// The end of the time to claim the reward, and when it was claimed.
    package var claimUntil: Instant?
    package var claimedAt: Instant?
    /// The version of the entry. It orders two answers that arrive by different ways.
    package var version: Int?

    package init(entryID: String, state: RewardState) {
        self.entryID = entryID
        self.state = state
    }
}
