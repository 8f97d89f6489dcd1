package import HazardCore

/// Random histories, tasks, rewards and notices, also combinations that the rules exclude.
extension Seeded {
    package mutating func course(of value: inout Case) {
        value.madeSafeAt = maybe { $0.instant() }
        value.pauses = pauses()
        value.suspendedUntil = maybe { $0.instant() }
        value.stageDueAt = maybe { $0.instant() }
        value.lastUrgedAt = maybe { $0.instant() }
        value.requests = list(2) { $0.request() }
        value.rewards = list(2) { $0.reward() }
        value.movedRewards = list(2) { MovedReward(entryID: $0.identifier(), caseID: $0.caseID()) }
        value.notices = list(2) { $0.notice() }
        value.noticeCount = int(0...9)
        value.noticeRetryAt = maybe { $0.instant() }
    }

    package mutating func pauses() -> PauseLedger {
        var ledger = PauseLedger()
        for _ in 0..<int(0...3) {
            let start = instant()
            guard let pause = Pause(from: start, to: start.adding(minutes: Int64(int(1...900)))) else { continue }
            ledger.add(pause)
        }
        return ledger
    }

    private mutating func request() -> CaseRequest {
        var request = CaseRequest(id: identifier(), department: identifier(), kind: any(), at: instant())
        request.state = any()
        request.reason = maybe { $0.text(5) }
        request.until = maybe { $0.instant() }
        request.decidedAt = maybe { $0.instant() }
        request.decidedBy = maybe { $0.identifier() }
        return request
    }

    private mutating func reward() -> CaseReward {
        let rule = RewardRule(id: identifier(), kind: any(), trigger: .closed, amount: 0, unit: identifier())
        var reward = CaseReward(
            entryID: identifier(), reportID: identifier(), rule: rule, amount: int(0...500), at: instant())
        reward.state = maybe { $0.any() }
        reward.reason = maybe { $0.text(5) }
        reward.programme = maybe { $0.identifier() }
        reward.settledAt = maybe { $0.instant() }
        reward.claimUntil = maybe { $0.instant() }
        reward.claimedAt = maybe { $0.instant() }
        reward.version = maybe { $0.int(1...9) }
        return reward
    }

    private mutating func notice() -> CaseNotice {
        var notice = CaseNotice(number: int(1...9), kind: any(), reportID: identifier(), at: instant())
        for _ in 0..<int(0...2) { notice.arguments[identifier()] = text(4) }
        return notice
    }
}
