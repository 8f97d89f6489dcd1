/// A reward that a case asks the ledger of a programme to grant.
package struct RewardRequest: Hashable, Sendable {
    /// The case that earned it.
    package var caseID: CaseID
    package var entryID: String
    package var programme: String
    package var account: String
    package var reportID: String?
    package var rule: String
    package var kind: RewardKind
    /// In `unit`, more than zero.
    package var amount: Int
    package var unit: String
    /// For the cool-down: the code of the case's category, and where it is.
    package var category: String?
    package var place: String?
    /// When the report came, for the cap of its day.
    package var receivedAt: Instant?
    package var reason: String?
    /// A supervisor grants it, whatever cap and cool-down say.
    package var isByHand = false

    package init(
        caseID: CaseID, entryID: String, programme: String, account: String, rule: String, worth: RewardWorth
    ) {
        self.caseID = caseID
        self.entryID = entryID
        self.programme = programme
        self.account = account
        self.rule = rule
        kind = worth.kind
        amount = worth.amount
        unit = worth.unit
    }

    /// The entry to be, not yet decided.
    func entry(at now: Instant) -> RewardEntry {
        var entry = RewardEntry(
            entryID: entryID, programme: programme, account: account, caseID: caseID,
            rule: RewardRule(id: rule, kind: kind, trigger: .verified, amount: amount, unit: unit), at: now)
        entry.reportID = reportID
        entry.category = category
        entry.place = place
        entry.receivedAt = receivedAt
        return entry
    }
}

/// What a reward is: its kind, and so much of its unit.
package struct RewardWorth: Hashable, Sendable {
    package var kind: RewardKind
    package var amount: Int
    package var unit: String

    package init(kind: RewardKind, amount: Int, unit: String) {
        self.kind = kind
        self.amount = amount
        self.unit = unit
    }
}

/// What the ledger holds that a grant is decided by.
package struct LedgerFacts: Sendable {
    /// The entry under the same id.
    package var existing: RewardEntry?
    /// Entries of the same account and programme whose clues came within reach of this one.
    package var others: [RewardEntry] = []
    package var fund: FundBalance?
    /// Others wait for the fund already.
    package var isQueued = false

    package init() {}
}

/// What a decision of the ledger changes: to be written, and told to the cases.
package struct LedgerChange: Hashable, Sendable {
    /// As they are from now on, reversals among them.
    package var entries: [RewardEntry] = []
    /// nil when it stays as it was.
    package var fund: FundBalance?
    /// Nothing changes: the entry was as asked for already.
    package var isRepeat = false
    /// Who waits for the fund may be paid now: money came back, or one of those who waited left the queue.
    package var movesQueue = false

    init() {}

    init(_ entry: RewardEntry, fund: FundBalance? = nil) {
        entries = [entry]
        self.fund = fund
    }

    init(withheld entry: RewardEntry, _ reason: String) {
        var entry = entry
        entry.state = .withheld
        entry.reason = reason
        self.init(entry)
    }

    static func repeated(_ entry: RewardEntry) -> LedgerChange {
        var change = LedgerChange(entry)
        change.isRepeat = true
        return change
    }
}
