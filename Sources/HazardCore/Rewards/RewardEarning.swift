/// Decides which rewards a case has earned (`DOMAIN.md` §7, `DECISIONS.md` #20). It is called after every move, so that
/// every way to an end is covered.
///
/// It depends on the case only and asks for each reward once, however often it is called. `rewards` lists what was
/// asked for, and the questions become effects. The ledger of the programme decides.
package struct RewardEarning: Sendable {
    package let policy: Policy

    package init(policy: Policy) {
        self.policy = policy
    }

    /// The rules under which the sender of this report can earn a reward. They are stored with the report; categories
    /// are checked later.
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

    /// Asks for the rewards that the case has earned since the last call, and takes back those of a case without a
    /// hazard.
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

    /// The rules that are stored with a report and still configured.
    private func rules(of report: CaseReport) -> [RewardRule] {
        guard !report.earns.isEmpty, let incentive = policy.programmes[report.programme]?.incentive else { return [] }
        return incentive.rewards.filter { report.earns.contains($0.id) }
    }

    // MARK: - Triggers

    /// The triggers that apply to the case now.
    private func triggers(_ value: Case) -> Set<RewardTrigger> {
        switch value.state {
        case .triage, .rejected, .cancelled, .merged: return []
        case .registered, .dispatched, .inProgress, .suspended, .resolved, .checking: return [.accepted]
        case .closed:
            guard value.closingCheck?.isIndependent == true, value.closeCode != .notFound else { return [.accepted] }
            return value.closeCode == .solved ? [.accepted, .verified, .closed] : [.accepted, .verified]
        }
    }

    // MARK: - Amounts

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

    /// The share of the rule's amount for this report: all of it, a follower's percentage, or a part of a joint reward.
    /// `reason` says why an amount of 0 is withheld.
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
            // The amount is paid once. A report that joins afterwards gets nothing.
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

    /// Adds a withheld reward with its reason, once for each report and reason. Otherwise 200 followers could fill the
    /// record of the case.
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

    /// Adds a question to the ledger of the report's programme.
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

    // MARK: - No hazard

    /// Why rewards by this rule are taken back; nil when they are not. `rule` is nil when it is not configured any
    /// more.
    ///
    /// A reward for taking part is taken back only when the case was rejected.
    func foundFalse(_ value: Case, _ rule: RewardRule?) -> FoundFalse? {
        switch value.state {
        case .rejected: .rejected
        case .closed where value.closeCode == .notFound && rule?.trigger != .accepted: .notFound
        default: nil
        }
    }

    /// Takes back the rewards of a case that was rejected or closed because there was no hazard.
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
    /// Whether the rule rewards hazards of the category with this id.
    fileprivate func covers(_ category: String) -> Bool {
        terms.categories.map { $0.contains(category) } ?? true
    }
}

extension Case {
    /// Adds a question to take an entry back.
    mutating func takeBack(_ reward: CaseReward, programme: String, reason: String?) {
        effects.append(.ledger(.clawBack(entry: reward.entryID, programme: programme, reason: reason)))
    }
}
