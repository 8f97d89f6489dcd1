/// A case's request for a reward, to the ledger of a programme.
package struct RewardRequest: Hashable, Sendable {
    /// The case that earned the reward.
    package var caseID: CaseID
    package var entryID: String
    package var programme: String
    package var account: String
    package var reportID: String?
    package var rule: String
    package var kind: RewardKind
    /// More than zero, in `unit`.
    package var amount: Int
    package var unit: String
    /// For the cool-down: the code of the case's category, and the place (`RewardPlace`).
    package var category: String?
    package var place: String?
    /// When the report was received, for the daily cap.
    package var receivedAt: Instant?
    package var reason: String?
    /// Whether a supervisor grants it. Cap and cool-down then do not apply.
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

    /// A new entry for the request, without a decision.
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

/// The value of a reward: kind, amount and unit.
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

/// The ledger's data on which a grant is decided.
package struct LedgerFacts: Sendable {
    /// The entry with the same id.
    package var existing: RewardEntry?
    /// Other entries of the same account and programme whose reports were received within `RewardLedger.reach` of this
    /// one.
    package var others: [RewardEntry] = []
    package var fund: FundBalance?
    /// Whether other entries wait for the fund already.
    package var isQueued = false

    package init() {}
}

/// The result of a ledger's decision: to be stored, and to be sent to the cases.
package struct LedgerChange: Hashable, Sendable {
    /// The changed entries, reversals included.
    package var entries: [RewardEntry] = []
    /// Nil when the fund did not change.
    package var fund: FundBalance?
    /// Whether nothing changed, because the entry exists already.
    package var isRepeat = false
    /// Whether a waiting entry may be payable now: money came back, or an entry left the queue.
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
