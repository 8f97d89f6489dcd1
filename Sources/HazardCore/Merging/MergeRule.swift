/// How a case was found that a new report may belong to; tried in this order.
package enum MergeWay: CaseIterable, Sendable {
    /// The report names one of its reports.
    case related
    case thread, photo, words
    /// By coordinates; by a thing's number; by address or segment where one of the two has no coordinates.
    case place, address
}

/// Whether a new report belongs to a case.
package enum MergeVerdict: Hashable, Sendable {
    /// It becomes part of the case.
    case join(MergeJoin)
    /// It opens a case of its own that has to do with this one.
    case link(MergeLink)
    case apart
}

package struct MergeJoin: Hashable, Sendable {
    package var role: ReportRole
    package var way: MergeWay
    /// The report whose reward it shares.
    package var jointWith: String?
    /// In words, for the history: 27 m away, 12 min after it opened, same category.
    package var reason: String
    package var needsReview = false

    package init(role: ReportRole, way: MergeWay, reason: String) {
        self.role = role
        self.way = way
        self.reason = reason
    }
}

package struct MergeLink: Hashable, Sendable {
    /// `related`, `recurrence` or `continued`.
    package var kind: String
    package var reason: String
    package var needsReview = false

    package init(kind: String, reason: String, needsReview: Bool = false) {
        self.kind = kind
        self.reason = reason
        self.needsReview = needsReview
    }
}

/// Says whether a new report belongs to a case that was found for it (`DOMAIN.md` §9).
///
/// Pure. A machine never merges into an emergency or from one: it links, and people decide; only what the same reporter adds
/// joins. Never across things that their numbers, addresses or sides tell apart.
package struct MergeRule: Sendable {
    package let policy: MergePolicy

    package init(policy: MergePolicy) {
        self.policy = policy
    }

    /// `isBurst` says that more reports of this category came lately than the group's burst names.
    package func judge(_ facts: MergeFacts, with candidate: Case, way: MergeWay, isBurst: Bool = false) -> MergeVerdict
    {
        if candidate.state.isEnded { return afterwards(facts, candidate, way) }
        switch way {
        case .related: return related(facts, candidate)
        case .thread: return sameThread(facts, candidate)
        case .photo: return samePhoto(facts, candidate)
        case .words: return sameWords(facts, candidate)
        case .place: return samePlace(facts, candidate, isBurst: isBurst)
        case .address: return sameAddress(facts, candidate, isBurst: isBurst)
        }
    }

    // MARK: - The same reporter, or one who was there

    private func related(_ facts: MergeFacts, _ candidate: Case) -> MergeVerdict {
        guard let named = candidate.reports.first(where: { $0.reportID == facts.related }) else { return .apart }
        let isOwn = isOwn(facts, named)
        var join = MergeJoin(
            role: isOwn ? .followUp : .follower, way: .related, reason: "the report names \(named.reportID)")
        if !isOwn, let words = contradicts(facts, candidate) {
            return .link(MergeLink(kind: "related", reason: join.reason + ", but " + words, needsReview: true))
        }
        if !isOwn, age(facts, of: named) <= policy.repeatWithin { join.jointWith = named.reportID }
        join.needsReview = facts.isClassified && facts.category != candidate.category.id
        return emergency(facts, candidate, own: isOwn) ?? otherKind(facts, candidate, join.reason)
            ?? checkRoom(join, candidate)
    }

    private func isOwn(_ facts: MergeFacts, _ report: CaseReport) -> Bool {
        if let account = facts.entry.account { return account == report.account }
        guard let thread = facts.entry.threadID else { return false }
        return report.account == nil && thread == report.threadID && facts.entry.programme == report.programme
    }

    private func sameThread(_ facts: MergeFacts, _ candidate: Case) -> MergeVerdict {
        guard let last = candidate.reports.last(where: { isSameThread(facts, $0) }) else { return .apart }
        guard !facts.isClassified || facts.category == candidate.category.id else {
            return candidate.category.id == HazardCategory.unclassifiedID
                ? join(facts, candidate, of: last)
                : .link(MergeLink(kind: "related", reason: "same thread, another category"))
        }
        if contradicts(facts, candidate) != nil { return .apart }
        if facts.entry.account == nil, facts.isClassified || !facts.isPlaceless { return .apart }
        return join(facts, candidate, of: last)
    }

    private func join(_ facts: MergeFacts, _ candidate: Case, of last: CaseReport) -> MergeVerdict {
        let reason = "same thread, \(MergeRule.span(age(facts, of: last))) after \(last.reportID)"
        let join = MergeJoin(role: .followUp, way: .thread, reason: reason)
        return emergency(facts, candidate, own: true) ?? otherKind(facts, candidate, reason)
            ?? checkRoom(join, candidate)
    }

    private func isSameThread(_ facts: MergeFacts, _ report: CaseReport) -> Bool {
        report.threadID == facts.entry.threadID && report.programme == facts.entry.programme
            && report.account == facts.entry.account && age(facts, of: report) <= policy.repeatWithin
    }

    // MARK: - The same photo, the same words

    private func samePhoto(_ facts: MergeFacts, _ candidate: Case) -> MergeVerdict {
        let photos = Set(facts.entry.mediaHashes)
        guard
            let twin = candidate.reports.last(where: {
                !photos.isDisjoint(with: $0.mediaHashes) && age(facts, of: $0) <= policy.repeatWithin
            })
        else { return .apart }
        if let metres = metres(facts, candidate), metres > Double(policy.photoMetres) { return .apart }
        if facts.marks.contradiction(PlaceMarks(candidate)) != nil { return .apart }
        return again(facts, candidate, twin, way: .photo, "same photo")
    }

    private func sameWords(_ facts: MergeFacts, _ candidate: Case) -> MergeVerdict {
        guard let account = facts.entry.account, let words = facts.entry.textHash,
            let twin = candidate.reports.last(where: {
                $0.account == account && $0.textHash == words && age(facts, of: $0) <= policy.repeatWithin
            })
        else { return .apart }
        let photos = Set(facts.entry.mediaHashes)
        if !photos.isEmpty, !twin.mediaHashes.isEmpty, photos.isDisjoint(with: twin.mediaHashes) { return .apart }
        if contradicts(facts, candidate) != nil { return .apart }
        return again(facts, candidate, twin, way: .words, "same words")
    }

    private func again(
        _ facts: MergeFacts, _ candidate: Case, _ twin: CaseReport, way: MergeWay, _ what: String
    ) -> MergeVerdict {
        let reason = "\(what) as \(twin.reportID), \(MergeRule.span(age(facts, of: twin))) later"
        guard !facts.isClassified || facts.category == candidate.category.id else {
            return .link(MergeLink(kind: "related", reason: reason + ", another category"))
        }
        let isOwn = isOwn(facts, twin)
        let join = MergeJoin(role: isOwn ? .followUp : .follower, way: way, reason: reason)
        return emergency(facts, candidate, own: isOwn && isSameThread(facts, twin))
            ?? otherKind(facts, candidate, reason) ?? checkRoom(join, candidate)
    }

    // MARK: - The same place

    private func samePlace(_ facts: MergeFacts, _ candidate: Case, isBurst: Bool) -> MergeVerdict {
        guard let metres = metres(facts, candidate), facts.category == candidate.category.id,
            let usual = group(facts)?.reach
        else { return .apart }
        let reach = reach(facts, candidate, isBurst)
        guard metres <= Double((reach ?? usual).metres), facts.marks.contradiction(PlaceMarks(candidate)) == nil else {
            return .apart
        }
        let place = "\(Int(metres.rounded())) m away"
        guard let reach else { return later(facts, candidate, place) }
        let reason = "\(place), \(opened(facts, candidate)), same category"
        return here(facts, candidate, way: .place, reach == group(facts)?.burst?.reach ? reason + ", burst" : reason)
    }

    /// The number of a thing; else an address or segment, only where one of the two has no coordinates, for those say more.
    private func sameAddress(_ facts: MergeFacts, _ candidate: Case, isBurst: Bool) -> MergeVerdict {
        guard facts.category == candidate.category.id, group(facts)?.reach != nil else { return .apart }
        let theirs = CaseTraces(candidate)
        let isSameThing = isSameThing(facts, candidate, theirs)
        if !isSameThing {
            guard metres(facts, candidate) == nil, !Set(facts.traces.addresses).isDisjoint(with: theirs.addresses),
                facts.marks.contradiction(PlaceMarks(candidate)) == nil
            else { return .apart }
        }
        let place = isSameThing ? "same number" : "same address"
        guard reach(facts, candidate, isBurst) != nil else { return later(facts, candidate, place) }
        return here(facts, candidate, way: .address, "\(place), \(opened(facts, candidate)), same category")
    }

    /// Too late to be the same row of cars: what is there again, though nobody has ended the case, is a recurrence.
    private func later(_ facts: MergeFacts, _ candidate: Case, _ place: String) -> MergeVerdict {
        let elapsed = facts.entry.receivedAt.milliseconds - candidate.openedAt.milliseconds
        guard let usual = group(facts)?.reach, !usual.covers(elapsed), elapsed <= recurrenceMilliseconds else {
            return .apart
        }
        let reason = "\(place), \(opened(facts, candidate)), same category, too late to be the same"
        return .link(MergeLink(kind: "recurrence", reason: reason))
    }

    /// Both name one number of a lamp, a cover or a cabinet, and are not in different parts of the town.
    private func isSameThing(_ facts: MergeFacts, _ candidate: Case, _ theirs: CaseTraces) -> Bool {
        guard !Set(facts.traces.things).isDisjoint(with: theirs.things) else { return false }
        return metres(facts, candidate).map { $0 <= Double(policy.photoMetres) } ?? true
    }

    private func here(_ facts: MergeFacts, _ candidate: Case, way: MergeWay, _ reason: String) -> MergeVerdict {
        let join = MergeJoin(role: .follower, way: way, reason: reason)
        return emergency(facts, candidate, own: false, reason) ?? otherKind(facts, candidate, reason)
            ?? checkRoom(join, candidate)
    }

    /// Who asks for a lamp reports none that hangs loose: wishes go to other desks and wait longer, so neither swallows the
    /// other. What says nothing of its own has no kind to speak of.
    private func otherKind(_ facts: MergeFacts, _ candidate: Case, _ reason: String) -> MergeVerdict? {
        guard facts.isClassified, facts.alone.kind.isWish != candidate.kind.isWish else { return nil }
        return .link(MergeLink(kind: "related", reason: reason + ", one a wish and one a hazard"))
    }

    /// The reach that holds for the two; nil when neither the usual nor a burst's covers the time between.
    private func reach(_ facts: MergeFacts, _ candidate: Case, _ isBurst: Bool) -> MergeReach? {
        guard let group = group(facts), let usual = group.reach else { return nil }
        let elapsed = facts.entry.receivedAt.milliseconds - candidate.openedAt.milliseconds
        let usualHolds = usual.covers(elapsed) && usual.covers(facts.age)
        if isBurst, let wide = group.burst?.reach, wide.covers(elapsed), wide.covers(facts.age) {
            guard usualHolds, let metres = metres(facts, candidate), metres <= Double(usual.metres) else { return wide }
        }
        return usualHolds ? usual : nil
    }

    /// The case is over: a new one of its kind at its place is linked with it for a while 复发.
    private func afterwards(_ facts: MergeFacts, _ candidate: Case, _ way: MergeWay) -> MergeVerdict {
        if way == .related, candidate.reports.contains(where: { $0.reportID == facts.related }) {
            return .link(MergeLink(kind: "related", reason: "the report names one of a case that has ended"))
        }
        guard way == .place || way == .address, candidate.state == .closed, let closedAt = candidate.closedAt,
            facts.category == candidate.category.id, let reach = group(facts)?.reach
        else { return .apart }
        let since = facts.entry.receivedAt.milliseconds - closedAt.milliseconds
        guard since <= recurrenceMilliseconds else { return .apart }
        let metres = metres(facts, candidate)
        let isSameThing = isSameThing(facts, candidate, CaseTraces(candidate))
        if let metres, metres > Double(reach.metres), !isSameThing { return .apart }
        if !isSameThing, facts.marks.contradiction(PlaceMarks(candidate)) != nil { return .apart }
        let place = isSameThing ? "same number" : metres.map { "\(Int($0.rounded())) m away" } ?? "same address"
        return .link(
            MergeLink(kind: "recurrence", reason: "\(place), closed \(MergeRule.span(since)) before, same category"))
    }

    // MARK: - Details

    /// How far back a closed case is looked for.
    package var recurrenceMilliseconds: Int64 { policy.recurrenceDays * 86_400_000 }

    /// Its group's reach in metres, wider in a burst; nil when its category is never merged by place.
    package func metres(_ facts: MergeFacts, isBurst: Bool) -> Int? {
        guard let group = group(facts), let usual = group.reach else { return nil }
        return isBurst ? max(usual.metres, group.burst?.reach.metres ?? 0) : usual.metres
    }

    private func group(_ facts: MergeFacts) -> MergeGroup? { policy.group(of: facts.category) }

    /// An emergency on either side: a link for people to look at, unless the same reporter goes on speaking.
    private func emergency(
        _ facts: MergeFacts, _ candidate: Case, own: Bool, _ reason: String = "it concerns one of its reports"
    ) -> MergeVerdict? {
        let isNew = facts.alone.isEmergency
        guard isNew || candidate.isEmergency else { return nil }
        if own, !isNew || facts.category == candidate.category.id { return nil }
        return .link(
            MergeLink(kind: "related", reason: reason + ", an emergency is never merged by itself", needsReview: true))
    }

    private func checkRoom(_ join: MergeJoin, _ candidate: Case) -> MergeVerdict {
        guard candidate.reports.count >= Case.reportLimit || candidate.historyIsFull else { return .join(join) }
        return .link(MergeLink(kind: "continued", reason: join.reason + ", but the case is full"))
    }

    /// Coordinates, numbers or words say that the two are not one thing.
    private func contradicts(_ facts: MergeFacts, _ candidate: Case) -> String? {
        if let metres = metres(facts, candidate), metres > Double(group(facts)?.reach?.metres ?? policy.photoMetres) {
            return "another place"
        }
        return facts.marks.contradiction(PlaceMarks(candidate))
    }

    private func metres(_ facts: MergeFacts, _ candidate: Case) -> Double? {
        guard let here = facts.point, let there = candidate.location?.wgs84 else { return nil }
        return here.metres(to: there)
    }

    private func age(_ facts: MergeFacts, of report: CaseReport) -> Int64 {
        max(0, facts.entry.receivedAt.milliseconds - report.receivedAt.milliseconds)
    }

    private func opened(_ facts: MergeFacts, _ candidate: Case) -> String {
        MergeRule.span(facts.entry.receivedAt.milliseconds - candidate.openedAt.milliseconds) + " after it opened"
    }

    /// 40 s, 12 min, 5 h or 3 days.
    static func span(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1000
        if seconds < 120 { return "\(seconds) s" }
        if seconds < 7200 { return "\(seconds / 60) min" }
        return seconds < 172_800 ? "\(seconds / 3600) h" : "\(seconds / 86_400) days"
    }
}

extension Case {
    /// Above this many reports a case is continued by a linked one (`config/contracts/README.md`, Common).
    package static let reportLimit = 200

    /// A machine keeps its hands off.
    var isEmergency: Bool { priority == .p0 || flags.emergency }
}
