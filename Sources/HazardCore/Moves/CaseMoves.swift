/// Who may do what, when, and where it leads: the one table of moves (`DOMAIN.md` §5).
///
/// `CaseDecider` asks it before anything else, refusals take their list of allowed moves from it, and `STATES.md` is drawn
/// from it. `same` leaves the case where it is.
package enum CaseMoves {
    private static let acting: Set<CaseState> = [.triage, .registered, .dispatched, .inProgress]
    private static let atWork: Set<CaseState> = [.dispatched, .inProgress]
    private static let done: Set<CaseState> = [.resolved, .checking]
    private static let open: Set<CaseState> = acting.union(done).union([.suspended])
    private static let anyState = Set(CaseState.allCases)
    /// Registered once, whatever came of it.
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
            ], "the first department to accept starts the case; the triage centre does not"
        ).becoming(.accepted),
        of(.start, [.accepted], same(acting), "the department has arrived").becoming(.working),
        of(.madeSafe, busy, same(atWork), "the case has a time to make safe, and nobody said so before"),
        of(
            .return, held, [.dispatched: [.dispatched, .triage], .inProgress: [.inProgress, .triage]],
            "a reason and the suggested department, or unknown; at most 2 a department and 6 a case: then escalated; triage when "
                + "nobody is left, and asked unless the one suggested is at work"
        ).becoming(.returned),
        of(
            .resolve, busy,
            [.dispatched: [.dispatched, .resolved, .triage], .inProgress: [.inProgress, .resolved, .triage]],
            "a result, a photo when the programme asks; resolved when the close rule is met, triage when it is not and nobody "
                + "is left"
        ).becoming(.done),
        of(.requestDelay, held, same(atWork), "a reason; before it is due, at most 2 granted"),
        of(.requestHold, busy, same([.inProgress]), "a reason; once a case"),
        of(.requestWaiver, held, same(atWork), "a reason"),
        of(.appeal, [.done], same([.closed]), "a reason; an overdue case, once"),
        of(.note, Set(TaskState.allCases), same(anyState)),
    ]

    /// Where it leads that the hazard is still there.
    private static let stillThere: [CaseState: Set<CaseState>] = [
        .resolved: [.inProgress, .triage], .checking: [.inProgress, .triage], .closed: [.dispatched, .triage],
    ]

    /// A check, or a word of the reporter.
    private static let outside: [CaseMove] = [
        CaseMove(.feedback(.pass), by: [.verifier], all(done, [.closed])),
        CaseMove(
            .feedback(.fail), by: [.verifier], stillThere,
            "rework 返工, a new clock; a closed case is reopened, within 14 days, with a reason"),
        CaseMove(
            .feedback(.confirm), by: [.reporter],
            [
                .dispatched: [.closed], .inProgress: [.closed], .resolved: [.resolved, .closed],
                .checking: [.checking, .closed],
            ],
            "a report of this case; an emergency stays open until a person of ours has looked; while departments are at work "
                + "a grid member's, for P2 and P3"),
        CaseMove(
            .feedback(.dispute), by: [.reporter], stillThere,
            "a report of this case; a closed case within 14 days, with a reason"),
        CaseMove(.feedback(.add), by: [.reporter], same(open), "a report of this case"),
        CaseMove(.feedback(.rate), by: [.reporter], same(done.union([.closed])), "a report of this case"),
    ]

    /// Where naming departments leads: out of triage, else nowhere.
    private static let assigned: [CaseState: Set<CaseState>] = [
        .triage: [.registered, .triage], .registered: [.registered], .dispatched: [.dispatched],
        .inProgress: [.inProgress],
    ]
    /// The same, and back to triage when that is who such hazards are for.
    private static let classified = assigned.mapValues { $0.union([.triage]) }
    private static let waived: [CaseState: Set<CaseState>] = [
        .triage: [.triage, .resolved], .registered: [.registered, .resolved, .triage],
        .dispatched: [.dispatched, .resolved, .triage], .inProgress: [.inProgress, .resolved, .triage],
    ]
    private static let approved: [CaseState: Set<CaseState>] = [
        .dispatched: [.dispatched, .resolved, .triage], .inProgress: [.inProgress, .suspended, .resolved, .triage],
        .closed: [.closed],
    ]

    /// What operators ask.
    private static let commands: [CaseMove] = [
        said(.classify, people, classified, "a known category; triage when its route leads there"),
        said(.dispatch, people, assigned, "known departments"),
        said(.waive, people, waived, "a reason; departments with a task that is open or returned"),
        said(.urge, people, same(atWork), "once in 4 hours"),
        said(.supervise, [.supervisor], same(atWork.union([.suspended]))),
        said(.escalate, people, same(open), "a reason"),
        said(.suspend, people, [.inProgress: [.suspended]], "a reason, and a date within 365 days; once a case"),
        said(.resume, people, [.suspended: [.inProgress]]),
        said(.approve, people, approved, "a request that waits; of an appeal, a supervisor"),
        said(.refuse, people, same(open.union([.closed])), "a request that waits; of an appeal, a supervisor"),
        said(.verify, operators, all(done, [.closed, .inProgress, .triage]), "a result"),
        said(.close, operators, all(done, [.closed])),
        said(.forceClose, [.supervisor], all([.inProgress, .resolved], [.closed]), "a reason"),
        said(.cancel, operators, all([.triage, .registered, .dispatched], [.cancelled]), "a reason"),
        said(.reject, operators, all([.triage], [.rejected]), "a reason"),
        said(
            .merge, operators, all(open, [.merged]),
            "an open case of the same shard with room for its reports; the followers move"),
        said(.split, operators, same(open), "some of its reports, not all: they get a case of their own"),
        said(.link, people.union([.system]), same(anyState), "another case, of any shard"),
        said(.reveal, [.supervisor], same(anyState), "a reason; reports of this case"),
        said(.reopen, operators, all([.closed], [.dispatched, .triage]), "a reason, within 14 days"),
        said(
            .grant, [.supervisor], same(known.subtracting([.merged])),
            "a rule, and a report that has a reporter; not rewarded by it before"),
        said(.claim, operators, same(known), "a reward that was granted and must be fetched, before its last day"),
        said(.clawBack, [.supervisor], same(anyState), "a reason; a reward that counts"),
        said(
            .rewardSettled, [.system], same(anyState),
            "a reward that the case asked for; passed on if it went elsewhere with its report"),
    ]

    /// What happens by itself.
    private static let own: [CaseMove] = [
        CaseMove(.own(.dispatched), by: [.dispatcher], [.registered: [.dispatched]], "the first queue took it"),
        CaseMove(
            .own(.follower), by: [.ingest], same(open),
            "same category within radius and window, or the same photo; never into an emergency"),
        CaseMove(
            .own(.followUp), by: [.ingest], same(open),
            "the same reporter: in the thread, in the same words, or by its id"),
        by(.notAccepted, same(acting), "15 minutes after a task was sent; again after a day: escalated"),
        by(.notSafe, same(atWork), "the time to make safe is over: the lead is urged, as when it is overdue"),
        by(.reminded, same(acting), "80 % of a task's time is used"),
        by(.overdue, same(acting), "all of it: urged, unless that was done less than 4 hours ago"),
        by(.escalated, same(acting), "once over the limit again: a supervisor; twice: 督办"),
        by(.resumed, [.suspended: [.inProgress]], "the date of the hold"),
        by(.checkDue, [.resolved: [.checking]], "30 minutes without a check"),
        by(.checkLate, same([.checking]), "30 more: escalated; nothing closes by itself"),
    ]

    /// The whole table, in the order in which a case lives.
    package static let all: [CaseMove] = department + outside + commands + own

    // MARK: - Asking, by the states alone: what counts, dates and requests bar besides is in `MoveGuards`

    /// The row of feedback of this kind.
    package static func row(_ kind: FeedbackKind) -> CaseMove? { feedbackRows[kind] }

    /// The row of a command of this kind; nil when it is carried out nowhere.
    package static func row(_ kind: CommandKind) -> CaseMove? { commandRows[kind] }

    /// What that department may say in this state.
    package static func allowed(department name: String, on value: Case) -> [String] {
        guard let index = value.taskIndex(of: name) else { return [] }
        let task = value.tasks[index].state
        let state = state(of: value, for: name)
        return department.filter { $0.task?.contains(task) == true && $0.isAllowed(in: state) }.map(\.said.word)
    }

    /// The state that a department's rows are read by: the triage centre, asked while others are at work, has nothing to do
    /// but what it has in triage.
    static func state(of value: Case, for department: String) -> CaseState {
        department == Department.triageID && atWork.contains(value.state) ? .triage : value.state
    }

    /// What a verifier or reporter may say in this state; `ref` is the reporter's report, for some may say more.
    package static func allowed(role: FeedbackRole, ref: String? = nil, on value: Case) -> [String] {
        let ending = atWork.contains(value.state) && !value.maySelfResolve(ref) ? FeedbackKind.confirm.rawValue : nil
        return words(outside, role.actor, value).filter { $0 != ending }
    }

    /// What that role may command in this state.
    package static func allowed(role: CommandRole, on value: Case) -> [String] { words(commands, role.actor, value) }

    private static func words(_ rows: [CaseMove], _ role: ActorRole, _ value: Case) -> [String] {
        rows.filter { $0.roles.contains(role) && $0.isAllowed(in: value.state) }.map(\.said.word)
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
        _ kind: FeedbackKind, _ task: Set<TaskState>, _ ways: [CaseState: Set<CaseState>], _ guarded: String = ""
    ) -> CaseMove {
        CaseMove(.feedback(kind), by: [.department], ways, task: task, guarded)
    }

    private static func said(
        _ kind: CommandKind, _ roles: Set<ActorRole>, _ ways: [CaseState: Set<CaseState>], _ guarded: String = ""
    ) -> CaseMove {
        CaseMove(.command(kind), by: roles, ways, guarded)
    }

    private static func by(_ move: OwnMove, _ ways: [CaseState: Set<CaseState>], _ guarded: String) -> CaseMove {
        CaseMove(.own(move), by: [.timer], ways, guarded)
    }

    /// Each of these states, unchanged.
    private static func same(_ states: Set<CaseState>) -> [CaseState: Set<CaseState>] {
        Dictionary(uniqueKeysWithValues: states.map { ($0, [$0]) })
    }

    /// From each of these to those.
    private static func all(_ from: Set<CaseState>, _ to: Set<CaseState>) -> [CaseState: Set<CaseState>] {
        Dictionary(uniqueKeysWithValues: from.map { ($0, to) })
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
