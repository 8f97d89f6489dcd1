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

    /// As duty officers call it.
    package var chineseName: String {
        switch self {
        case .triage: "待分拨"
        case .registered: "已立案"
        case .dispatched: "已派遣"
        case .inProgress: "处置中"
        case .suspended: "挂账"
        case .resolved: "已处置"
        case .checking: "核查中"
        case .closed: "已结案"
        case .cancelled: "已撤销"
        case .rejected: "不予立案"
        case .merged: "已并案"
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

    /// As duty officers call it.
    package var chineseName: String {
        switch self {
        case .queued: "待发"
        case .sent: "已发"
        case .accepted: "已签收"
        case .working: "处置中"
        case .done: "已办"
        case .returned: "已退单"
        case .waived: "免办"
        case .revoked: "已撤回"
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
