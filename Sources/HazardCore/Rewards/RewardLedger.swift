/// The rules of a programme's ledger (`DOMAIN.md` §7): who gets what, once, within caps, cool-down and fund.
///
/// Pure: the lane of the programme's shard hands in what the ledger holds, and writes down what is answered. Being the only
/// writer is what keeps a fund from going negative.
package struct RewardLedger: Sendable {
    package let policy: Policy

    package init(policy: Policy) {
        self.policy = policy
    }

    // MARK: - Granting

    /// Enters a reward: granted, waiting for the fund, or withheld with its reason; an entry that is there already stays.
    ///
    /// A supervisor's grant is above cap and cool-down, and revives what was withheld or void; never above the fund.
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
        // A second life begins now: behind those who wait, and paid as the rule is paid today.
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

    /// Why cap or cool-down forbid it; nil when they do not.
    private func withheld(_ request: RewardRequest, _ incentive: Incentive, _ others: [RewardEntry]) -> String? {
        let live = others.filter { $0.state.isLive && $0.caseID != request.caseID }
        if live.contains(where: { $0.reportID == request.reportID && $0.rule == request.rule }) {
            return "rewarded-already"
        }
        guard !request.isByHand, let received = request.receivedAt else { return nil }
        // Not another rule of the same clue, asked for in the case that its report came from.
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

    /// Milliseconds around a clue within which others of the same account matter: its day, and its cool-down.
    package func reach(of programme: String) -> Duration {
        .days(max(2, policy.programmes[programme]?.incentive.coolDownDays ?? 0))
    }

    private func give(_ entry: inout RewardEntry, at now: Instant) {
        entry.state = .granted
        guard entry.kind.isFetched else { return }
        let days = policy.programmes[entry.programme]?.incentive.claimDays ?? Incentive().claimDays
        entry.claimUntil = now.adding(.days(days))
    }

    // MARK: - The fund

    /// The fund as it stands, with what the configuration has added since; nil when there never was one.
    ///
    /// Only raising `opening` moves money: lowering it takes nothing away, for it may be spent.
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

    /// Takes the entry's money out of the fund, if it is there.
    private func pay(_ entry: inout RewardEntry, _ fund: inout FundBalance, at now: Instant) -> Bool {
        guard entry.amount <= fund.balance else { return false }
        fund.balance -= entry.amount
        fund.at = now
        give(&entry, at: now)
        return true
    }

    /// Pays those who wait, in their order, until the money does not suffice for the next.
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

    /// The order in which those who wait are paid.
    package static func isEarlier(_ one: RewardEntry, _ other: RewardEntry) -> Bool {
        (one.at, one.entryID) < (other.at, other.entryID)
    }

    // MARK: - Ending

    /// Takes an entry back: by a reversal when it was granted; money that was not fetched returns to the fund.
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

    /// Notes that a reward was fetched; nil when there is nothing to fetch, or it is too late.
    package func claim(_ stored: RewardEntry, at now: Instant) -> LedgerChange? {
        guard stored.state == .granted, stored.kind.isFetched, stored.reverses == nil else { return nil }
        guard stored.claimedAt == nil else { return .repeated(stored) }
        guard !stored.isExpired(at: now) else { return nil }
        var entry = stored
        entry.claimedAt = now
        entry.version += 1
        return LedgerChange(entry)
    }

    /// Ends an entry that was not fetched in time; nil when that is not so.
    package func expire(_ stored: RewardEntry, fund: FundBalance?, at now: Instant) -> LedgerChange? {
        guard stored.isExpired(at: now) else { return nil }
        var entry = stored
        entry.state = .void
        entry.reason = "not-claimed"
        entry.version += 1
        return returning(stored, as: entry, to: fund, at: now)
    }

    /// The end of a granted entry, with its money back in the fund unless it was fetched or never came out of it.
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
