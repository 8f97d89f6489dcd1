/// Adding a report to an existing case, and linking two cases (`DOMAIN.md` §9).
extension CaseDecider {
    /// Adds a report to this case. `opened` is the case that the report would have opened.
    ///
    /// The history stores the words: shortened for a follower, in full up to `noteLength` for a follow-up. Departments
    /// at work and the reporter are informed.
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
        // The sender of a further message in a thread knows the case number already.
        if join.way != .thread { value.notify(.merged, entry.reportID, at: now) }
        RewardEarning(policy: policy).settle(&value, at: now)
    }

    /// The condition of the new report when its limit is shorter than the case's own; nil otherwise. Departments see it
    /// at once, and a person decides.
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

    /// Takes over what the same reporter adds: photos, a missing place, a possible category.
    func addWhatIsNew(_ opened: Case, to value: inout Case) {
        for media in opened.media where value.media.count < Case.mediaLimit && !value.media.contains(media) {
            value.media.append(media)
        }
        if let location = opened.location, value.location?.namesPlace != true, location.namesPlace {
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

    /// Links the case with another one. Both cases store the link.
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
    /// The number of characters that the history stores of a follow-up's words.
    static let noteLength = 1000
    static let followerNoteLength = 120
    static let mediaLimit = 40
    static let linkLimit = 50

    /// Adds a link. Returns false when it exists already or the case has too many links.
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
    /// Whether there are coordinates, an address or a stretch of road; a district is not enough.
    var namesPlace: Bool { point != nil || address != nil || segment != nil }
}
