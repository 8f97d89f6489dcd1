/// A reward that left a case with its report: what the ledger says of it is passed on to where it went.
package struct MovedReward: Hashable, Sendable {
    package var entryID: String
    package var caseID: CaseID

    package init(entryID: String, caseID: CaseID) {
        self.entryID = entryID
        self.caseID = caseID
    }
}

/// Reports that go from one case to another take along what they earned, and what their reporters were not told yet.
extension Case {
    /// Hands over what belongs to these reports, so that the other case tells of it and takes it back if it was false.
    ///
    /// The ledger goes on answering the case that asked, which remembers where the reward went. What a case withheld by itself was
    /// judged by who is in it: both judge anew.
    mutating func handOver(_ reportIDs: Set<String>, to other: inout Case) {
        rewards.removeAll { $0.programme == nil }
        other.rewards.removeAll { $0.programme == nil }
        let leaving = rewards.filter { reportIDs.contains($0.reportID) }
        rewards.removeAll { reportIDs.contains($0.reportID) }
        other.rewards += leaving
        for entryID in leaving.map(\.entryID) {
            // It may have been there before.
            other.movedRewards.removeAll { $0.entryID == entryID }
            movedRewards.removeAll { $0.entryID == entryID }
            movedRewards.append(MovedReward(entryID: entryID, caseID: other.id))
        }
        for notice in notices where reportIDs.contains(notice.reportID) {
            other.noticeCount += 1
            var notice = notice
            notice.number = other.noticeCount
            other.notices.append(notice)
        }
        // What is left unsent is numbered on from what was sent, without a gap.
        let sent = noticeCount - notices.count
        notices.removeAll { reportIDs.contains($0.reportID) }
        for index in notices.indices { notices[index].number = sent + index + 1 }
        noticeCount = sent + notices.count
    }

    /// Where a reward went that was asked for here.
    func whereabouts(ofReward entryID: String?) -> CaseID? {
        movedRewards.first { $0.entryID == entryID }?.caseID
    }

    /// The account of a report of this case.
    func account(ofReport reportID: String) -> String? {
        reports.first { $0.reportID == reportID }?.account
    }

    /// What the rule has brought this account here, or was asked for: as a rule one, more when cases were merged.
    func rewards(by rule: String, of account: String, in programme: String) -> [CaseReward] {
        let id = RewardEntryID.of(programme: programme, caseID: self.id, account: account, rule: rule)
        return rewards.filter { reward in
            if RewardEntryID.isOf(self.id, reward.entryID) { return reward.entryID == id }
            return reward.rule == rule && reward.programme == programme
                && self.account(ofReport: reward.reportID) == account
        }
    }
}
