/// The first report of a case, and what the case takes from it.
extension Case {
    /// Gives this report the role `first`; the previous first report becomes a follower.
    mutating func makeFirst(_ reportID: String) {
        guard let index = reports.firstIndex(where: { $0.reportID == reportID }) else { return }
        for index in reports.indices where reports[index].role == .first { reports[index].role = .follower }
        var report = reports.remove(at: index)
        report.role = .first
        reports.insert(report, at: 0)
    }

    /// Removes reports that are about another hazard, with their photos. When the first report is among them, the next
    /// one gives the case its words and its place.
    mutating func removeReports(_ gone: [CaseReport], textHash: TextHash) {
        let ids = Set(gone.map(\.reportID))
        reports.removeAll { ids.contains($0.reportID) }
        let photos = Set(gone.flatMap(\.mediaHashes)).subtracting(reports.flatMap(\.mediaHashes))
        media.removeAll { $0.sha256.map(photos.contains) ?? false }
        guard !reports.contains(where: { $0.role == .first }), let first = reports.earliest else { return }
        makeFirst(first.reportID)
        text = words(of: first, textHash: textHash)
        var district = Location()
        district.district = location?.district
        let places = reports.compactMap(\.place)
        location = places.first(where: \.namesPlace) ?? places.first ?? (location == nil ? nil : district)
        // The category and the departments follow from what the removed report said, so a person must look.
        flags.needsReview = true
    }

    /// The words of a report of this case as far as they are stored: in the case or in a note of its history; nil when
    /// they are not.
    func words(of report: CaseReport, textHash: TextHash) -> String? {
        let cause = Cause(sender: "report", id: report.reportID)
        let entry = history.first { $0.cause == cause }
        if let entry, entry.kind != .opened { return entry.words }
        guard let hash = report.textHash else { return entry == nil ? nil : text }
        return text.flatMap(textHash.hash) == hash ? text : nil
    }
}

extension Array<CaseReport> {
    /// The report that counts as the first: the one with the role `first`, else the earliest that is not a follow-up,
    /// else the earliest.
    var earliest: CaseReport? {
        if let first = first(where: { $0.role == .first }) { return first }
        let heads = filter { $0.role != .followUp }
        return (heads.isEmpty ? self : heads).min { $0.receivedAt < $1.receivedAt }
    }
}

extension RewardEarning {
    /// Whether a report that comes with a merge becomes the first of the case (`DECISIONS.md` #22).
    ///
    /// It does when it was received earlier and the present first report has no live reward for how the case ended.
    /// Rewards for taking part do not count.
    func mayBecomeFirst(_ report: CaseReport, of value: Case) -> Bool {
        guard let first = value.reports.first(where: { $0.role == .first }) else { return true }
        guard report.receivedAt < first.receivedAt else { return false }
        let group = value.reports.filter { $0.reportID == first.reportID || $0.jointWith == first.reportID }
        return !value.rewards.contains { reward in
            guard reward.isLive, group.contains(where: { $0.reportID == reward.reportID }) else { return false }
            let rules = policy.programmes[reward.programme ?? ""]?.incentive.rewards ?? []
            return rules.first { $0.id == reward.rule }?.trigger != .accepted
        }
    }
}
