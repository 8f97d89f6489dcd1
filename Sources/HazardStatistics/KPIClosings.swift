internal import HazardCore

/// Counts of cases that were closed in the window.
extension KPITally {
    mutating func addClosing(of value: Case) {
        addReopening(of: value)
        guard value.state == .closed, window.contains(value.closedAt) else { return }
        if value.flags.holds == 0, value.closeCode != .referred {
            count(.solvedRate, value.closeCode == .solved)
        }
        addRatings(of: value)
        addRewards(of: value)
    }

    /// 重开率: all cases that were closed in the window, whatever their present state, and those of them that were
    /// reopened.
    private mutating func addReopening(of value: Case) {
        var wasClosed = false
        var wasReopened = false
        for event in value.history where event.from != event.to {
            if event.to == .closed, window.contains(event.at) { wasClosed = true }
            if wasClosed, event.from == .closed { wasReopened = true }
        }
        if wasClosed { count(.reopeningRate, wasReopened) }
    }

    /// 满意率, with 回访应答率 as the share of reporters who answered.
    private mutating func addRatings(of value: Case) {
        for report in value.reports where report.role != .followUp {
            count(.answerRate, report.score != nil)
            if let score = report.score { count(.satisfactionRate, score >= norms.satisfied) }
        }
    }

    /// 奖励核发及时率. A reward whose time is not over yet does not count.
    private mutating func addRewards(of value: Case) {
        guard let closed = value.closedAt else { return }
        let last = closed.adding(minutes: norms.rewardDays * 24 * 60)
        for reward in value.rewards {
            switch reward.state {
            case .granted: count(.rewardOnTimeRate, (reward.settledAt ?? reward.at) <= last)
            case nil, .waiting: if window.asOf > last { count(.rewardOnTimeRate, false) }
            case .withheld, .void, .clawedBack: continue
            }
        }
    }
}
