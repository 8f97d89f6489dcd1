/// Moves that the state allows and a count, a date or an open request forbids (`DECISIONS.md` #37). They are left out
/// of lists of allowed moves.
extension CaseMoves {
    /// The feedback that this sender may send now.
    package static func allowed(to feedback: Feedback, on value: Case, at now: Instant) -> [String] {
        let words =
            feedback.actor.role == .department
            ? allowed(department: feedback.department ?? "", on: value)
            : allowed(role: feedback.actor.role, ref: feedback.actor.ref, on: value)
        let barred = barred(to: feedback, on: value, at: now)
        return words.filter { !barred.contains($0) }
    }

    /// The commands that this role may give now.
    package static func allowed(to role: CommandRole, on value: Case, at now: Instant) -> [String] {
        let barred = barred(to: role, on: value, at: now)
        return allowed(role: role, on: value).filter { !barred.contains($0) }
    }

    /// The feedback that would be refused now, whatever its arguments are.
    static func barred(to feedback: Feedback, on value: Case, at now: Instant) -> Set<String> {
        var kinds: [FeedbackKind] = []
        if feedback.actor.role == .department {
            guard let index = value.taskIndex(of: feedback.department ?? "") else { return [] }
            kinds = FeedbackKind.allCases.filter { value.bars($0, task: index, at: now) }
        } else if value.state == .closed, !value.isReopenable(at: now) {
            kinds = [.fail, .dispute]
        }
        return Set(kinds.map(\.rawValue))
    }

    /// The commands that would be refused now, whatever their arguments are.
    static func barred(to role: CommandRole, on value: Case, at now: Instant) -> Set<String> {
        Set(CommandKind.allCases.filter { value.bars($0, role, at: now) }.map(\.rawValue))
    }
}

extension Case {
    /// Whether a guard forbids this feedback of a department on its own task.
    fileprivate func bars(_ kind: FeedbackKind, task index: Int, at now: Instant) -> Bool {
        if let request = RequestKind(kind) {
            return hasPending(request, of: tasks[index].department)
                || refusal(of: request, task: index, at: now) != nil
        }
        return switch kind {
        case .madeSafe: !awaitsSafety
        case .return: !mayReturn(index)
        default: false
        }
    }

    fileprivate func bars(_ kind: CommandKind, _ role: CommandRole, at now: Instant) -> Bool {
        switch kind {
        case .urge: nextUrge.map { now < $0 } ?? false
        case .suspend: flags.holds > 0
        case .approve: !awaitingAnswer(of: role).contains { isGrantable($0, at: now) }
        case .refuse: awaitingAnswer(of: role).isEmpty
        case .reopen: state == .closed && !isReopenable(at: now)
        default: false
        }
    }

    /// The pending requests that this role decides. Only a supervisor decides an appeal.
    private func awaitingAnswer(of role: CommandRole) -> [CaseRequest] {
        requests.filter { $0.state == .pending && ($0.kind != .appeal || role == .supervisor) }
    }

    private func isGrantable(_ request: CaseRequest, at now: Instant) -> Bool {
        guard let index = taskIndex(of: request.department), request.kind != .hold || state == .inProgress else {
            return false
        }
        return refusal(of: request.kind, task: index, at: now) == nil
    }
}

extension CaseRefusal {
    /// The same refusal without these moves in its list.
    func without(_ barred: Set<String>) -> CaseRefusal {
        var refusal = self
        refusal.allowed.removeAll { barred.contains($0) }
        return refusal
    }
}
