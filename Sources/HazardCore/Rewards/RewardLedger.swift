/// The rules of a programme's ledger (`DOMAIN.md` §7, `DECISIONS.md` #21): rewards are granted once, within daily cap,
/// cool-down and fund.
///
/// Pure: the lane of the programme's shard passes in the stored entries and stores the result. The fund cannot become
/// negative, because that lane is the only writer.
package struct RewardLedger: Sendable {
    package let policy: Policy

    package init(policy: Policy) {
        self.policy = policy
    }

    // MARK: - Granting

    /// Decides on a request: granted, waiting for the fund, or withheld with a reason. An existing entry stays.
    ///
    /// Cap and cool-down do not apply to a supervisor's grant, which also revives a withheld or void entry. The fund
    /// always applies.
    package func grant(
        _ request: RewardRequest, by command: String, over facts: LedgerFacts, at now: Instant
    ) -> LedgerChange {
        if let existing = facts.existing {
            let isRevived = existing.state == .withheld || existing.state == .void
            guard request.isByHand, isRevived, !existing.byHand.contains(command) else {
                return .repeated(existing)
            }
        }
        var entry = facts.existing ?? request.entry(at: now)
        entry.version += 1
        // A revived entry goes to the end of the queue and is paid by the present rule.
        entry.at = now
        entry.isFromFund = false
        entry.claimUntil = nil
        entry.reason = request.isByHand ? request.reason : nil
        if request.isByHand {
            entry.amount = request.amount
            entry.byHand.append(command)
        }
        guard let incentive = policy.programmes[request.programme]?.incentive,
            let rule = incentive.rewards.first(where: { $0.id == request.rule })
        else {
            return LedgerChange(withheld: entry, "rule-not-configured")
        }
        // The ledger's own rule says what a reward is worth. A question may ask for less, never for more.
        entry.kind = rule.kind
        entry.unit = rule.unit
        entry.amount = min(entry.amount, rule.amount)
        if let reason = withheld(request, incentive, facts.others) { return LedgerChange(withheld: entry, reason) }
        guard rule.terms.fromFund else {
            give(&entry, at: now)
            return LedgerChange(entry)
        }
        guard var fund = fund(of: request.programme, stored: facts.fund, at: now), fund.unit == entry.unit else {
            return LedgerChange(withheld: entry, "fund-unit")
        }
        entry.isFromFund = true
        if facts.isQueued || !pay(&entry, &fund, at: now) {
            entry.state = .waiting
            entry.reason = "fund-empty"
        }
        return LedgerChange(entry, fund: fund == facts.fund ? nil : fund)
    }

    /// Why the cap or the cool-down withholds the reward; nil when they do not.
    private func withheld(_ request: RewardRequest, _ incentive: Incentive, _ others: [RewardEntry]) -> String? {
        let live = others.filter { $0.state.isLive && $0.caseID != request.caseID }
        if live.contains(where: { $0.reportID == request.reportID && $0.rule == request.rule }) {
            return "rewarded-already"
        }
        guard !request.isByHand, let received = request.receivedAt else { return nil }
        // Entries of the same report by other rules do not count against it.
        let others = live.filter { $0.reportID != request.reportID }
        let day = policy.zone.civil(received).date
        let cases = Set(others.filter { $0.receivedAt.map { policy.zone.civil($0).date } == day }.map(\.caseID))
        if cases.count >= incentive.dailyCap { return "daily-cap" }
        let coolDown = Duration.days(incentive.coolDownDays)
        guard let place = request.place, let category = request.category else { return nil }
        let isCooling = others.contains { other in
            guard let there = other.place, let then = other.receivedAt else { return false }
            return other.category == category && RewardPlace.isSame(place, there)
                && max(received.duration(to: then), then.duration(to: received)) < coolDown
        }
        return isCooling ? "cool-down" : nil
    }

    /// The time before and after a report within which other rewards of the account matter: the cool-down, and at least
    /// two days, which include the local day of the cap.
    package func reach(of programme: String) -> Duration {
        .days(max(2, policy.programmes[programme]?.incentive.coolDownDays ?? 0))
    }

    private func give(_ entry: inout RewardEntry, at now: Instant) {
        entry.state = .granted
        guard entry.kind.isFetched else { return }
        let days = policy.programmes[entry.programme]?.incentive.claimDays ?? Incentive().claimDays
        entry.claimUntil = now.adding(.days(days))
    }

    // MARK: - Fund

    /// The balance of the fund, with what the configuration has added; nil when the programme has no fund.
    ///
    /// Only raising `opening` changes the balance. Lowering it takes nothing away, because the money may be spent.
    package func fund(of programme: String, stored: FundBalance?, at now: Instant) -> FundBalance? {
        let configured = policy.programmes[programme]?.incentive.fund
        guard var fund = stored else {
            return configured.map { FundBalance(programme: programme, balance: $0.opening, unit: $0.unit, at: now) }
        }
        guard let configured, configured.unit == fund.unit, configured.opening > fund.opening else { return fund }
        fund.balance += configured.opening - fund.opening
        fund.opening = configured.opening
        fund.at = now
        return fund
    }

    /// Pays the entry from the fund. Returns false when the balance is too small.
    private func pay(_ entry: inout RewardEntry, _ fund: inout FundBalance, at now: Instant) -> Bool {
        guard entry.amount <= fund.balance else { return false }
        fund.balance -= entry.amount
        fund.at = now
        give(&entry, at: now)
        return true
    }

    /// Pays the waiting entries in order, until the balance is too small for the next one.
    package func release(_ waiting: [RewardEntry], from stored: FundBalance, at now: Instant) -> LedgerChange {
        var change = LedgerChange()
        var fund = stored
        for entry in waiting.sorted(by: RewardLedger.isEarlier) {
            var entry = entry
            guard pay(&entry, &fund, at: now) else { break }
            entry.version += 1
            entry.reason = nil
            change.entries.append(entry)
        }
        if fund != stored { change.fund = fund }
        return change
    }

    /// Whether `one` is paid before `other`.
    package static func isEarlier(_ one: RewardEntry, _ other: RewardEntry) -> Bool {
        (one.at, one.entryID) < (other.at, other.entryID)
    }

    // MARK: - Ending

    /// Takes an entry back. A granted entry gets a reversal, and money that was not claimed returns to the fund.
    package func clawBack(
        _ stored: RewardEntry, reason: String?, fund: FundBalance?, at now: Instant
    ) -> LedgerChange {
        guard stored.state.isLive, stored.reverses == nil else { return .repeated(stored) }
        var entry = stored
        entry.state = .clawedBack
        entry.reason = reason
        entry.version += 1
        guard stored.state == .granted else {
            var change = LedgerChange(entry)
            change.movesQueue = true
            return change
        }
        var reversal = stored
        reversal.entryID = RewardEntryID.reversal(of: stored.entryID)
        reversal.amount = -stored.amount
        reversal.state = .clawedBack
        reversal.reason = reason
        reversal.reverses = stored.entryID
        reversal.at = now
        reversal.claimUntil = nil
        reversal.claimedAt = nil
        reversal.version = 1
        reversal.byHand = []
        var change = returning(stored, as: entry, to: fund, at: now)
        change.entries.append(reversal)
        return change
    }

    /// Records that a reward was claimed; nil when it cannot be claimed, or not any more.
    package func claim(_ stored: RewardEntry, at now: Instant) -> LedgerChange? {
        guard stored.state == .granted, stored.kind.isFetched, stored.reverses == nil else { return nil }
        guard stored.claimedAt == nil else { return .repeated(stored) }
        guard !stored.isExpired(at: now) else { return nil }
        var entry = stored
        entry.claimedAt = now
        entry.version += 1
        return LedgerChange(entry)
    }

    /// Ends an entry that was not claimed in time; nil when its time is not over.
    package func expire(_ stored: RewardEntry, fund: FundBalance?, at now: Instant) -> LedgerChange? {
        guard stored.isExpired(at: now) else { return nil }
        var entry = stored
        entry.state = .void
        entry.reason = "not-claimed"
        entry.version += 1
        return returning(stored, as: entry, to: fund, at: now)
    }

    /// Ends a granted entry. Its money returns to the fund if it came from there and was not claimed.
    private func returning(
        _ stored: RewardEntry, as ended: RewardEntry, to fund: FundBalance?, at now: Instant
    ) -> LedgerChange {
        guard stored.isFromFund, stored.claimedAt == nil, var fund else { return LedgerChange(ended) }
        fund.balance += stored.amount
        fund.at = now
        var change = LedgerChange(ended, fund: fund)
        change.movesQueue = true
        return change
    }
}
