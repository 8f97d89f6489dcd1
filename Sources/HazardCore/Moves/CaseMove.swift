/// One row of the table of moves: who may say what to a case, when, and where it leads.
package struct CaseMove: Hashable, Sendable {
    package var kind: MoveKind
    package var roles: Set<ActorRole>
    /// The states of the case in which it is allowed, each with those that the case can be in afterwards.
    package var ways: [CaseState: Set<CaseState>]
    /// The states of the department's own task in which it is allowed; nil when it is about no task of the sender.
    package var task: Set<TaskState>?
    /// What the department's own task becomes; nil when it stays.
    package var becomes: TaskState?
    /// What else must hold; nil when nothing else does.
    package var guarded: MoveGuard?

    init(
        _ kind: MoveKind, by roles: Set<ActorRole>, _ ways: [CaseState: Set<CaseState>], task: Set<TaskState>? = nil,
        _ guarded: MoveGuard? = nil
    ) {
        self.kind = kind
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
