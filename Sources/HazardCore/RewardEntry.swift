/// An entry of a programme's ledger (`messages.md`, Reward): what a reporter earns, or why not.
package struct RewardEntry: Hashable, Sendable {
    /// A function of programme, case, account and rule, so that a second grant is the first.
    package var entryID: String
    package var programme: String
    /// The reporter's keyed hash; never the reporter.
    package var account: String
    package var caseID: CaseID
    package var reportID: String?
    package var rule: String
    package var kind: RewardKind
    package var amount: Int
    /// Such as `points` or `yuan`.
    package var unit: String
    package var state: RewardState
    package var reason: String?
    package var at: Instant
    package var claimUntil: Instant?
    /// The entry that this one takes back.
    package var reverses: String?

    package init(
        entryID: String, programme: String, account: String, caseID: CaseID, rule: RewardRule, at: Instant
    ) {
        self.entryID = entryID
        self.programme = programme
        self.account = account
        self.caseID = caseID
        self.rule = rule.id
        kind = rule.kind
        amount = rule.amount
        unit = rule.unit
        state = .granted
        self.at = at
    }
}

/// Where a ledger entry stands.
package enum RewardState: String, CaseIterable, Sendable {
    case granted, waiting, withheld, void
    case clawedBack = "clawed-back"
}

/// What is left in a programme's fund.
package struct FundBalance: Hashable, Sendable {
    package var programme: String
    /// In `unit`; not negative.
    package var balance: Int
    package var unit: String
    package var at: Instant

    package init(programme: String, balance: Int, unit: String, at: Instant) {
        self.programme = programme
        self.balance = balance
        self.unit = unit
        self.at = at
    }
}
