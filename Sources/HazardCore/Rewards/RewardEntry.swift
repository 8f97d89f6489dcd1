/// An entry of a programme's ledger (`config/contracts/README.md`, Reward): a reward, or why there is none.
package struct RewardEntry: Hashable, Sendable {
    /// The id, made of programme, case, account and rule, so that a reward is granted once.
    package var entryID: String
    package var programme: String
    /// The keyed hash of the reporter; never the reporter's identity.
    package var account: String
    package var caseID: CaseID
    package var reportID: String?
    package var rule: String
    package var kind: RewardKind
    /// In `unit`; negative for a reversal.
    package var amount: Int
    /// The unit, such as `points` or `yuan`.
    package var unit: String
    package var state: RewardState
    package var reason: String?
    /// When the entry was made. Entries that wait for the fund are paid in this order.
    package var at: Instant
    /// The end of the time to claim the reward; after it the entry is void.
    package var claimUntil: Instant?
    /// When the reward was claimed.
    package var claimedAt: Instant?
    /// The id of the entry that this one reverses.
    package var reverses: String?
    /// Increases by one with every change.
    package var version = 0
    /// Whether it was paid from the programme's fund.
    package var isFromFund = false
    /// For cap and cool-down: the code of the category, the place, and when the report was received.
    package var category: String?
    package var place: String?
    package var receivedAt: Instant?
    /// The command ids of the supervisors' grants that were applied to the entry.
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

/// The states of a ledger entry.
package enum RewardState: String, CaseIterable, Sendable {
    case granted, waiting, withheld, void
    case clawedBack = "clawed-back"

    /// Whether the entry counts: it is granted or waits for the fund.
    package var isLive: Bool { self == .granted || self == .waiting }
}

extension RewardKind {
    /// Whether the reward must be claimed in time; points and year-end marks are credited.
    package var isFetched: Bool {
        switch self {
        case .immediate, .inKind, .relief: true
        case .points, .yearEnd: false
        }
    }
}

extension RewardEntry {
    /// When the entry needs a timer: it expires, or its retention ends; nil when neither applies.
    ///
    /// Credits are stored for ever, because a balance is their sum. An entry that does not count, or that was claimed,
    /// is removed `retention` after its last change (`DECISIONS.md` #21).
    package func wakeAt(retention: Duration) -> Instant? {
        if let claimUntil, state == .granted, claimedAt == nil { return claimUntil.adding(milliseconds: 1) }
        guard !state.isLive || claimedAt != nil else { return nil }
        return [at, claimUntil, claimedAt].compactMap(\.self).max()?.adding(retention)
    }

    /// Whether the reward was not claimed in time.
    package func isExpired(at now: Instant) -> Bool {
        guard let claimUntil, state == .granted, claimedAt == nil else { return false }
        return claimUntil < now
    }
}

/// The balance of a programme's fund.
package struct FundBalance: Hashable, Sendable {
    package var programme: String
    /// In `unit`; not negative.
    package var balance: Int
    package var unit: String
    package var at: Instant
    /// The total that the configuration has paid in. Raising `opening` in the configuration adds the difference.
    package var opening: Int

    package init(programme: String, balance: Int, unit: String, at: Instant) {
        self.programme = programme
        self.balance = balance
        self.unit = unit
        self.at = at
        opening = balance
    }
}
