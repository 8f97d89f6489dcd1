/// An entry of a programme's ledger (`config/contracts/README.md`, Reward): what a reporter earns, or why not.
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
    /// In `unit`; of a reversal, less than zero.
    package var amount: Int
    /// Such as `points` or `yuan`.
    package var unit: String
    package var state: RewardState
    package var reason: String?
    /// When it was entered; those that wait for the fund go in this order.
    package var at: Instant
    /// Until when it must be fetched, else it is void.
    package var claimUntil: Instant?
    /// When it was handed out.
    package var claimedAt: Instant?
    /// The entry that this one takes back.
    package var reverses: String?
    /// Rises by one with every change.
    package var version = 0
    /// Its money came out of the programme's fund.
    package var isFromFund = false
    /// Of the clue, for cap and cool-down: its category's code, where it is, and when its report came.
    package var category: String?
    package var place: String?
    package var receivedAt: Instant?
    /// The supervisors' grants that it has seen, by command id.
    package var byHand: [String] = []

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

    /// It counts: credited, to be fetched, fetched, or waiting for the fund.
    package var isLive: Bool { self == .granted || self == .waiting }
}

extension RewardKind {
    /// It must be fetched in time; points and year-end marks are credited.
    package var isFetched: Bool {
        switch self {
        case .immediate, .inKind, .relief: true
        case .points, .yearEnd: false
        }
    }
}

extension RewardEntry {
    /// When a timer has to look at the entry: it expires, or its time of keeping is over; nil for what counts.
    ///
    /// Credits are kept for ever, for a balance is their sum; what counts for nothing, or was fetched, goes `retention`
    /// milliseconds after the last that happened to it.
    package func wakeAt(retention: Duration) -> Instant? {
        if let claimUntil, state == .granted, claimedAt == nil { return claimUntil.adding(milliseconds: 1) }
        guard !state.isLive || claimedAt != nil else { return nil }
        return [at, claimUntil, claimedAt].compactMap(\.self).max()?.adding(retention)
    }

    /// It was not fetched in time.
    package func isExpired(at now: Instant) -> Bool {
        guard let claimUntil, state == .granted, claimedAt == nil else { return false }
        return claimUntil < now
    }
}

/// What is left in a programme's fund.
package struct FundBalance: Hashable, Sendable {
    package var programme: String
    /// In `unit`; not negative.
    package var balance: Int
    package var unit: String
    package var at: Instant
    /// What the configuration has put into it so far; raising `opening` there adds the difference.
    package var opening: Int

    package init(programme: String, balance: Int, unit: String, at: Instant) {
        self.programme = programme
        self.balance = balance
        self.unit = unit
        self.at = at
        opening = balance
    }
}
