/// Who may do what, and when: the one table of moves (`domain.md` §5).
///
/// `CaseDecider` asks it before anything else; refusals take their list of allowed moves from it.
package enum CaseMoves {
    /// A department's feedback: allowed on its own task in these task states, while the case is in these states.
    package struct DepartmentMove: Sendable {
        package var kind: FeedbackKind
        package var task: Set<TaskState>
        package var states: Set<CaseState>
    }

    /// A check or a word of a verifier or reporter: allowed while the case is in these states.
    package struct OutsideMove: Sendable {
        package var kind: FeedbackKind
        package var states: Set<CaseState>
    }

    /// A command: allowed to these roles while the case is in these states.
    package struct CommandMove: Sendable {
        package var kind: CommandKind
        package var roles: Set<CommandRole>
        package var states: Set<CaseState>
    }

    private static let acting: Set<CaseState> = [.triage, .registered, .dispatched, .inProgress]
    private static let open: Set<CaseState> = [
        .triage, .registered, .dispatched, .inProgress, .suspended, .resolved, .checking,
    ]
    private static let anyState = Set(CaseState.allCases)
    private static let everybody: Set<CommandRole> = [.dispatcher, .operator, .supervisor]
    private static let operators: Set<CommandRole> = [.operator, .supervisor]
    private static let supervisors: Set<CommandRole> = [.supervisor]

    package static let department: [DepartmentMove] = [
        DepartmentMove(kind: .accept, task: [.sent], states: acting),
        DepartmentMove(kind: .start, task: [.accepted], states: acting),
        DepartmentMove(kind: .return, task: [.sent, .accepted, .working], states: [.dispatched, .inProgress]),
        DepartmentMove(kind: .resolve, task: [.accepted, .working], states: [.dispatched, .inProgress]),
        DepartmentMove(kind: .note, task: Set(TaskState.allCases), states: anyState),
    ]

    package static let outside: [OutsideMove] = [
        OutsideMove(kind: .pass, states: [.resolved, .checking]),
        OutsideMove(kind: .fail, states: [.resolved, .checking]),
        OutsideMove(kind: .confirm, states: [.resolved, .checking]),
        OutsideMove(kind: .dispute, states: [.resolved, .checking, .closed]),
        OutsideMove(kind: .add, states: open),
        OutsideMove(kind: .rate, states: [.resolved, .checking, .closed]),
    ]

    package static let command: [CommandMove] = [
        CommandMove(kind: .classify, roles: everybody, states: acting),
        CommandMove(kind: .dispatch, roles: everybody, states: acting),
        CommandMove(kind: .waive, roles: everybody, states: acting),
        CommandMove(kind: .urge, roles: everybody, states: [.dispatched, .inProgress]),
        CommandMove(kind: .verify, roles: operators, states: [.resolved, .checking]),
        CommandMove(kind: .close, roles: operators, states: [.resolved, .checking]),
        CommandMove(kind: .cancel, roles: operators, states: [.triage, .registered, .dispatched]),
        CommandMove(kind: .reject, roles: operators, states: [.triage]),
        CommandMove(kind: .reopen, roles: operators, states: [.closed]),
        CommandMove(kind: .supervise, roles: supervisors, states: [.dispatched, .inProgress, .suspended]),
        CommandMove(kind: .forceClose, roles: supervisors, states: [.inProgress, .resolved]),
    ]

    /// What that department may say now.
    package static func allowed(department: String, on value: Case) -> [String] {
        guard let index = value.taskIndex(of: department) else { return [] }
        let state = value.tasks[index].state
        return CaseMoves.department.filter { $0.task.contains(state) && $0.states.contains(value.state) }
            .map(\.kind.rawValue)
    }

    /// What a verifier or reporter may say now.
    package static func allowed(role: FeedbackRole, on value: Case) -> [String] {
        outside.filter { $0.kind.role == role && $0.states.contains(value.state) }.map(\.kind.rawValue)
    }

    /// What that role may command now.
    package static func allowed(role: CommandRole, on value: Case) -> [String] {
        command.filter { $0.roles.contains(role) && $0.states.contains(value.state) }.map(\.kind.rawValue)
    }
}
