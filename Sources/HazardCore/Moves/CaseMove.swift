/// One row of the table of moves: who may make the move, in which states, and where it leads.
package struct CaseMove: Hashable, Sendable {
    package var kind: MoveKind
    package var roles: Set<ActorRole>
    /// For each state of the case in which the move is allowed: the states that can follow.
    package var ways: [CaseState: Set<CaseState>]
    /// The states of the department's own task in which the move is allowed; nil when the move is not about a task of
    /// the sender.
    package var task: Set<TaskState>?
    /// The state of the department's own task after the move; nil when it does not change.
    package var becomes: TaskState?
    /// The condition that must also hold; nil when there is none.
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

    /// The states of the case in which the move is allowed.
    package var from: Set<CaseState> { Set(ways.keys) }

    package func isAllowed(in state: CaseState) -> Bool { ways[state] != nil }

    /// The same row, with the state of the task after the move.
    func becoming(_ state: TaskState) -> CaseMove {
        var row = self
        row.becomes = state
        return row
    }

    /// Whether the table allows this move to lead from one state to the other.
    package func allows(from before: CaseState, to after: CaseState) -> Bool {
        ways[before]?.contains(after) ?? false
    }
}
