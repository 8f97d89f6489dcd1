/// A `grant` as the ledger takes it.
package struct RewardRequest: Hashable, Sendable {
    package var commandID: String
    package var caseID: CaseID
    package var entryID: String
    package var programme: String
    package var account: String
    package var reportID: String?
    package var rule: String
    package var kind: RewardKind
    package var amount: Int
    package var unit: String
    package var category: String?
    package var place: String?
    package var receivedAt: Instant?
    package var reason: String?
    package var isByHand: Bool

    /// nil when something is missing that a grant needs, or its amount is not more than zero.
    package init?(_ command: Command) {
        guard let arguments = command.arguments.reward, let entryID = arguments.entryID,
            let programme = arguments.programme, let account = arguments.account, let rule = arguments.rule,
            let kind = arguments.kind, let amount = arguments.amount, amount > 0, let unit = arguments.unit
        else { return nil }
        commandID = command.commandID
        caseID = command.caseID
        self.entryID = entryID
        self.programme = programme
        self.account = account
        reportID = arguments.reportID
        self.rule = rule
        self.kind = kind
        self.amount = amount
        self.unit = unit
        category = arguments.category
        place = arguments.place
        receivedAt = arguments.receivedAt
        reason = arguments.reason
        isByHand = arguments.isByHand
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
