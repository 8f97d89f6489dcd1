/// Decides whether a new report belongs to a candidate case (`DOMAIN.md` §9, `DECISIONS.md` #23 and #24).
///
/// Pure. It never merges an emergency: it links the two cases, and people decide; only what the same reporter adds to
/// an emergency joins it. It never joins things whose numbers, addresses or sides differ.
package struct MergeRule: Sendable {
    package let policy: MergePolicy

    package init(policy: MergePolicy) {
        self.policy = policy
    }

    /// Judges one candidate. `isBurst` says that more reports of this category came lately than the group's burst
    /// requires.
    package func judge(_ facts: MergeFacts, with candidate: Case, way: MergeWay, isBurst: Bool = false) -> MergeVerdict
    {
        if candidate.state.isEnded { return judgeEnded(facts, candidate, way) }
        switch way {
        case .related: return related(facts, candidate)
        case .thread: return sameThread(facts, candidate)
        case .photo: return samePhoto(facts, candidate)
        case .words: return sameWords(facts, candidate)
        case .place: return samePlace(facts, candidate, isBurst: isBurst)
        case .address: return sameAddress(facts, candidate, isBurst: isBurst)
        }
    }

    // MARK: - The same reporter, or another witness

    private func related(_ facts: MergeFacts, _ candidate: Case) -> MergeVerdict {
        guard let named = candidate.reports.first(where: { $0.reportID == facts.related }) else { return .separate }
        let isOwn = isOwn(facts, named)
        var join = MergeJoin(
            role: isOwn ? .followUp : .follower, way: .related, reason: MatchReason(.named(report: named.reportID)))
        if !isOwn, let contradiction = contradicts(facts, candidate) {
            return .link(
                MergeLink(
                    kind: .related, reason: join.reason.with(.contradiction(contradiction)), needsReview: true))
        }
        if !isOwn, age(facts, of: named) <= policy.repeatWithin { join.jointWith = named.reportID }
        join.needsReview = facts.isClassified && facts.category != candidate.category.id
        return emergency(facts, candidate, own: isOwn) ?? otherKind(facts, candidate, join.reason)
            ?? checkRoom(join, candidate)
    }

    private func isOwn(_ facts: MergeFacts, _ report: CaseReport) -> Bool {
        if let account = facts.entry.account { return account == report.account }
        guard let thread = facts.entry.thread else { return false }
        return report.account == nil && thread == report.thread && facts.entry.programme == report.programme
    }

    private func sameThread(_ facts: MergeFacts, _ candidate: Case) -> MergeVerdict {
        guard let last = candidate.reports.last(where: { isSameThread(facts, $0) }) else { return .separate }
        guard !facts.isClassified || facts.category == candidate.category.id else {
            return candidate.category.id == HazardCategory.unclassifiedID
                ? join(facts, candidate, of: last)
                : .link(MergeLink(kind: .related, reason: MatchReason(.thread(report: nil)).with(.otherCategory)))
        }
        if contradicts(facts, candidate) != nil { return .separate }
        if facts.entry.account == nil, facts.isClassified || !facts.isPlaceless { return .separate }
        return join(facts, candidate, of: last)
    }

    private func join(_ facts: MergeFacts, _ candidate: Case, of last: CaseReport) -> MergeVerdict {
        let reason = MatchReason(.thread(report: last.reportID), .afterReport(age(facts, of: last)))
        let join = MergeJoin(role: .followUp, way: .thread, reason: reason)
        return emergency(facts, candidate, own: true) ?? otherKind(facts, candidate, reason)
            ?? checkRoom(join, candidate)
    }

    private func isSameThread(_ facts: MergeFacts, _ report: CaseReport) -> Bool {
        report.thread == facts.entry.thread && report.programme == facts.entry.programme
            && report.account == facts.entry.account && age(facts, of: report) <= policy.repeatWithin
    }

    // MARK: - The same photo, the same words

    private func samePhoto(_ facts: MergeFacts, _ candidate: Case) -> MergeVerdict {
        let photos = Set(facts.entry.mediaHashes)
        guard
            let twin = candidate.reports.last(where: {
                !photos.isDisjoint(with: $0.mediaHashes) && age(facts, of: $0) <= policy.repeatWithin
            })
        else { return .separate }
        let isFar =
            metres(facts, candidate, within: policy.photoMetres).map { $0 > Double(policy.photoMetres) } ?? false
        if let contradiction = isFar ? .place : facts.marks.contradiction(PlaceMarks(candidate)) {
            // One reporter sends one photo for two places: a person must look.
            guard isOwn(facts, twin) else { return .separate }
            let reason = MatchReason(.photo(report: twin.reportID), .afterReport(age(facts, of: twin)))
            return .link(
                MergeLink(kind: .related, reason: reason.with(.contradiction(contradiction)), needsReview: true))
        }
        return again(facts, candidate, twin, way: .photo, .photo(report: twin.reportID))
    }

    private func sameWords(_ facts: MergeFacts, _ candidate: Case) -> MergeVerdict {
        guard let account = facts.entry.account, let words = facts.entry.textHash,
            let twin = candidate.reports.last(where: {
                $0.account == account && $0.textHash == words && age(facts, of: $0) <= policy.repeatWithin
            })
        else { return .separate }
        let photos = Set(facts.entry.mediaHashes)
        if !photos.isEmpty, !twin.mediaHashes.isEmpty, photos.isDisjoint(with: twin.mediaHashes) { return .separate }
        if contradicts(facts, candidate) != nil { return .separate }
        return again(facts, candidate, twin, way: .words, .words(report: twin.reportID))
    }

    private func again(
        _ facts: MergeFacts, _ candidate: Case, _ twin: CaseReport, way: MergeWay, _ sign: MatchSign
    ) -> MergeVerdict {
        let reason = MatchReason(sign, .afterReport(age(facts, of: twin)))
        guard !facts.isClassified || facts.category == candidate.category.id else {
            return .link(MergeLink(kind: .related, reason: reason.with(.otherCategory)))
        }
        let isOwn = isOwn(facts, twin)
        let join = MergeJoin(role: isOwn ? .followUp : .follower, way: way, reason: reason)
        return emergency(facts, candidate, own: isOwn && isSameThread(facts, twin))
            ?? otherKind(facts, candidate, reason) ?? checkRoom(join, candidate)
    }

    // MARK: - The same place

    private func samePlace(_ facts: MergeFacts, _ candidate: Case, isBurst: Bool) -> MergeVerdict {
        guard facts.category == candidate.category.id, let usual = group(facts)?.reach else { return .separate }
        guard let metres = metres(facts, candidate, within: usual.metres) else {
            return sameCoarsePlace(facts, candidate, isBurst)
        }
        let reach = reach(facts, candidate, isBurst)
        guard metres <= Double((reach ?? usual).metres), facts.marks.contradiction(PlaceMarks(candidate)) == nil else {
            return .separate
        }
        let reason = sameCategory(facts, candidate, .distance(metres: Int(metres.rounded())))
        guard let reach else { return recurrenceLink(facts, candidate, reason) }
        let isWide = reach == group(facts)?.burst?.reach
        return joinByPlace(facts, candidate, way: .place, isWide ? reason.with(.burst) : reason)
    }

    /// One of the two points may be further off than the radius: the address decides, else the cases are linked.
    private func sameCoarsePlace(_ facts: MergeFacts, _ candidate: Case, _ isBurst: Bool) -> MergeVerdict {
        guard facts.point != nil, candidate.location?.wgs84 != nil, reach(facts, candidate, isBurst) != nil else {
            return .separate
        }
        let byAddress = sameAddress(facts, candidate, isBurst: isBurst)
        guard byAddress == .separate else { return byAddress }
        let reason = MatchReason(.coarsePoint, .afterOpening(elapsed(facts, candidate)), isSameCategory: true)
        return .link(MergeLink(kind: .related, reason: reason))
    }

    /// The same number of a thing, or the same address or segment when one of the two has no exact coordinates.
    /// Coordinates have precedence over an address.
    private func sameAddress(_ facts: MergeFacts, _ candidate: Case, isBurst: Bool) -> MergeVerdict {
        guard facts.category == candidate.category.id, group(facts)?.reach != nil else { return .separate }
        let theirs = SearchKeys(candidate)
        let isSameThing = isSameThing(facts, candidate, theirs)
        if !isSameThing {
            guard metres(facts, candidate, within: nil) == nil,
                !Set(facts.searchKeys.addresses).isDisjoint(with: theirs.addresses),
                facts.marks.contradiction(PlaceMarks(candidate)) == nil
            else { return .separate }
        }
        let reason = sameCategory(facts, candidate, isSameThing ? .number : .address)
        guard reach(facts, candidate, isBurst) != nil else { return recurrenceLink(facts, candidate, reason) }
        return joinByPlace(facts, candidate, way: .address, reason)
    }

    /// A report said after the window of an open case is linked as a recurrence; one said before it is not.
    private func recurrenceLink(_ facts: MergeFacts, _ candidate: Case, _ reason: MatchReason) -> MergeVerdict {
        let elapsed = elapsed(facts, candidate)
        guard let usual = group(facts)?.reach, !usual.covers(elapsed), facts.time > candidate.mergeTime,
            elapsed <= recurrence
        else {
            return .separate
        }
        return .link(MergeLink(kind: .recurrence, reason: reason.with(.tooLate)))
    }

    /// Whether both name the same number of a lamp, a cover or a cabinet and are not far apart.
    private func isSameThing(_ facts: MergeFacts, _ candidate: Case, _ theirs: SearchKeys) -> Bool {
        guard !Set(facts.searchKeys.things).isDisjoint(with: theirs.things) else { return false }
        return metres(facts, candidate, within: policy.photoMetres).map { $0 <= Double(policy.photoMetres) } ?? true
    }

    private func joinByPlace(
        _ facts: MergeFacts, _ candidate: Case, way: MergeWay, _ reason: MatchReason
    ) -> MergeVerdict {
        let join = MergeJoin(role: .follower, way: way, reason: reason)
        return emergency(facts, candidate, own: false, reason) ?? otherKind(facts, candidate, reason)
            ?? checkRoom(join, candidate)
    }

    /// A request never merges with a hazard: other departments handle it, and it has more time. A report without a
    /// category is not compared.
    private func otherKind(_ facts: MergeFacts, _ candidate: Case, _ reason: MatchReason) -> MergeVerdict? {
        guard facts.isClassified, facts.opened.kind.isWish != candidate.kind.isWish else { return nil }
        return .link(MergeLink(kind: .related, reason: reason.with(.wishAndHazard)))
    }

    /// The reach that applies to the two; nil when the time between them is outside the usual window and outside a
    /// burst's.
    private func reach(_ facts: MergeFacts, _ candidate: Case, _ isBurst: Bool) -> MergeReach? {
        guard let group = group(facts), let usual = group.reach else { return nil }
        let elapsed = elapsed(facts, candidate)
        let usualHolds = usual.covers(elapsed)
        if isBurst, let wide = group.burst?.reach, wide.covers(elapsed) {
            guard usualHolds, let metres = metres(facts, candidate, within: usual.metres),
                metres <= Double(usual.metres)
            else { return wide }
        }
        return usualHolds ? usual : nil
    }

    /// A case that has ended: a new one of the same category at the same place is linked with it for a while 复发.
    private func judgeEnded(_ facts: MergeFacts, _ candidate: Case, _ way: MergeWay) -> MergeVerdict {
        if way == .related, candidate.reports.contains(where: { $0.reportID == facts.related }) {
            return .link(MergeLink(kind: .related, reason: MatchReason(.named(report: nil))))
        }
        guard way == .place || way == .address, candidate.state == .closed, let closedAt = candidate.closedAt,
            facts.category == candidate.category.id, let reach = group(facts)?.reach
        else { return .separate }
        let since = max(.zero, closedAt.duration(to: facts.time))
        guard since <= recurrence else { return .separate }
        let metres = metres(facts, candidate, within: reach.metres)
        let isSameThing = isSameThing(facts, candidate, SearchKeys(candidate))
        // A coarse point alone says too little.
        if way == .place, metres == nil, !isSameThing { return .separate }
        if let metres, metres > Double(reach.metres), !isSameThing { return .separate }
        if !isSameThing, facts.marks.contradiction(PlaceMarks(candidate)) != nil { return .separate }
        let sign: MatchSign =
            isSameThing ? .number : metres.map { .distance(metres: Int($0.rounded())) } ?? .address
        let reason = MatchReason(sign, .afterClosing(since), isSameCategory: true)
        return .link(MergeLink(kind: .recurrence, reason: reason))
    }

    // MARK: - Details

    /// The time for which a closed case is still found.
    package var recurrence: Duration { .days(policy.recurrenceDays) }

    /// The reach of the report's group in metres, wider in a burst; nil when its category is never merged by place.
    package func metres(_ facts: MergeFacts, isBurst: Bool) -> Int? {
        guard let group = group(facts), let usual = group.reach else { return nil }
        return isBurst ? max(usual.metres, group.burst?.reach.metres ?? 0) : usual.metres
    }

    private func group(_ facts: MergeFacts) -> MergeGroup? { policy.group(of: facts.category) }

    /// A link for review when one of the two is an emergency; nil when neither is, or when the same reporter adds to
    /// the case.
    private func emergency(
        _ facts: MergeFacts, _ candidate: Case, own: Bool, _ reason: MatchReason = MatchReason(.concernsReport)
    ) -> MergeVerdict? {
        let isNew = facts.opened.isEmergency
        guard isNew || candidate.isEmergency else { return nil }
        if own, !isNew || facts.category == candidate.category.id { return nil }
        return .link(MergeLink(kind: .related, reason: reason.with(.emergency), needsReview: true))
    }

    private func checkRoom(_ join: MergeJoin, _ candidate: Case) -> MergeVerdict {
        guard candidate.reports.count >= Case.reportLimit || candidate.historyIsFull else { return .join(join) }
        return .link(MergeLink(kind: .continued, reason: join.reason.with(.caseFull)))
    }

    /// Why coordinates, numbers or words exclude that the two are the same hazard; nil when they do not.
    private func contradicts(_ facts: MergeFacts, _ candidate: Case) -> MatchContradiction? {
        let radius = group(facts)?.reach?.metres ?? policy.photoMetres
        if let metres = metres(facts, candidate, within: radius), metres > Double(radius) { return .place }
        return facts.marks.contradiction(PlaceMarks(candidate))
    }

    /// The distance of the two; nil when one has no point, or a point that may be further off than `radius`, which is by
    /// default the radius of the report's group (`config/contracts/README.md`, Report).
    private func metres(_ facts: MergeFacts, _ candidate: Case, within radius: Int?) -> Double? {
        guard let here = facts.point, let there = candidate.location?.wgs84 else { return nil }
        let radius = Double(radius ?? group(facts)?.reach?.metres ?? policy.photoMetres)
        let isCoarse = [facts.opened.location, candidate.location].contains { $0?.isCoarser(than: radius) ?? false }
        return isCoarse ? nil : here.metres(to: there)
    }

    /// The time between the two reports, whichever came first: a backlog is read in any order.
    private func age(_ facts: MergeFacts, of report: CaseReport) -> Duration {
        report.mergeTime.duration(to: facts.time).magnitude
    }

    /// The time between the report and the first report of the case.
    private func elapsed(_ facts: MergeFacts, _ candidate: Case) -> Duration {
        candidate.mergeTime.duration(to: facts.time).magnitude
    }

    private func sameCategory(_ facts: MergeFacts, _ candidate: Case, _ sign: MatchSign) -> MatchReason {
        MatchReason(sign, .afterOpening(elapsed(facts, candidate)), isSameCategory: true)
    }
}

extension Duration {
    fileprivate var magnitude: Duration { self < .zero ? .zero - self : self }
}

extension Case {
    /// The number of reports at which a case is full and a linked case continues it (`config/contracts/README.md`,
    /// Common).
    package static let reportLimit = 200

    /// The time of the first report, for the windows of merging.
    var mergeTime: Instant { (reports.first { $0.role == .first } ?? reports.first)?.mergeTime ?? openedAt }

    /// Whether merging needs a person's decision.
    var isEmergency: Bool { priority == .p0 || flags.emergency }
}
