/// One row of the table of moves: who may say what to a case, when, and where it leads.
package struct CaseMove: Hashable, Sendable {
    package var said: Said
    package var roles: Set<ActorRole>
    /// The states of the case in which it is allowed.
    package var from: Set<CaseState>
    /// The states that the case can be in afterwards; empty when it stays where it is.
    package var to: Set<CaseState>
    /// The states of the department's own task in which it is allowed; nil when it is about no task of the sender.
    package var task: Set<TaskState>?
    /// What else must hold, in words.
    package var guarded: String

    /// What is said, or done by the system itself.
    package enum Said: Hashable, Sendable {
        case feedback(FeedbackKind)
        case command(CommandKind)
        /// Done by ingest, dispatcher, or timer.
        case own(OwnMove)

        package var word: String {
            switch self {
            case .feedback(let kind): kind.rawValue
            case .command(let kind): kind.rawValue
            case .own(let move): move.rawValue
            }
        }
    }

    init(
        _ said: Said, by roles: Set<ActorRole>, from: Set<CaseState>, to: Set<CaseState> = [],
        task: Set<TaskState>? = nil, _ guarded: String = ""
    ) {
        self.said = said
        self.roles = roles
        self.from = from
        self.to = to
        self.task = task
        self.guarded = guarded
    }

    /// Whether a case that goes from one state to the other by this move goes by the table.
    package func allows(from before: CaseState, to after: CaseState) -> Bool {
        from.contains(before) && (to.contains(after) || to.isEmpty && before == after)
    }
}

/// What happens to a case without anybody saying it.
package enum OwnMove: String, CaseIterable, Sendable {
    /// The first department has been told.
    case dispatched
    /// A deadline, or a rung of the ladder after it, was passed.
    case reminded, overdue, escalated
    /// A task was not accepted in time.
    case notAccepted = "not-accepted"
    /// The time to make the place safe is over.
    case notSafe = "not-safe"
    /// The end of a hold was reached.
    case resumed
    /// Nobody has checked a resolved case yet.
    case checkDue = "check-due"
    case checkLate = "check-late"
}
