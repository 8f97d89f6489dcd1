/// The second case of a command that is about two.
package enum SecondCase: Sendable {
    /// The command is about one case only.
    case none
    /// It belongs to another shard: a link travels there, nothing else does.
    case elsewhere
    /// Nobody here knows it.
    case unknown
    case known(Case)
    /// The number that a case split off would have.
    case number(CaseID)
}

/// What operators decide about two cases: merged, split, linked.
extension CaseDecider {
    /// 并案: every report goes over as a follower, the departments of this case are told to stop, and it ends.
    func merge(_ command: Command, _ value: inout Case, _ second: inout SecondCase, at now: Instant) throws(CaseRefusal)
    {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        var target = try other(command, value, second, allowed)
        guard !target.state.isEnded else {
            throw CaseRefusal(
                .moveNotAllowed, "case \(target.id.text) is \(target.state.rawValue): merge into an open one, or link",
                allowed: allowed)
        }
        let news = value.reports.filter { report in !target.reports.contains { $0.reportID == report.reportID } }
        guard target.reports.count + news.count <= Case.reportLimit, !target.historyIsFull else {
            throw CaseRefusal(
                .caseFull,
                "case \(target.id.text) has \(target.reports.count) reports, \(Case.reportLimit) at most: link the two instead",
                allowed: allowed)
        }
        let before = value.state
        takeOver(news, of: &value, by: &target, command, at: now)
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            value.revoke(index, reason: "merged into " + target.id.text, at: now)
        }
        value.finish(.merged, code: nil, at: now)
        _ = value.addLink(to: target.id, kind: "merged-into")
        value.remember(command, from: before, at: now, note: "into " + target.id.text)
        second = .known(target)
    }

    private func takeOver(
        _ news: [CaseReport], of value: inout Case, by target: inout Case, _ command: Command, at now: Instant
    ) {
        value.handOver(Set(value.reports.map(\.reportID)), to: &target)
        let first = news.first { $0.role == .first }
        for var report in news {
            if report.role == .first { report.role = .follower }
            target.reports.append(report)
            if report.role == .follower { target.notify(.merged, report.reportID, at: now) }
        }
        if let first, RewardEarning(policy: policy).mayBecomeFirst(first, of: target) {
            target.makeFirst(first.reportID)
        }
        _ = target.addLink(to: value.id, kind: "merged-from")
        if value.isEmergency, !target.isEmergency { target.flags.needsReview = true }
        let words = value.text.map { ": " + Case.shortened($0, to: Case.followerNoteLength) } ?? ""
        target.record(
            "merged", by: command.actor, at: now, for: command.cause, reason: command.reason,
            note: "\(news.count) of case " + value.id.text + words)
        for index in target.tasks.indices where target.tasks[index].state.isAlive {
            target.tell(index, TaskEvent(.changed, cause: command.cause, reason: ReportRole.follower.rawValue))
        }
    }

    /// 拆案: some reports are of another thing; they get a case of their own, for people to place.
    func split(_ command: Command, _ value: inout Case, _ second: inout SecondCase, at now: Instant) throws(CaseRefusal)
    {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        guard case .number(let id) = second else {
            throw CaseRefusal(.moveNotAllowed, "split needs a number for the new case", allowed: allowed)
        }
        let wanted = Set(command.arguments.reports)
        let known = value.reports.map(\.reportID)
        if let stranger = command.arguments.reports.first(where: { !known.contains($0) }) {
            throw CaseRefusal(
                .notInCase, "report \(stranger) is not part of case \(value.id.text): see its reports", allowed: allowed
            )
        }
        guard !wanted.isEmpty, wanted.count < Set(known).count else {
            throw CaseRefusal(
                .argumentMissing, "split needs arguments.reports: some of the case's \(known.count), not all",
                allowed: allowed)
        }
        let moved = value.reports.filter { wanted.contains($0.reportID) }
        var made = splitOff(moved, from: value, id: id, at: now)
        value.handOver(wanted, to: &made)
        value.letGo(moved)
        _ = value.addLink(to: id, kind: CaseLink.splitOff)
        _ = made.addLink(to: value.id, kind: "split-from")
        made.record(
            "split", by: command.actor, at: now, for: command.cause, reason: command.reason,
            note: "from case " + value.id.text)
        made.history[0].from = nil
        NoticeRules(policy: policy).splitOff(&made, from: value.id, at: now)
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            value.tell(index, TaskEvent(.changed, cause: command.cause, reason: "split"))
        }
        value.remember(command, from: value.state, at: now, note: moved.map(\.reportID).joined(separator: ", "))
        second = .known(made)
    }

    /// The same category, the place and words of the first of its reports, and the triage centre to look at it.
    private func splitOff(_ moved: [CaseReport], from value: Case, id: CaseID, at now: Instant) -> Case {
        let first = moved.earliest ?? moved[0]
        var made = Case(
            id: id, state: .triage, programme: first.programme, category: value.category, decision: value.decision,
            openedAt: now)
        made.kind = value.kind
        made.condition = value.condition
        made.priority = value.priority
        made.location = first.place
        made.reports = moved
        made.makeFirst(first.reportID)
        made.text = value.words(of: first)
        let photos = Set(moved.flatMap(\.mediaHashes))
        made.media = value.media.filter { $0.sha256.map(photos.contains) ?? false }
        made.decision.evidence = ["split from " + value.id.text]
        made.flags.needsReview = true
        made.setDeadlines(from: now, policy.calendar)
        made.addTask(Department.triageID, .lead, at: now, policy.calendar)
        return made
    }

    /// Two cases have to do with one another; on another shard the link arrives as a command of the system.
    func link(_ command: Command, _ value: inout Case, _ second: inout SecondCase, at now: Instant) throws(CaseRefusal)
    {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        let kind = command.arguments.linkKind ?? "related"
        guard let id = command.arguments.into, id != value.id else {
            throw CaseRefusal(.argumentMissing, "link needs arguments.into: another case", allowed: allowed)
        }
        guard value.addLink(to: id, kind: kind) else {
            throw CaseRefusal(
                .alreadyLinked,
                "case \(value.id.text) is linked with \(id.text) as \(kind), or has \(Case.linkLimit) links",
                allowed: allowed)
        }
        switch second {
        case .known(var other):
            if other.addLink(to: value.id, kind: kind) {
                other.record(
                    "linked", by: command.actor, at: now, for: command.cause, reason: kind, note: value.id.text)
                second = .known(other)
            } else {
                second = .none
            }
        case .elsewhere:
            if command.role != .system { value.effects.append(.link(id, kind: kind)) }
        case .unknown:
            throw unknown(id, allowed)
        case .none, .number: break
        }
        value.remember(command, from: value.state, at: now, note: id.text + " " + kind)
    }

    private func other(
        _ command: Command, _ value: Case, _ second: SecondCase, _ allowed: [String]
    ) throws(CaseRefusal) -> Case {
        guard let id = command.arguments.into, id != value.id else {
            throw CaseRefusal(
                .argumentMissing, "\(command.kind.rawValue) needs arguments.into: another case", allowed: allowed)
        }
        switch second {
        case .known(let other): return other
        case .elsewhere:
            throw CaseRefusal(
                .otherShard,
                "case \(id.text) is of shard \(id.shard), this one of \(value.id.shard), and a case never leaves its shard: "
                    + "link the two instead", allowed: allowed)
        case .none, .unknown, .number: throw unknown(id, allowed)
        }
    }

    private func unknown(_ id: CaseID, _ allowed: [String]) -> CaseRefusal {
        CaseRefusal(.unknownCase, "case \(id.text) is not known: check the number", allowed: allowed)
    }
}
