/// Whose data are erased: the reporter's of one report, or an account's. One of the two is set.
package struct ErasureOrder: Hashable, Sendable {
    package var report: String?
    package var account: String?

    package init(report: String? = nil, account: String? = nil) {
        self.report = report
        self.account = account
    }

    /// Whether the report is covered and was not erased before.
    package func covers(_ report: CaseReport) -> Bool {
        guard !report.isErased else { return false }
        if let id = self.report { return report.reportID == id }
        return account != nil && report.account == account
    }
}

extension CaseReport {
    /// Removes what identifies the reporter or was said by the reporter; the id, the times, the programme and the part stay.
    fileprivate mutating func erase() {
        isErased = true
        contentHash = ""
        account = nil
        thread = nil
        mediaHashes = []
        textHash = nil
        place = nil
        earns = []
        mayResolve = false
    }
}

extension Case {
    /// Erases the reporters that an order covers, and returns the ids of their reports.
    ///
    /// Words, photos and address of the case go with the report that it was opened with. Category, place and deadlines stay, so that
    /// the work can go on. Rewards stay without their accounts, so that the figures stay right.
    mutating func erase(_ order: ErasureOrder) -> [String] {
        let ids = reports.indices.filter { order.covers(reports[$0]) }.map { index in
            if index == 0 { eraseWords() }
            reports[index].erase()
            return reports[index].reportID
        }
        let erased = Set(ids)
        notices.removeAll { erased.contains($0.reportID) }
        for index in history.indices
        where history[index].actor.role == .reporter && erased.contains(history[index].actor.ref ?? "") {
            history[index].reason = nil
            history[index].note = nil
            history[index].media = []
            history[index].cause?.hash = nil
            if case .written = history[index].detail { history[index].detail = nil }
        }
        for reward in rewards where erased.contains(reward.reportID) {
            if let programme = reward.programme {
                effects.append(.ledger(.erase(entry: reward.entryID, programme: programme)))
            }
        }
        return ids
    }

    private mutating func eraseWords() {
        text = nil
        media = []
        location?.address = nil
        decision.evidence = []
    }
}

extension RewardEntry {
    /// The account of an entry whose reporter was erased.
    package static let erasedAccount = "erased"

    /// The entry without its reporter; nil when it has none any more.
    package var erased: RewardEntry? {
        guard account != Self.erasedAccount else { return nil }
        var entry = self
        entry.account = Self.erasedAccount
        entry.place = nil
        entry.version += 1
        return entry
    }
}
