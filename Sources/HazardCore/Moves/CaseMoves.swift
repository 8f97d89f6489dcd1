/// The table of moves: who may do what, in which states, and where it leads (`DOMAIN.md` §5).
///
/// `CaseDecider` checks every message against it, refusals list the allowed moves from it, and `STATES.md` is generated
/// from it.
package enum CaseMoves {
    private static let acting: Set<CaseState> = [.triage, .registered, .dispatched, .inProgress]
    private static let atWork: Set<CaseState> = [.dispatched, .inProgress]
    private static let done: Set<CaseState> = [.resolved, .checking]
    private static let open: Set<CaseState> = acting.union(done).union([.suspended])
    private static let anyState = Set(CaseState.allCases)
    /// The states of a case that was registered at some time, or may have been.
    private static let known: Set<CaseState> = anyState.subtracting([.triage, .rejected])

    private static let people: Set<ActorRole> = [.dispatcher, .operator, .supervisor]
    private static let operators: Set<ActorRole> = [.operator, .supervisor]
    private static let busy: Set<TaskState> = [.accepted, .working]
    private static let held: Set<TaskState> = [.sent, .accepted, .working]

    /// A department's feedback on its own task.
    private static let department: [CaseMove] = [
        of(
            .accept, [.sent],
            [
                .triage: [.triage], .registered: [.registered], .dispatched: [.dispatched, .inProgress],
                .inProgress: [.inProgress],
            ], .accept
        ).becoming(.accepted),
        of(.start, [.accepted], same(acting), .arrived).becoming(.working),
        of(.madeSafe, busy, same(atWork), .madeSafe),
        of(
            .return, held, [.dispatched: [.dispatched, .triage], .inProgress: [.inProgress, .triage]],
            .returning
        ).becoming(.returned),
        of(
            .resolve, busy,
            [.dispatched: [.dispatched, .resolved, .triage], .inProgress: [.inProgress, .resolved, .triage]],
            .resolving
        ).becoming(.done),
        of(.requestDelay, held, same(atWork), .delay),
        of(.requestHold, busy, same([.inProgress]), .hold),
        of(.requestWaiver, held, same(atWork), .waiverRequest),
        of(.appeal, [.done], same([.closed]), .appeal),
        of(.note, Set(TaskState.allCases), same(anyState)),
    ]

    /// The moves when the hazard is still there.
    private static let stillThere: [CaseState: Set<CaseState>] = [
        .resolved: [.inProgress, .triage], .checking: [.inProgress, .triage], .closed: [.dispatched, .triage],
    ]

    /// A verifier's check and a reporter's feedback.
    private static let outside: [CaseMove] = [
        CaseMove(.feedback(.pass), by: [.verifier], all(done, [.closed])),
        CaseMove(
            .feedback(.fail), by: [.verifier], stillThere,
            .checkFailed),
        CaseMove(
            .feedback(.confirm), by: [.reporter],
            [
                .dispatched: [.closed], .inProgress: [.closed], .resolved: [.resolved, .closed],
                .checking: [.checking, .closed],
            ],
            .confirm),
        CaseMove(
            .feedback(.dispute), by: [.reporter], stillThere,
            .dispute),
        CaseMove(.feedback(.add), by: [.reporter], same(open), .ownReport),
        CaseMove(.feedback(.rate), by: [.reporter], same(done.union([.closed])), .ownReport),
    ]

    /// The states after departments are named: a case in triage becomes registered, other states stay.
    private static let assigned: [CaseState: Set<CaseState>] = [
        .triage: [.registered, .triage], .registered: [.registered], .dispatched: [.dispatched],
        .inProgress: [.inProgress],
    ]
    /// The same, or triage when the triage centre leads for the category.
    private static let classified = assigned.mapValues { $0.union([.triage]) }
    private static let waived: [CaseState: Set<CaseState>] = [
        .triage: [.triage, .resolved], .registered: [.registered, .resolved, .triage],
        .dispatched: [.dispatched, .resolved, .triage], .inProgress: [.inProgress, .resolved, .triage],
    ]
    private static let approved: [CaseState: Set<CaseState>] = [
        .dispatched: [.dispatched, .resolved, .triage], .inProgress: [.inProgress, .suspended, .resolved, .triage],
        .closed: [.closed],
    ]

    /// The commands of operators.
    private static let commands: [CaseMove] = [
        commandRow(.classify, people, classified, .knownCategory),
        commandRow(.dispatch, people, assigned, .knownDepartments),
        commandRow(.waive, people, waived, .waive),
        commandRow(.urge, people, same(atWork), .urge),
        commandRow(.supervise, [.supervisor], same(atWork.union([.suspended]))),
        commandRow(.escalate, people, same(open), .reason),
        commandRow(.suspend, people, [.inProgress: [.suspended]], .suspend),
        commandRow(.resume, people, [.suspended: [.inProgress]]),
        commandRow(.approve, people, approved, .waitingRequest),
        commandRow(.refuse, people, same(open.union([.closed])), .waitingRequest),
        commandRow(.verify, operators, all(done, [.closed, .inProgress, .triage]), .result),
        commandRow(.close, operators, all(done, [.closed])),
        commandRow(.forceClose, [.supervisor], all([.inProgress, .resolved], [.closed]), .reason),
        commandRow(.cancel, operators, all([.triage, .registered, .dispatched], [.cancelled]), .reason),
        commandRow(.reject, operators, all([.triage], [.rejected]), .reason),
        commandRow(
            .merge, operators, all(open, [.merged]),
            .merge),
        commandRow(.split, operators, same(open), .split),
        commandRow(.link, people.union([.system]), same(anyState), .link),
        commandRow(.reveal, [.supervisor], same(anyState), .reveal),
        commandRow(.erase, [.supervisor, .system], same(anyState), .erase),
        commandRow(.reopen, operators, all([.closed], [.dispatched, .triage]), .reopen),
        commandRow(
            .grant, [.supervisor], same(known.subtracting([.merged])),
            .grant),
        commandRow(.claim, operators, same(known), .claim),
        commandRow(.clawBack, [.supervisor], same(anyState), .clawBack),
        commandRow(
            .rewardSettled, [.system], same(anyState),
            .rewardSettled),
    ]

    /// The moves of the system itself.
    private static let own: [CaseMove] = [
        CaseMove(.own(.dispatched), by: [.dispatcher], [.registered: [.dispatched]], .firstQueue),
        CaseMove(
            .own(.follower), by: [.ingest], same(open),
            .follower),
        CaseMove(
            .own(.followUp), by: [.ingest], same(open),
            .followUp),
        CaseMove(
            .own(.completed), by: [.ingest],
            same(anyState).merging([.triage: [.triage, .registered]]) { $1 }, .completed),
        CaseMove(.own(.emergencySaid), by: [.ingest], same(open), .emergencySaid),
        by(.pagedUnattended, [.triage: [.dispatched]], .unattended),
        by(.notAccepted, same(acting), .notAccepted),
        by(.notSafe, same(atWork), .notSafe),
        by(.reminded, same(acting), .reminded),
        by(.overdue, same(acting), .overdue),
        by(.escalated, same(acting), .escalated),
        by(.resumed, [.suspended: [.inProgress]], .holdEnded),
        by(.recounted, same(anyState), .calendarCame),
        by(.renamed, same(open), .departmentRenamed),
        by(.checkDue, [.resolved: [.checking]], .checkDue),
        by(.checkLate, same([.checking]), .checkLate),
    ]

    /// The whole table, in the order in which a case passes through it.
    package static let all: [CaseMove] = department + outside + commands + own

    // MARK: - Queries by state only (`MoveGuards` adds counts, dates and requests)

    /// The row of feedback of this kind.
    package static func row(_ kind: FeedbackKind) -> CaseMove? { feedbackRows[kind] }

    /// The row of a command of this kind; nil when no case accepts it.
    package static func row(_ kind: CommandKind) -> CaseMove? { commandRows[kind] }

    /// The feedback that this department may send in the present state.
    package static func allowed(department name: String, on value: Case) -> [String] {
        guard let index = value.taskIndex(of: name) else { return [] }
        let task = value.tasks[index].state
        let state = state(of: value, for: name)
        return department.filter { $0.task?.contains(task) == true && $0.isAllowed(in: state) }.map(\.kind.word)
    }

    /// The state by which a department's rows are read. For a triage centre that was asked while departments are at
    /// work it is `triage`.
    static func state(of value: Case, for department: String) -> CaseState {
        department == Department.triageID && atWork.contains(value.state) ? .triage : value.state
    }

    /// The feedback that a verifier or reporter may send in the present state. `ref` is the reporter's report, because
    /// some reporters may send more.
    package static func allowed(role: FeedbackRole, ref: String? = nil, on value: Case) -> [String] {
        let ending = atWork.contains(value.state) && !value.maySelfResolve(ref) ? FeedbackKind.confirm.rawValue : nil
        return words(outside, role.actor, value).filter { $0 != ending }
    }

    /// The commands that this role may give in the present state.
    package static func allowed(role: CommandRole, on value: Case) -> [String] { words(commands, role.actor, value) }

    private static func words(_ rows: [CaseMove], _ role: ActorRole, _ value: Case) -> [String] {
        rows.filter { $0.roles.contains(role) && $0.isAllowed(in: value.state) }.map(\.kind.word)
    }

    // MARK: - Building the table

    private static let feedbackRows: [FeedbackKind: CaseMove] = {
        var rows: [FeedbackKind: CaseMove] = [:]
        for row in department + outside {
            if case .feedback(let kind) = row.kind { rows[kind] = row }
        }
        return rows
    }()

    private static let commandRows: [CommandKind: CaseMove] = {
        var rows: [CommandKind: CaseMove] = [:]
        for row in commands {
            if case .command(let kind) = row.kind { rows[kind] = row }
        }
        return rows
    }()

    private static func of(
        _ kind: FeedbackKind, _ task: Set<TaskState>, _ ways: [CaseState: Set<CaseState>], _ guarded: MoveGuard? = nil
    ) -> CaseMove {
        CaseMove(.feedback(kind), by: [.department], ways, task: task, guarded)
    }

    private static func commandRow(
        _ kind: CommandKind, _ roles: Set<ActorRole>, _ ways: [CaseState: Set<CaseState>], _ guarded: MoveGuard? = nil
    ) -> CaseMove {
        CaseMove(.command(kind), by: roles, ways, guarded)
    }

    private static func by(_ move: OwnMove, _ ways: [CaseState: Set<CaseState>], _ guarded: MoveGuard) -> CaseMove {
        CaseMove(.own(move), by: [.timer], ways, guarded)
    }

    /// Each of these states leads to itself.
    private static func same(_ states: Set<CaseState>) -> [CaseState: Set<CaseState>] {
        Dictionary(uniqueKeysWithValues: states.map { ($0, [$0]) })
    }

    /// Each state of `from` leads to the states of `to`.
    private static func all(_ from: Set<CaseState>, _ to: Set<CaseState>) -> [CaseState: Set<CaseState>] {
        Dictionary(uniqueKeysWithValues: from.map { ($0, to) })
    }
}

extension FeedbackRole {
    /// The corresponding role in the history.
    package var actor: ActorRole {
        switch self {
        case .department: .department
        case .verifier: .verifier
        case .reporter: .reporter
        }
    }
}

extension CommandRole {
    /// The corresponding role in the history.
    package var actor: ActorRole {
        switch self {
        case .dispatcher: .dispatcher
        case .operator: .operator
        case .supervisor: .supervisor
        case .system: .system
        }
    }
}
