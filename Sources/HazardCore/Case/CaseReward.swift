/// What a case knows of a reward that it earned for a reporter; the ledger of the programme decides.
package struct CaseReward: Hashable, Sendable {
    /// A function of programme, case, account and rule.
    package var entryID: String
    package var reportID: String
    /// Whose ledger it is in; nil for what the case withheld by itself.
    package var programme: String?
    package var rule: String
    package var kind: RewardKind
    /// In `unit`; what was asked for until the ledger answers.
    package var amount: Int
    package var unit: String
    /// nil until the ledger has answered.
    package var state: RewardState?
    package var reason: String?
    package var at: Instant
    /// When the ledger decided for the state it is in; claiming it moves nothing.
    package var settledAt: Instant?
    /// Until when it must be fetched, and when it was.
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

    /// The reason code of a reward that is taken back because nothing was found.
    package static let foundFalse = "found-false"

    /// It counts, or will as far as the case knows.
    package var isLive: Bool { state?.isLive ?? true }

    /// Takes over what the ledger answers.
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
