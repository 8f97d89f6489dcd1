/// A report becomes part of a case that is there already.
extension CaseDecider {
    /// Takes in a report that belongs to this case; `alone` is the case it would have opened by itself.
    ///
    /// The case keeps of a follower's words a shortened note in the history, of a follow-up's all of them. Departments that
    /// are at work are told, and so is the reporter.
    package func join(_ alone: Case, to value: inout Case, as join: MergeJoin, at now: Instant) {
        guard var entry = alone.reports.first else { return }
        entry.role = join.role
        entry.jointWith = join.jointWith
        value.reports.append(entry)
        if join.role == .followUp { addWhatIsNew(alone, to: &value) }
        if value.state == .resolved || value.state == .checking || join.needsReview { value.flags.needsReview = true }
        let limit = join.role == .followUp ? Case.noteLength : Case.followerNoteLength
        value.record(
            join.role.rawValue, by: Actor(.ingest), at: now, for: Cause(sender: "report", id: entry.reportID),
            reason: join.reason, note: alone.text.map { Case.shortened($0, to: limit) })
        let news = worse(alone, than: value)
        if news != nil { value.flags.needsReview = true }
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            value.tell(index, TaskEvent(.changed, reason: join.role.rawValue + (news ?? "")))
        }
        // Who goes on speaking in a thread knows the case already.
        if join.way != .thread { value.notify(.merged, entry.reportID, at: now) }
        RewardEarning(policy: policy).settle(&value, at: now)
    }

    /// A condition that is due earlier than the case's own, for departments to read at once and for people to decide; nil when
    /// it is none.
    private func worse(_ alone: Case, than value: Case) -> String? {
        guard alone.category.id == value.category.id, let condition = alone.condition, condition != value.condition,
            let theirs = alone.decision.limit
        else { return nil }
        if let ours = value.decision.limit {
            let span = (theirs, ours)
            guard
                span.0.milliseconds(countedThroughIn: policy.calendar)
                    < span.1.milliseconds(countedThroughIn: policy.calendar)
            else { return nil }
        }
        let words = alone.text.map { ": " + Case.shortened($0, to: Case.followerNoteLength) } ?? ""
        return ", condition \(condition)\(words)"
    }

    /// The same reporter says more: photos, the place that was missing, what it may be.
    private func addWhatIsNew(_ alone: Case, to value: inout Case) {
        for media in alone.media where value.media.count < Case.mediaLimit && !value.media.contains(media) {
            value.media.append(media)
        }
        if let location = alone.location, value.location?.saysWhere != true, location.saysWhere {
            var found = location
            found.district = value.location?.district ?? location.district
            value.location = found
        }
        if value.text == nil { value.text = alone.text }
        let isUnclassified = value.category.id == HazardCategory.unclassifiedID
        guard isUnclassified, alone.category.id != HazardCategory.unclassifiedID else { return }
        value.decision.runnerUp = alone.category.id
        value.decision.evidence += alone.decision.evidence.filter { !value.decision.evidence.contains($0) }
    }

    /// Notes that a report of this case, or the case itself, has to do with another one; both keep the link.
    package func link(_ value: inout Case, with other: inout Case, by link: MergeLink, at now: Instant) {
        let isNew = value.addLink(to: other.id, kind: link.kind)
        if link.needsReview { value.flags.needsReview = true }
        if isNew {
            value.record(
                "linked", by: Actor(.ingest), at: now, reason: link.kind, note: other.id.text + ": " + link.reason)
        }
        guard !other.state.isEnded, other.addLink(to: value.id, kind: link.kind) else { return }
        if link.needsReview { other.flags.needsReview = true }
        other.record("linked", by: Actor(.ingest), at: now, reason: link.kind, note: value.id.text + ": " + link.reason)
    }
}

extension Case {
    /// Characters of a follow-up's words that the history keeps, and of a follower's.
    static let noteLength = 1000
    static let followerNoteLength = 120
    static let mediaLimit = 40
    static let linkLimit = 50

    /// Adds a link; false when it is there already, or there are too many to be of use.
    mutating func addLink(to other: CaseID, kind: String) -> Bool {
        let link = CaseLink(caseID: other.text, kind: kind)
        guard links.count < Case.linkLimit, !links.contains(link) else { return false }
        links.append(link)
        return true
    }

    static func shortened(_ text: String, to limit: Int) -> String {
        text.count <= limit ? text : text.prefix(limit - 1) + "…"
    }
}

extension Location {
    /// Coordinates, an address or a stretch of road; a district alone says too little.
    var saysWhere: Bool { point != nil || address != nil || segment != nil }
}
