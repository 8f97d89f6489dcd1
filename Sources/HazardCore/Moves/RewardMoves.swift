/// Moves about the rewards of a case: grant, claim, claw back, and the ledger's answers (`DOMAIN.md` §7).
extension CaseDecider {
    /// Grants a reward that was not earned automatically or was withheld. The amount may be less than the rule's.
    ///
    /// - Throws: `CaseRefusal` when report or rule are unknown, the report is anonymous, there was no hazard, the
    ///   amount is not allowed, or the reward was granted before.
    func grant(_ order: GrantOrder, _ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        let name = order.report ?? value.reports.first?.reportID ?? ""
        guard let report = value.reports.first(where: { $0.reportID == name }) else {
            throw CaseRefusal(.rewardReportUnknown(name), allowed: allowed)
        }
        let rules = policy.programmes[report.programme]?.incentive.rewards ?? []
        guard let rule = rules.first(where: { $0.id == order.rule }) else {
            throw CaseRefusal(
                .rewardRuleUnknown(order.rule, programme: report.programme, known: rules.map(\.id)), allowed: allowed)
        }
        guard let account = report.account else {
            throw CaseRefusal(.rewardAnonymous(report: name), allowed: allowed)
        }
        let earning = RewardEarning(policy: policy)
        if let end = earning.foundFalse(value, rule) { throw CaseRefusal(.rewardFoundFalse(end), allowed: allowed) }
        let amount = order.amount ?? earning.share(of: rule, for: report, [], value).amount
        guard (1...rule.amount).contains(amount) else {
            throw CaseRefusal(.rewardAmount(amount, most: rule.amount, unit: rule.unit), allowed: allowed)
        }
        let known = value.rewards(by: rule.id, of: account, in: report.programme)
        if let held = known.first(where: { $0.isLive || $0.state == .clawedBack }) {
            throw CaseRefusal(.rewardGrantedAlready(entry: held.entryID, held.state), allowed: allowed)
        }
        let id =
            known.first?.entryID
            ?? RewardEntryID.of(programme: report.programme, caseID: value.id, account: account, rule: rule.id)
        let index = value.rewards.firstIndex { $0.entryID == id }
        var reward = CaseReward(entryID: id, reportID: name, rule: rule, amount: amount, at: now)
        reward.programme = report.programme
        if let index {
            reward.at = value.rewards[index].at
            value.rewards[index] = reward
        } else {
            value.rewards.append(reward)
        }
        earning.ask(rule, id, report, account, amount, &value) {
            $0.isByHand = true
            $0.reason = command.reason
        }
        value.remember(
            command, from: value.state, at: now,
            .granted(rule: rule.id, amount: amount, unit: rule.unit, entry: id))
    }

    /// Takes a reward back; a reason is required.
    ///
    /// - Throws: `CaseRefusal` without a reason, or when the reward is unknown or does not count any more.
    func clawBack(_ entryID: String, _ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        try needReason(command, value)
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        let (reward, programme) = try reward(entryID, value, allowed)
        guard reward.isLive else {
            throw CaseRefusal(.rewardEnded(entry: reward.entryID, reward.state), allowed: allowed)
        }
        value.takeBack(reward, programme: programme, reason: command.reason)
        value.remember(command, from: value.state, at: now, .reward(entry: reward.entryID))
    }

    /// Records that the reward was claimed.
    func claim(_ entryID: String, _ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        let (reward, programme) = try reward(entryID, value, allowed)
        guard reward.kind.isFetched else { throw CaseRefusal(.rewardCredited(reward.kind), allowed: allowed) }
        guard reward.state == .granted, reward.claimedAt == nil else {
            throw CaseRefusal(
                .rewardNotClaimable(entry: reward.entryID, reward.claimedAt == nil ? reward.state : .granted),
                allowed: allowed)
        }
        if let last = reward.claimUntil, last < now {
            throw CaseRefusal(.rewardClaimTooLate(entry: reward.entryID), allowed: allowed)
        }
        value.effects.append(.ledger(.claim(entry: reward.entryID, programme: programme)))
        value.remember(command, from: value.state, at: now, .reward(entry: reward.entryID))
    }

    private func reward(
        _ entryID: String, _ value: Case, _ allowed: [String]
    ) throws(CaseRefusal) -> (reward: CaseReward, programme: String) {
        guard let reward = value.rewards.first(where: { $0.entryID == entryID }) else {
            if let other = value.newCase(ofReward: entryID) {
                throw CaseRefusal(.rewardMoved(entry: entryID, to: other.text), allowed: allowed)
            }
            throw CaseRefusal(.rewardUnknown(entry: entryID, known: value.rewards.map(\.entryID)), allowed: allowed)
        }
        guard let programme = reward.programme else {
            throw CaseRefusal(.rewardWithheldHere(entry: entryID, reason: reward.reason), allowed: allowed)
        }
        return (reward, programme)
    }

    /// Stores the ledger's answer. The reporter gets a notice when the reward is granted, taken back or void.
    ///
    /// - Throws: `CaseRefusal` when the case never asked for this entry.
    func rewardSettled(
        _ answer: LedgerAnswer, _ command: Command, _ value: inout Case, at now: Instant
    ) throws(CaseRefusal) {
        if let other = value.newCase(ofReward: answer.entryID) {
            value.effects.append(.settled(other, answer))
            value.remember(
                command, from: value.state, at: now, .rewardPassedOn(entry: answer.entryID, to: other.text))
            return
        }
        guard let index = value.rewards.firstIndex(where: { $0.entryID == answer.entryID }) else {
            throw CaseRefusal(
                .rewardNotAskedFor(entry: answer.entryID), allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        let before = value.rewards[index].state
        if let version = answer.version, let seen = value.rewards[index].version, version < seen {
            // The reward moved between cases, and a later answer arrived by a shorter way.
            value.remember(
                command, from: value.state, at: now, .rewardOutdated(answer.state, entry: answer.entryID))
            return
        }
        value.rewards[index].take(answer, at: now)
        let reward = value.rewards[index]
        value.remember(
            command, from: value.state, at: now,
            .rewardSettled(
                answer.state, reason: answer.reason,
                SettledReward(
                    rule: reward.rule, amount: reward.amount, unit: reward.unit, entry: reward.entryID)))
        guard answer.state != before, answer.state != .waiting, answer.state != .withheld else { return }
        tell(of: reward, answer.state, &value, at: now)
    }

    private func tell(of reward: CaseReward, _ state: RewardState, _ value: inout Case, at now: Instant) {
        var arguments = [
            NoticeArgument.rewardState: state.rawValue, NoticeArgument.rewardKind: reward.kind.rawValue,
            NoticeArgument.amount: String(reward.amount), NoticeArgument.unit: reward.unit, "rule": reward.rule,
        ]
        if state == .granted, let last = reward.claimUntil {
            arguments[NoticeArgument.claimUntil] = policy.zone.civil(last).date.text
        }
        value.notify(.reward, reward.reportID, at: now, arguments: arguments)
    }
}

extension CivilDate {
    /// The date as `2026-11-23`.
    fileprivate var text: String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(padded(month))-\(padded(day))"
    }
}
