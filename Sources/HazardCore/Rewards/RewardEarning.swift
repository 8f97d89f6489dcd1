/// What a case earns its reporters, and when (`DOMAIN.md` §7): asked after every move, so that every way to an end is covered.
///
/// It looks at the case alone and asks for each reward once, however often it is called. What it asks for is in
/// `rewards` and leaves as effects; the ledger of the programme decides.
package struct RewardEarning: Sendable {
    package let policy: Policy

    package init(policy: Policy) {
        self.policy = policy
    }

    /// The rules that the sender of this report may earn something by, to be frozen with it; categories are checked later.
    package func rules(for report: Report) -> [String] {
        guard let incentive = policy.programmes[report.programme]?.incentive else { return [] }
        return incentive.rewards.filter { rule in
            func fits<Value: Equatable>(_ allowed: [Value]?, _ value: Value?) -> Bool {
                guard let allowed else { return true }
                return value.map(allowed.contains) ?? false
            }
            return fits(rule.terms.reporterKinds, report.reporter.kind) && fits(rule.terms.kinds, report.kind)
                && fits(rule.terms.actions, report.actionTaken)
        }.map(\.id)
    }

    /// Asks for what the case has earned by now and did not ask for yet, and takes back what turned out to be false.
    package func settle(_ value: inout Case, at now: Instant) {
        takeBack(&value, at: now)
        let due = triggers(value)
        guard !due.isEmpty, value.reports.contains(where: { !$0.earns.isEmpty }) else { return }
        let asked = value.rewards
        for report in value.reports where report.role != .followUp {
            for rule in rules(of: report) where due.contains(rule.trigger) && rule.covers(value.category.id) {
                guard !asked.contains(where: { $0.reportID == report.reportID && $0.rule == rule.id }) else { continue }
                earn(rule, by: report, asked, &value, at: now)
            }
        }
    }

    /// The rules frozen with a report that are still configured.
    private func rules(of report: CaseReport) -> [RewardRule] {
        guard !report.earns.isEmpty, let incentive = policy.programmes[report.programme]?.incentive else { return [] }
        return incentive.rewards.filter { report.earns.contains($0.id) }
    }

    // MARK: - When

    /// Which triggers have come true.
    private func triggers(_ value: Case) -> Set<RewardTrigger> {
        switch value.state {
        case .triage, .rejected, .cancelled, .merged: return []
        case .registered, .dispatched, .inProgress, .suspended, .resolved, .checking: return [.accepted]
        case .closed:
            guard value.closingCheck?.isIndependent == true, value.closeCode != .notFound else { return [.accepted] }
            return value.closeCode == .solved ? [.accepted, .verified, .closed] : [.accepted, .verified]
        }
    }

    // MARK: - How much

    private func earn(
        _ rule: RewardRule, by report: CaseReport, _ asked: [CaseReward], _ value: inout Case, at now: Instant
    ) {
        guard let account = report.account else {
            let id = RewardEntryID.of(
                programme: report.programme, caseID: value.id, account: "anonymous/" + report.reportID, rule: rule.id)
            return withhold(rule, id, report, amount: rule.amount, "anonymous", &value, at: now)
        }
        let id = RewardEntryID.of(
            programme: report.programme, caseID: value.id, account: account, rule: rule.id)
        guard value.rewards(by: rule.id, of: account, in: report.programme).isEmpty else { return }
        let share = share(of: rule, for: report, asked, value)
        guard share.amount > 0 else {
            return withhold(rule, id, report, amount: 0, share.reason, &value, at: now)
        }
        var reward = CaseReward(entryID: id, reportID: report.reportID, rule: rule, amount: share.amount, at: now)
        reward.programme = report.programme
        value.rewards.append(reward)
        ask(rule, id, report, account, share.amount, &value)
    }

    /// What that report gets of the rule's amount: all, the followers' part, or a share of one that several sent together.
    func share(
        of rule: RewardRule, for report: CaseReport, _ asked: [CaseReward], _ value: Case
    ) -> (amount: Int, reason: String) {
        let head = report.jointWith ?? report.reportID
        let isFirst = (value.reports.first { $0.reportID == head } ?? report).role == .first
        let percent = isFirst ? 100 : policy.programmes[report.programme]?.incentive.followerPercent ?? 0
        let whole = rule.amount * percent / 100
        guard whole > 0 else { return (0, "follower") }
        var accounts: [String] = []
        for other in value.reports where other.reportID == head || other.jointWith == head {
            guard let account = other.account, other.role != .followUp, other.programme == report.programme,
                other.earns.contains(rule.id)
            else { continue }
            if !accounts.contains(account) { accounts.append(account) }
            // The amount is given out once: who joins later finds nothing left.
            if other.reportID != report.reportID, other.account != report.account,
                asked.contains(where: { $0.reportID == other.reportID && $0.rule == rule.id && $0.isLive })
            {
                return (0, "joint-share-taken")
            }
        }
        guard accounts.count > 1 else { return (whole, "") }
        let rest = accounts.first == report.account ? whole % accounts.count : 0
        return (whole / accounts.count + rest, "joint-share-too-small")
    }

    /// Says why, once for a report: two hundred followers of a case are not to fill its record with every rule.
    private func withhold(
        _ rule: RewardRule, _ id: String, _ report: CaseReport, amount: Int, _ reason: String, _ value: inout Case,
        at now: Instant
    ) {
        guard !value.rewards.contains(where: { $0.reportID == report.reportID && $0.reason == reason }) else { return }
        var reward = CaseReward(entryID: id, reportID: report.reportID, rule: rule, amount: amount, at: now)
        reward.state = .withheld
        reward.reason = reason
        reward.settledAt = now
        value.rewards.append(reward)
    }

    /// Asks the ledger of the report's programme.
    func ask(
        _ rule: RewardRule, _ id: String, _ report: CaseReport, _ account: String, _ amount: Int, _ value: inout Case,
        edit: (inout RewardRequest) -> Void = { _ in }
    ) {
        var request = RewardRequest(
            caseID: value.id, entryID: id, programme: report.programme, account: account, rule: rule.id,
            worth: RewardWorth(kind: rule.kind, amount: amount, unit: rule.unit))
        request.reportID = report.reportID
        request.category = value.category.code
        request.place = RewardPlace.text(of: value.location)
        request.receivedAt = report.receivedAt
        edit(&request)
        value.effects.append(.ledger(.grant(request)))
    }

    // MARK: - Found false

    /// Why what a case earns by this rule is taken back; nil when it is not. nil for a rule that is configured no more.
    ///
    /// Taking part is rewarded whatever was found, unless the report was rejected.
    func foundFalse(_ value: Case, _ rule: RewardRule?) -> FoundFalse? {
        switch value.state {
        case .rejected: .rejected
        case .closed where value.closeCode == .notFound && rule?.trigger != .accepted: .notFound
        default: nil
        }
    }

    /// A case that was rejected, or closed because nothing was there, gives back what it had earned.
    private func takeBack(_ value: inout Case, at now: Instant) {
        for reward in value.rewards where reward.isLive {
            guard let programme = reward.programme else { continue }
            let rule = policy.programmes[programme]?.incentive.rewards.first { $0.id == reward.rule }
            guard foundFalse(value, rule) != nil else { continue }
            let cause = Cause(sender: "reward", id: reward.entryID + "/found-false")
            guard !value.remembers(cause) else { continue }
            value.record(
                .move(.command(.clawBack)), by: Actor(.system), at: now, for: cause,
                .rewardFoundFalse(entry: reward.entryID))
            value.takeBack(reward, programme: programme, reason: CaseReward.foundFalse)
        }
    }
}

extension RewardRule {
    /// Whether it rewards a hazard of this category, by id.
    fileprivate func covers(_ category: String) -> Bool {
        terms.categories.map { $0.contains(category) } ?? true
    }
}

extension Case {
    /// Asks the ledger to take an entry back.
    mutating func takeBack(_ reward: CaseReward, programme: String, reason: String?) {
        effects.append(.ledger(.clawBack(entry: reward.entryID, programme: programme, reason: reason)))
    }
}
