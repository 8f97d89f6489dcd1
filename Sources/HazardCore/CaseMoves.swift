/// Who may do what, when, and where it leads: the one table of moves (`domain.md` §5).
///
/// `CaseDecider` asks it before anything else, refusals take their list of allowed moves from it, and `STATES.md` is drawn
/// from it. An empty `to` leaves the case where it is.
package enum CaseMoves {
    private static let acting: Set<CaseState> = [.triage, .registered, .dispatched, .inProgress]
    private static let atWork: Set<CaseState> = [.dispatched, .inProgress]
    private static let done: Set<CaseState> = [.resolved, .checking]
    private static let open: Set<CaseState> = acting.union(done).union([.suspended])
    private static let anyState = Set(CaseState.allCases)

    private static let people: Set<ActorRole> = [.dispatcher, .operator, .supervisor]
    private static let operators: Set<ActorRole> = [.operator, .supervisor]
    private static let busy: Set<TaskState> = [.accepted, .working]
    private static let held: Set<TaskState> = [.sent, .accepted, .working]

    /// A department's feedback on its own task.
    private static let department: [CaseMove] = [
        of(
            .accept, [.sent], from: acting, to: [.triage, .registered, .inProgress],
            "the first to accept starts the case"),
        of(.start, [.accepted], from: acting),
        of(.madeSafe, busy, from: atWork, to: [], "the case has a time to make safe, and nobody said so before"),
        of(
            .return, held, from: atWork, to: [.dispatched, .inProgress, .triage],
            "a reason and the suggested department; at most 2 a department and 6 a case; triage when nobody is left"),
        of(
            .resolve, busy, from: atWork, to: [.dispatched, .inProgress, .resolved],
            "a result, a photo when the programme asks; resolved when the close rule is met"),
        of(.requestDelay, held, from: atWork, "a reason; before it is due, at most 2 granted"),
        of(.requestHold, busy, from: [.inProgress], "a reason; once a case"),
        of(.requestWaiver, held, from: atWork, "a reason"),
        of(.appeal, [.done], from: [.closed], "a reason; an overdue case, once"),
        of(.note, Set(TaskState.allCases), from: anyState),
    ]

    /// A check, or a word of the reporter.
    private static let outside: [CaseMove] = [
        CaseMove(.feedback(.pass), by: [.verifier], from: done, to: [.closed]),
        CaseMove(.feedback(.fail), by: [.verifier], from: done, to: [.inProgress, .triage], "rework 返工, a new clock"),
        CaseMove(
            .feedback(.confirm), by: [.reporter], from: done.union(atWork), to: [.closed, .resolved, .checking],
            "a report of this case; an emergency stays open until a person of ours has looked; at work only a grid member's, P2 and P3"
        ),
        CaseMove(
            .feedback(.dispute), by: [.reporter], from: done.union([.closed]), to: [.inProgress, .dispatched, .triage],
            "a report of this case; a closed case within 14 days, with a reason"),
        CaseMove(.feedback(.add), by: [.reporter], from: open, "a report of this case"),
        CaseMove(.feedback(.rate), by: [.reporter], from: done.union([.closed]), "a report of this case"),
    ]

    /// What operators ask.
    private static let commands: [CaseMove] = [
        said(
            .classify, people, from: acting, to: [.registered, .dispatched, .inProgress, .triage], "a known category"),
        said(
            .dispatch, people, from: acting, to: [.registered, .dispatched, .inProgress, .triage], "known departments"),
        said(
            .waive, people, from: acting, to: [.registered, .dispatched, .inProgress, .resolved, .triage],
            "a reason; departments with a task that is open or returned"),
        said(.urge, people, from: atWork, "once in 4 hours"),
        said(.supervise, [.supervisor], from: atWork.union([.suspended])),
        said(.escalate, people, from: open, "a reason"),
        said(
            .suspend, people, from: [.inProgress], to: [.suspended], "a reason, and a date within 365 days; once a case"
        ),
        said(.resume, people, from: [.suspended], to: [.inProgress]),
        said(
            .approve, people, from: atWork.union([.closed]),
            to: [.dispatched, .inProgress, .suspended, .resolved, .triage, .closed],
            "a request that waits; of an appeal, a supervisor"),
        said(.refuse, people, from: open.union([.closed]), "a request that waits; of an appeal, a supervisor"),
        said(.verify, operators, from: done, to: [.closed, .inProgress, .triage], "a result"),
        said(.close, operators, from: done, to: [.closed]),
        said(.forceClose, [.supervisor], from: [.inProgress, .resolved], to: [.closed], "a reason"),
        said(.cancel, operators, from: [.triage, .registered, .dispatched], to: [.cancelled], "a reason"),
        said(.reject, operators, from: [.triage], to: [.rejected], "a reason"),
        said(.reveal, [.supervisor], from: anyState, "a reason; reports of this case"),
        said(.reopen, operators, from: [.closed], to: [.dispatched, .triage], "a reason, within 14 days"),
    ]

    /// What happens by itself.
    private static let own: [CaseMove] = [
        CaseMove(
            .own(.dispatched), by: [.dispatcher], from: [.registered], to: [.dispatched], "the first queue took it"),
        CaseMove(.own(.notAccepted), by: [.timer], from: acting, "15 minutes after a task was sent; again after a day"),
        CaseMove(.own(.notSafe), by: [.timer], from: acting, "the time to make safe is over"),
        CaseMove(.own(.reminded), by: [.timer], from: acting, "80 % of a task's time is used"),
        CaseMove(
            .own(.overdue), by: [.timer], from: acting, "all of it: urged, unless that was done 4 hours ago or less"),
        CaseMove(.own(.escalated), by: [.timer], from: acting, "once over the limit again: a supervisor; twice: 督办"),
        CaseMove(.own(.resumed), by: [.timer], from: [.suspended], to: [.inProgress], "the date of the hold"),
        CaseMove(.own(.checkDue), by: [.timer], from: [.resolved], to: [.checking], "30 minutes without a check"),
        CaseMove(.own(.checkLate), by: [.timer], from: [.checking], "30 more: escalated; nothing closes by itself"),
    ]

    /// The whole table, in the order in which a case lives.
    package static let all: [CaseMove] = department + outside + commands + own

    // MARK: - Asking

    /// The row of feedback of this kind.
    package static func row(_ kind: FeedbackKind) -> CaseMove? { feedbackRows[kind] }

    /// The row of a command of this kind; nil when it is carried out nowhere.
    package static func row(_ kind: CommandKind) -> CaseMove? { commandRows[kind] }

    /// What that department may say now.
    package static func allowed(department name: String, on value: Case) -> [String] {
        guard let index = value.taskIndex(of: name) else { return [] }
        let task = value.tasks[index].state
        return department.filter { $0.task?.contains(task) == true && $0.from.contains(value.state) }.map(\.said.word)
    }

    /// What a verifier or reporter may say now; `ref` is the reporter's report, for some may say more.
    package static func allowed(role: FeedbackRole, ref: String? = nil, on value: Case) -> [String] {
        let ending = atWork.contains(value.state) && !value.maySelfResolve(ref) ? FeedbackKind.confirm.rawValue : nil
        return words(outside, role.actor, value).filter { $0 != ending }
    }

    /// What that role may command now.
    package static func allowed(role: CommandRole, on value: Case) -> [String] { words(commands, role.actor, value) }

    private static func words(_ rows: [CaseMove], _ role: ActorRole, _ value: Case) -> [String] {
        rows.filter { $0.roles.contains(role) && $0.from.contains(value.state) }.map(\.said.word)
    }

    // MARK: - Making

    private static let feedbackRows: [FeedbackKind: CaseMove] = {
        var rows: [FeedbackKind: CaseMove] = [:]
        for row in department + outside {
            if case .feedback(let kind) = row.said { rows[kind] = row }
        }
        return rows
    }()

    private static let commandRows: [CommandKind: CaseMove] = {
        var rows: [CommandKind: CaseMove] = [:]
        for row in commands {
            if case .command(let kind) = row.said { rows[kind] = row }
        }
        return rows
    }()

    private static func of(
        _ kind: FeedbackKind, _ task: Set<TaskState>, from: Set<CaseState>, to: Set<CaseState> = [],
        _ guarded: String = ""
    ) -> CaseMove {
        CaseMove(.feedback(kind), by: [.department], from: from, to: to, task: task, guarded)
    }

    private static func said(
        _ kind: CommandKind, _ roles: Set<ActorRole>, from: Set<CaseState>, to: Set<CaseState> = [],
        _ guarded: String = ""
    ) -> CaseMove {
        CaseMove(.command(kind), by: roles, from: from, to: to, guarded)
    }
}

extension FeedbackRole {
    /// The same role in the history.
    package var actor: ActorRole {
        switch self {
        case .department: .department
        case .verifier: .verifier
        case .reporter: .reporter
        }
    }
}

extension CommandRole {
    /// The same role in the history.
    package var actor: ActorRole {
        switch self {
        case .dispatcher: .dispatcher
        case .operator: .operator
        case .supervisor: .supervisor
        case .system: .system
        }
    }
}
