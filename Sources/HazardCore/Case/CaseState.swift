/// Where a case stands (`DOMAIN.md` §5); emergency, overdue, reopened and forced are flags, not states.
package enum CaseState: String, CaseIterable, Sendable {
    case triage, registered, dispatched
    case inProgress = "in-progress"
    case suspended, resolved, checking, closed, cancelled, rejected, merged

    /// The follow-up is over; only `closed` can be reopened.
    package var isEnded: Bool {
        switch self {
        case .closed, .cancelled, .rejected, .merged: true
        case .triage, .registered, .dispatched, .inProgress, .suspended, .resolved, .checking: false
        }
    }
}

/// Where one department's part stands.
package enum TaskState: String, CaseIterable, Sendable {
    case queued, sent, accepted, working, done, returned, waived, revoked

    /// The department is still expected to act.
    package var isAlive: Bool {
        switch self {
        case .queued, .sent, .accepted, .working: true
        case .done, .returned, .waived, .revoked: false
        }
    }
}

/// How a department says its part ended.
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

    /// A case that closes with a check takes the lead's result as its code.
    package init(_ result: TaskResult) {
        switch result {
        case .solved: self = .solved
        case .notFound: self = .notFound
        case .notSolvable: self = .notSolvable
        case .referred: self = .referred
        }
    }
}
