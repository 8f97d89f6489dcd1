/// The second case of a command that is about two.
package enum SecondCase: Sendable {
    /// The command is about one case only.
    case none
    /// It belongs to another shard. Only a link is possible.
    case elsewhere
    /// The case does not exist.
    case unknown
    case known(Case)
    /// The number of the case that a split creates.
    case number(CaseID)
}

/// Commands about two cases: merge, split, link (`DECISIONS.md` #22).
extension CaseDecider {
    /// Merges the case into another one 并案: its reports move there as followers, its departments are told to stop, and
    /// it ends.
    ///
    /// - Throws: `CaseRefusal` when the other case is unknown, on another shard, ended or full.
    func merge(
        into id: CaseID, _ command: Command, _ value: inout Case, _ second: inout SecondCase, at now: Instant
    ) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        var target = try other(id, of: .merge, value, second, allowed)
        guard !target.state.isEnded else {
            throw CaseRefusal(.otherEnded(case: target.id.text, target.state), allowed: allowed)
        }
        let news = value.reports.filter { report in !target.reports.contains { $0.reportID == report.reportID } }
        guard target.reports.count + news.count <= Case.reportLimit, !target.historyIsFull else {
            throw CaseRefusal(
                .otherFull(case: target.id.text, reports: target.reports.count, limit: Case.reportLimit),
                allowed: allowed)
        }
        let before = value.state
        takeOver(news, of: &value, by: &target, command, at: now)
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            value.revoke(index, .mergedInto(target.id.text), at: now)
        }
        value.finish(.merged, code: nil, at: now)
        _ = value.addLink(to: target.id, kind: .mergedInto)
        value.remember(command, from: before, at: now, .mergedInto(target.id.text))
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
        _ = target.addLink(to: value.id, kind: .mergedFrom)
        if value.isEmergency, !target.isEmergency { target.flags.needsReview = true }
        target.record(
            .merged, by: command.actor, at: now, for: command.cause,
            .tookOver(
                reports: news.count, from: value.id.text,
                words: value.text.map { Case.shortened($0, to: Case.followerNoteLength) }),
            words: command.words)
        for index in target.tasks.indices where target.tasks[index].state.isAlive {
            target.tell(index, TaskEvent(.changed, .report(.follower, worse: nil, words: nil), cause: command.cause))
        }
    }

    /// Splits the case 拆案: some reports are about another hazard and get a case of their own, in triage.
    ///
    /// - Throws: `CaseRefusal` when a report is not part of the case, or when all or none of the reports are named.
    func split(
        _ reports: [String], _ command: Command, _ value: inout Case, as id: CaseID, at now: Instant
    ) throws(CaseRefusal) -> Case {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        let wanted = Set(reports)
        let known = value.reports.map(\.reportID)
        if let unknown = reports.first(where: { !known.contains($0) }) {
            throw CaseRefusal(.reportNotHere(unknown), allowed: allowed)
        }
        guard !wanted.isEmpty, wanted.count < Set(known).count else {
            throw CaseRefusal(.splitTakesAll(reports: known.count), allowed: allowed)
        }
        let moved = value.reports.filter { wanted.contains($0.reportID) }
        var made = splitOff(moved, from: value, id: id, at: now)
        value.handOver(wanted, to: &made)
        value.removeReports(moved, textHash: textHash)
        _ = value.addLink(to: id, kind: .splitOff)
        _ = made.addLink(to: value.id, kind: .splitFrom)
        made.record(
            .move(.command(.split)), by: command.actor, at: now, for: command.cause, .splitFrom(value.id.text),
            words: command.words)
        made.history[0].from = nil
        NoticeRules(policy: policy).splitOff(&made, from: value.id, at: now)
        for index in value.tasks.indices where value.tasks[index].state.isAlive {
            value.tell(index, TaskEvent(.changed, .split, cause: command.cause))
        }
        value.remember(command, from: value.state, at: now, .splitOff(moved.map(\.reportID)))
        return made
    }

    /// The new case of a split: the same category, the place and words of its first report, in triage.
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
        made.text = value.words(of: first, textHash: textHash)
        let photos = Set(moved.flatMap(\.mediaHashes))
        made.media = value.media.filter { $0.sha256.map(photos.contains) ?? false }
        made.decision.evidence = [.splitFrom(value.id.text)]
        made.flags.needsReview = true
        made.setDeadlines(from: now, policy.calendar)
        made.addTask(Department.triageID, .lead, at: now, policy.calendar)
        return made
    }

    /// Links the case with another one. A case on another shard gets the link as a command of the system.
    ///
    /// - Throws: `CaseRefusal` when the other case is the same or unknown, or the link cannot be added.
    func link(
        with id: CaseID, _ kind: LinkKind, _ command: Command, _ value: inout Case, _ second: inout SecondCase,
        at now: Instant
    ) throws(CaseRefusal) {
        let allowed = CaseMoves.allowed(role: command.role, on: value)
        guard id != value.id else { throw CaseRefusal(.sameCase(.command(.link)), allowed: allowed) }
        guard value.addLink(to: id, kind: kind) else {
            throw CaseRefusal(.alreadyLinked(case: id.text, kind, limit: Case.linkLimit), allowed: allowed)
        }
        switch second {
        case .known(var other):
            if other.addLink(to: value.id, kind: kind) {
                other.record(
                    .linked, by: command.actor, at: now, for: command.cause, .linked(kind, value.id.text, nil))
                second = .known(other)
            } else {
                second = .none
            }
        case .elsewhere:
            if command.role != .system { value.effects.append(.link(id, kind)) }
        case .unknown:
            throw CaseRefusal(.unknownCase(id.text), allowed: allowed)
        case .none, .number: break
        }
        value.remember(command, from: value.state, at: now, .linked(kind, id.text, nil))
    }

    private func other(
        _ id: CaseID, of kind: CommandKind, _ value: Case, _ second: SecondCase, _ allowed: [String]
    ) throws(CaseRefusal) -> Case {
        guard id != value.id else { throw CaseRefusal(.sameCase(.command(kind)), allowed: allowed) }
        switch second {
        case .known(let other): return other
        case .elsewhere:
            throw CaseRefusal(.otherShard(case: id.text, shard: id.shard, own: value.id.shard), allowed: allowed)
        case .none, .unknown, .number: throw CaseRefusal(.unknownCase(id.text), allowed: allowed)
        }
    }
}
