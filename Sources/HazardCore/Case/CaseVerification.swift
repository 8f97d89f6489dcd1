/// Who may confirm that a hazard is gone, and who did (`DECISIONS.md` #16).
extension Case {
    /// Whether this role may close the case. Only a verifier, an operator or a supervisor closes an emergency
    /// (`DOMAIN.md` §2, P0 rows).
    package func mayBeClosed(by role: ActorRole) -> Bool {
        switch role {
        case .verifier, .operator, .supervisor: true
        case .reporter, .timer, .system: priority != .p0 && !flags.emergency
        case .ingest, .classifier, .dispatcher, .department: false
        }
    }

    /// Whether the sender of that report may close the case while departments work on it: a grid member, for an own P2
    /// or P3 case (`DOMAIN.md` §5, Whose word closes a case).
    package func maySelfResolve(_ reportID: String?) -> Bool {
        guard state == .dispatched || state == .inProgress, priority == .p2 || priority == .p3, !flags.emergency else {
            return false
        }
        return reports.contains { $0.reportID == reportID && $0.mayResolve }
    }

    /// Who confirmed the result of a closed case; nil while the case is not closed.
    package var closingCheck: ClosingCheck? {
        guard state == .closed, let end = history.last(where: { $0.to == .closed && $0.from != .closed }) else {
            return nil
        }
        if end.kind == .move(.command(.forceClose)) { return .forced }
        guard end.actor.role == .reporter else { return .person }
        let first = reports.first { $0.role == .first }?.account
        let account = reports.first { $0.reportID == end.actor.ref }?.account
        if let first, let account, first != account { return .passerBy }
        return leadCode == .solved ? .confirmed : .ownWord
    }
}

/// Who confirmed the result of a closed case.
package enum ClosingCheck: String, CaseIterable, Sendable {
    /// A verifier, an operator or a supervisor.
    case person
    /// A reporter other than the first one.
    case passerBy = "passer-by"
    /// The first reporter, after a department had reported the hazard as solved.
    case confirmed
    /// Only the first reporter, or somebody who cannot be distinguished from that reporter.
    case ownWord = "own-word"
    /// A supervisor, without a check.
    case forced

    /// Whether somebody other than the reporter confirmed the result. Rewards require it.
    package var isIndependent: Bool {
        switch self {
        case .person, .passerBy, .confirmed: true
        case .ownWord, .forced: false
        }
    }
}
