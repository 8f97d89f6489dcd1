/// Who may say that a hazard is gone, and who has said so.
extension Case {
    /// An emergency is closed by a person of ours only, never by a machine nor on a reporter's word (`DOMAIN.md` §2, P0 rows).
    package func mayBeClosed(by role: ActorRole) -> Bool {
        switch role {
        case .verifier, .operator, .supervisor: true
        case .reporter, .timer, .system: priority != .p0 && !flags.emergency
        case .ingest, .classifier, .dispatcher, .department: false
        }
    }

    /// Whether the sender of that report may end a small case at work with their own word: a grid member who saw to it.
    package func maySelfResolve(_ reportID: String?) -> Bool {
        guard state == .dispatched || state == .inProgress, priority == .p2 || priority == .p3, !flags.emergency else {
            return false
        }
        return reports.contains { $0.reportID == reportID && $0.mayResolve }
    }

    /// Whose word closed the case; nil while it is not closed.
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

/// On whose word a case was closed.
package enum ClosingCheck: String, CaseIterable, Sendable {
    /// A verifier, an operator, a supervisor.
    case person
    /// Another reporter than the first.
    case passerBy = "passer-by"
    /// The first reporter, after a department had solved it.
    case confirmed
    /// The first reporter's alone, or one who cannot be told from them.
    case ownWord = "own-word"
    /// A supervisor, unchecked.
    case forced

    /// Somebody besides the reporter stands for it: rewards may follow.
    package var isIndependent: Bool {
        switch self {
        case .person, .passerBy, .confirmed: true
        case .ownWord, .forced: false
        }
    }
}
