/// A reward as the case that earned it stores it. The ledger of the programme decides on it (`DECISIONS.md` #20).
package struct CaseReward: Hashable, Sendable {
    /// The ledger entry's id (`RewardEntryID`).
    package var entryID: String
    package var reportID: String
    /// The programme whose ledger has the entry; nil when the case withheld the reward without asking a ledger.
    package var programme: String?
    package var rule: String
    package var kind: RewardKind
    /// In `unit`; the requested amount until the ledger answers.
    package var amount: Int
    package var unit: String
    /// Nil until the ledger has answered.
    package var state: RewardState?
    package var reason: String?
    package var at: Instant
    /// When the ledger put the reward into its present state. Claiming the reward does not change it.
    package var settledAt: Instant?
    /// The end of the time to claim the reward, and when it was claimed.
    package var claimUntil: Instant?
    package var claimedAt: Instant?
    /// The version of the ledger's entry that the case knows; nil until the ledger has answered.
    package var version: Int?

    package init(entryID: String, reportID: String, rule: RewardRule, amount: Int, at: Instant) {
        self.entryID = entryID
        self.reportID = reportID
        self.rule = rule.id
        kind = rule.kind
        self.amount = amount
        unit = rule.unit
        self.at = at
    }

    /// The reason code of a reward that is taken back because there was no hazard.
    package static let foundFalse = "found-false"

    /// Whether the reward counts, or will count unless the ledger decides otherwise.
    package var isLive: Bool { state?.isLive ?? true }

    /// Copies the ledger's answer into the reward.
    mutating func take(_ answer: LedgerAnswer, at now: Instant) {
        if answer.state != state { settledAt = now }
        version = answer.version ?? version
        state = answer.state
        reason = answer.reason
        amount = answer.amount ?? amount
        claimUntil = answer.claimUntil
        claimedAt = answer.claimedAt
    }
}
