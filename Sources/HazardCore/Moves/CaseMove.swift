/// One row of the table of moves: who may say what to a case, when, and where it leads.
package struct CaseMove: Hashable, Sendable {
    package var said: Said
    package var roles: Set<ActorRole>
    /// The states of the case in which it is allowed, each with those that the case can be in afterwards.
    package var ways: [CaseState: Set<CaseState>]
    /// The states of the department's own task in which it is allowed; nil when it is about no task of the sender.
    package var task: Set<TaskState>?
    /// What the department's own task becomes; nil when it stays.
    package var becomes: TaskState?
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
        _ said: Said, by roles: Set<ActorRole>, _ ways: [CaseState: Set<CaseState>], task: Set<TaskState>? = nil,
        _ guarded: String = ""
    ) {
        self.said = said
        self.roles = roles
        self.ways = ways
        self.task = task
        self.guarded = guarded
    }

    /// The states in which it is allowed.
    package var from: Set<CaseState> { Set(ways.keys) }

    package func isAllowed(in state: CaseState) -> Bool { ways[state] != nil }

    /// The same row, with what the task becomes.
    func becoming(_ state: TaskState) -> CaseMove {
        var row = self
        row.becomes = state
        return row
    }

    /// Whether a case that goes from one state to the other by this move goes by the table.
    package func allows(from before: CaseState, to after: CaseState) -> Bool {
        ways[before]?.contains(after) ?? false
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
    /// Another report of the same hazard came, or the same reporter said more.
    case follower
    case followUp = "follow-up"
    /// Nobody has checked a resolved case yet.
    case checkDue = "check-due"
    case checkLate = "check-late"
}
