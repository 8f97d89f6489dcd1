/// A report becomes part of a case that is there already.
extension CaseDecider {
    /// Takes in a report that belongs to this case; `opened` is the case that it would have opened.
    ///
    /// The case keeps of a follower's words a shortened note in the history, of a follow-up's all of them. Departments that
    /// are at work are told, and so is the reporter.
    package func join(_ opened: Case, to value: inout Case, as join: MergeJoin, at now: Instant) {
        guard var entry = opened.reports.first else { return }
        entry.role = join.role
        entry.jointWith = join.jointWith
        value.reports.append(entry)
        if join.role == .followUp { addWhatIsNew(opened, to: &value) }
        if value.state == .resolved || value.state == .checking || join.needsReview { value.flags.needsReview = true }
        let limit = join.role == .followUp ? Case.noteLength : Case.followerNoteLength
        value.record(
            .move(.own(join.role == .followUp ? .followUp : .follower)), by: Actor(.ingest), at: now,
            for: Cause(sender: "report", id: entry.reportID), .joined(join.reason),
            words: SaidWords(note: opened.text.map { Case.shortened($0, to: limit) }))
        let worse = worseCondition(opened, than: value)
        if worse != nil { value.flags.needsReview = true }
        let words = worse == nil ? nil : opened.text.map { Case.shortened($0, to: Case.followerNoteLength) }
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            value.tell(index, TaskEvent(.changed, .report(join.role, worse: worse, words: words)))
        }
        // Who goes on speaking in a thread knows the case already.
        if join.way != .thread { value.notify(.merged, entry.reportID, at: now) }
        RewardEarning(policy: policy).settle(&value, at: now)
    }

    /// A condition that is due earlier than the case's own, for departments to read at once and for people to decide; nil when
    /// it is none.
    private func worseCondition(_ opened: Case, than value: Case) -> String? {
        guard opened.category.id == value.category.id, let condition = opened.condition, condition != value.condition,
            let theirs = opened.decision.limit
        else { return nil }
        if let ours = value.decision.limit {
            let span = (theirs, ours)
            guard
                span.0.milliseconds(countedThroughIn: policy.calendar)
                    < span.1.milliseconds(countedThroughIn: policy.calendar)
            else { return nil }
        }
        return condition
    }

    /// The same reporter says more: photos, the place that was missing, what it may be.
    private func addWhatIsNew(_ opened: Case, to value: inout Case) {
        for media in opened.media where value.media.count < Case.mediaLimit && !value.media.contains(media) {
            value.media.append(media)
        }
        if let location = opened.location, value.location?.saysWhere != true, location.saysWhere {
            var found = location
            found.district = value.location?.district ?? location.district
            value.location = found
        }
        if value.text == nil { value.text = opened.text }
        let isUnclassified = value.category.id == HazardCategory.unclassifiedID
        guard isUnclassified, opened.category.id != HazardCategory.unclassifiedID else { return }
        value.decision.runnerUp = opened.category.id
        value.decision.evidence += opened.decision.evidence.filter { !value.decision.evidence.contains($0) }
    }

    /// Notes that a report of this case, or the case itself, has to do with another one; both keep the link.
    package func link(_ value: inout Case, with other: inout Case, by link: MergeLink, at now: Instant) {
        let isNew = value.addLink(to: other.id, kind: link.kind)
        if link.needsReview { value.flags.needsReview = true }
        if isNew {
            value.record(
                .linked, by: Actor(.ingest), at: now, .linked(link.kind, other.id.text, link.reason))
        }
        guard !other.state.isEnded, other.addLink(to: value.id, kind: link.kind) else { return }
        if link.needsReview { other.flags.needsReview = true }
        other.record(.linked, by: Actor(.ingest), at: now, .linked(link.kind, value.id.text, link.reason))
    }
}

extension Case {
    /// Characters of a follow-up's words that the history keeps, and of a follower's.
    static let noteLength = 1000
    static let followerNoteLength = 120
    static let mediaLimit = 40
    static let linkLimit = 50

    /// Adds a link; false when it is there already, or there are too many to be of use.
    mutating func addLink(to other: CaseID, kind: LinkKind) -> Bool {
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
    /// Coordinates, an address or a stretch of road; a district opened says too little.
    var saysWhere: Bool { point != nil || address != nil || segment != nil }
}
