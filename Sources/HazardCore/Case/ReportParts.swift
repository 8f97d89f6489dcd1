internal import ChineseText

/// Which report of a case is its first, and what the case says in its words.
extension Case {
    /// Gives the first's part to this report; who had it follows.
    mutating func makeFirst(_ reportID: String) {
        guard let index = reports.firstIndex(where: { $0.reportID == reportID }) else { return }
        for index in reports.indices where reports[index].role == .first { reports[index].role = .follower }
        var report = reports.remove(at: index)
        report.role = .first
        reports.insert(report, at: 0)
    }

    /// These reports were of another thing: their photos go with them, and with the first of the case its words and place.
    mutating func letGo(_ gone: [CaseReport]) {
        let ids = Set(gone.map(\.reportID))
        reports.removeAll { ids.contains($0.reportID) }
        let photos = Set(gone.flatMap(\.mediaHashes)).subtracting(reports.flatMap(\.mediaHashes))
        media.removeAll { $0.sha256.map(photos.contains) ?? false }
        guard !reports.contains(where: { $0.role == .first }), let first = reports.earliest else { return }
        makeFirst(first.reportID)
        text = words(of: first)
        var district = Location()
        district.district = location?.district
        let places = reports.compactMap(\.place)
        location = places.first(where: \.saysWhere) ?? places.first ?? (location == nil ? nil : district)
        // Category and departments were found by what the other report said.
        flags.needsReview = true
    }

    /// What a report of this case said, as far as the case has kept it: its own text, or a note of the history.
    func words(of report: CaseReport) -> String? {
        let cause = Cause(sender: "report", id: report.reportID)
        let told = history.first { $0.cause == cause }
        if let told, told.kind != .opened { return told.words }
        guard let hash = report.textHash else { return told == nil ? nil : text }
        return text.flatMap(TextLikeness.hash) == hash ? text : nil
    }
}

extension Array<CaseReport> {
    /// The one that counts as their first: it has that part, or came before the others; a follow-up only among its like.
    var earliest: CaseReport? {
        if let first = first(where: { $0.role == .first }) { return first }
        let heads = filter { $0.role != .followUp }
        return (heads.isEmpty ? self : heads).min { $0.receivedAt < $1.receivedAt }
    }
}

extension RewardEarning {
    /// Whether a report that joins by merging is the first of the case: it came earlier, and the one who has that part was given
    /// nothing for how the case ends. What both had for taking part stays theirs.
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
