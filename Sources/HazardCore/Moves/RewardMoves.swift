/// What people and the ledger say about the rewards of a case.
extension CaseDecider {
    /// A supervisor grants what was not earned by itself, or was withheld; `amount` may be less than the rule's.
    func grant(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        let asked = command.arguments.reward
        let name = asked?.reportID ?? value.reports.first?.reportID ?? ""
        guard let report = value.reports.first(where: { $0.reportID == name }) else {
            throw CaseRefusal(.noReward, "report \(name) is not part of this case", allowed: allowed)
        }
        let rules = policy.programmes[report.programme]?.incentive.rewards ?? []
        guard let rule = rules.first(where: { $0.id == asked?.rule }) else {
            let known = rules.map(\.id).joined(separator: ", ")
            throw CaseRefusal(
                .noReward,
                "programme \(report.programme) has the rewards \(known.isEmpty ? "–" : known), not "
                    + (asked?.rule ?? "none"), allowed: allowed)
        }
        guard let account = report.account else {
            throw CaseRefusal(
                .noReward, "report \(name) is anonymous: there is nobody to reward", allowed: allowed)
        }
        let earning = RewardEarning(policy: policy)
        if let end = earning.foundFalse(value, rule) {
            throw CaseRefusal(
                .noReward, "\(end): what it earns is taken back; reopen it first, if it was true after all",
                allowed: allowed)
        }
        let amount = asked?.amount ?? earning.share(of: rule, for: report, [], value).amount
        guard (1...rule.amount).contains(amount) else {
            throw CaseRefusal(
                .noReward, "amount is \(amount): give arguments.amount, 1 to \(rule.amount) \(rule.unit)",
                allowed: allowed)
        }
        let known = value.rewards(by: rule.id, of: account, in: report.programme)
        if let held = known.first(where: { $0.isLive || $0.state == .clawedBack }) {
            let state = held.state?.rawValue ?? "asked for"
            throw CaseRefusal(.noReward, "\(held.entryID) is \(state) already", allowed: allowed)
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
        value.remember(command, from: value.state, at: now, note: "\(rule.id) \(amount) \(rule.unit) \(id)")
    }

    /// A supervisor takes a reward back.
    func clawBack(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        try needReason(command, value)
        let (reward, programme) = try reward(of: command, value)
        guard reward.isLive else {
            throw CaseRefusal(
                .noReward, "\(reward.entryID) is \(reward.state?.rawValue ?? ""): there is nothing to take back",
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        value.takeBack(reward, programme: programme, reason: command.reason)
        value.remember(command, from: value.state, at: now, note: reward.entryID)
    }

    /// The reward was handed out.
    func claim(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        let (reward, programme) = try reward(of: command, value)
        guard reward.kind.isFetched else {
            throw CaseRefusal(
                .noReward, "\(reward.kind.rawValue) are credited, not fetched", allowed: allowed)
        }
        guard reward.state == .granted, reward.claimedAt == nil else {
            let state = reward.claimedAt == nil ? reward.state?.rawValue ?? "not decided yet" : "handed out already"
            throw CaseRefusal(.noReward, "\(reward.entryID) is \(state)", allowed: allowed)
        }
        if let last = reward.claimUntil, last < now {
            throw CaseRefusal(.tooLate, "\(reward.entryID) had to be fetched earlier", allowed: allowed)
        }
        var arguments = RewardArguments()
        arguments.entryID = reward.entryID
        arguments.programme = programme
        value.effects.append(.ledger(.claim, programme: programme, arguments))
        value.remember(command, from: value.state, at: now, note: reward.entryID)
    }

    private func reward(
        of command: Command, _ value: Case
    ) throws(CaseRefusal) -> (reward: CaseReward, programme: String) {
        let id = command.arguments.reward?.entryID ?? ""
        guard let reward = value.rewards.first(where: { $0.entryID == id }) else {
            if let other = value.whereabouts(ofReward: id) {
                throw CaseRefusal(
                    .noReward, "\(id) went with its report to case \(other.text): say it there",
                    allowed: CaseMoves.allowed(role: command.role, on: value))
            }
            let known = value.rewards.map(\.entryID).joined(separator: ", ")
            throw CaseRefusal(
                .noReward, "no reward \(id) here; this case has \(known.isEmpty ? "none" : known)",
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        guard let programme = reward.programme else {
            throw CaseRefusal(
                .noReward, "\(id) was withheld here (\(reward.reason ?? "-")): the ledger knows nothing of it",
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        return (reward, programme)
    }

    /// The ledger has answered: the case keeps it, and its reporter hears of what is granted, taken back or void.
    func rewardSettled(_ command: Command, _ value: inout Case, at now: Instant) throws(CaseRefusal) {
        if let answer = command.arguments.reward, let other = value.whereabouts(ofReward: answer.entryID) {
            value.effects.append(.settled(other, answer))
            value.record(
                command.kind.rawValue, by: command.actor, at: now, for: command.cause, reason: "passed-on",
                note: "\(answer.entryID ?? "") to \(other.text)")
            return
        }
        guard let answer = command.arguments.reward, let state = answer.state,
            let index = value.rewards.firstIndex(where: { $0.entryID == answer.entryID })
        else {
            throw CaseRefusal(
                .noReward, "this case asked for no reward \(command.arguments.reward?.entryID ?? "")",
                allowed: CaseMoves.allowed(role: command.role, on: value))
        }
        let before = value.rewards[index].state
        if let version = answer.version, let seen = value.rewards[index].version, version < seen {
            // It went another way through other cases, and was overtaken.
            value.record(
                command.kind.rawValue, by: command.actor, at: now, for: command.cause, reason: "older",
                note: "\(state.rawValue) \(value.rewards[index].entryID)")
            return
        }
        value.rewards[index].version = answer.version ?? value.rewards[index].version
        value.rewards[index].state = state
        value.rewards[index].reason = answer.reason
        value.rewards[index].amount = answer.amount ?? value.rewards[index].amount
        if state != before { value.rewards[index].settledAt = now }
        value.rewards[index].claimUntil = answer.claimUntil
        value.rewards[index].claimedAt = answer.claimedAt
        let reward = value.rewards[index]
        value.record(
            command.kind.rawValue, by: command.actor, at: now, for: command.cause,
            reason: answer.reason.map { state.rawValue + ": " + $0 } ?? state.rawValue,
            note: "\(reward.rule) \(reward.amount) \(reward.unit) \(reward.entryID)")
        guard state != before, state != .waiting, state != .withheld else { return }
        tell(of: reward, state, &value, at: now)
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
    /// `2026-11-23`.
    fileprivate var text: String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(padded(month))-\(padded(day))"
    }
}
