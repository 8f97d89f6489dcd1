/// The state of a case (`DOMAIN.md` §5). Emergency, overdue, reopened and forced are flags, not states.
package enum CaseState: String, CaseIterable, Sendable {
    case triage, registered, dispatched
    case inProgress = "in-progress"
    case suspended, resolved, checking, closed, cancelled, rejected, merged

    /// Whether the follow-up is over; only a `closed` case can be reopened.
    package var isEnded: Bool {
        switch self {
        case .closed, .cancelled, .rejected, .merged: true
        case .triage, .registered, .dispatched, .inProgress, .suspended, .resolved, .checking: false
        }
    }
}

/// The state of one department's task (`DOMAIN.md` §5).
package enum TaskState: String, CaseIterable, Sendable {
    case queued, sent, accepted, working, done, returned, waived, revoked

    /// Whether the department still has to act.
    package var isAlive: Bool {
        switch self {
        case .queued, .sent, .accepted, .working: true
        case .done, .returned, .waived, .revoked: false
        }
    }
}

/// The result that a department reports for its task.
package enum TaskResult: String, CaseIterable, Sendable {
    case solved
    case notFound = "not-found"
    case notSolvable = "not-solvable"
    case referred
}

/// Why a closed case is closed.
package enum CloseCode: String, CaseIterable, Sendable {
    case solved
    case notFound = "not-found"
    case notSolvable = "not-solvable"
    case referred
    case suggestionKept = "suggestion-kept"

    /// The code of a case that is closed after a check: the lead's result.
    package init(_ result: TaskResult) {
        switch result {
        case .solved: self = .solved
        case .notFound: self = .notFound
        case .notSolvable: self = .notSolvable
        case .referred: self = .referred
        }
    }
}
