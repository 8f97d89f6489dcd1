/// A reward that moved to another case with its report. The ledger's answers are passed on to that case
/// (`DECISIONS.md` #22).
package struct MovedReward: Hashable, Sendable {
    package var entryID: String
    package var caseID: CaseID

    package init(entryID: String, caseID: CaseID) {
        self.entryID = entryID
        self.caseID = caseID
    }
}

/// Moving the rewards and unsent notices of reports from one case to another.
extension Case {
    /// Moves what belongs to these reports. The other case then informs the reporters and takes rewards back.
    ///
    /// The ledger still answers the case that asked, which stores where the reward went. Rewards that a case withheld
    /// without asking the ledger are removed, and both cases decide on them again.
    mutating func handOver(_ reportIDs: Set<String>, to other: inout Case) {
        rewards.removeAll { $0.programme == nil }
        other.rewards.removeAll { $0.programme == nil }
        let leaving = rewards.filter { reportIDs.contains($0.reportID) }
        rewards.removeAll { reportIDs.contains($0.reportID) }
        other.rewards += leaving
        for entryID in leaving.map(\.entryID) {
            // The reward may have been in the other case before.
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
        // The remaining notices are renumbered, so that the numbers have no gap after the last one sent.
        let sent = noticeCount - notices.count
        notices.removeAll { reportIDs.contains($0.reportID) }
        for index in notices.indices { notices[index].number = sent + index + 1 }
        noticeCount = sent + notices.count
    }

    /// The case that a reward moved to; nil when it did not move.
    func newCase(ofReward entryID: String?) -> CaseID? {
        movedRewards.first { $0.entryID == entryID }?.caseID
    }

    /// The account of a report of this case; nil when the report is anonymous or not in the case.
    func account(ofReport reportID: String) -> String? {
        reports.first { $0.reportID == reportID }?.account
    }

    /// The rewards of this account by this rule. There is at most one unless cases were merged.
    func rewards(by rule: String, of account: String, in programme: String) -> [CaseReward] {
        let id = RewardEntryID.of(programme: programme, caseID: self.id, account: account, rule: rule)
        return rewards.filter { reward in
            if RewardEntryID.isOf(self.id, reward.entryID) { return reward.entryID == id }
            return reward.rule == rule && reward.programme == programme
                && self.account(ofReport: reward.reportID) == account
        }
    }
}
