/// A command: what an operator asks of a case, or one shard of another (`config/contracts/README.md`, Command).
package struct Command: Hashable, Sendable {
    package var commandID: String
    package var caseID: CaseID
    package var operatorName: String
    package var role: CommandRole
    /// The action with its arguments.
    package var action: CommandAction
    package var at: Instant
    package var reason: String?
    /// The keyed hash of the content (`Cause.hash`).
    package var hash: String?

    package init(
        commandID: String, caseID: CaseID, operatorName: String, role: CommandRole, action: CommandAction, at: Instant
    ) {
        self.commandID = commandID
        self.caseID = caseID
        self.operatorName = operatorName
        self.role = role
        self.action = action
        self.at = at
    }

    package var kind: CommandKind { action.kind }

    /// Identifies the command: `commandID` is unique for each operator.
    package var cause: Cause { Cause(sender: "operator/" + operatorName, id: commandID, hash: hash) }

    package var actor: Actor { Actor(role.actor, operatorName) }

    /// The reason in the form that the history stores.
    var words: SaidWords { SaidWords(reason: reason) }
}

/// A command's action with its arguments. A kind that requires an argument cannot exist without it.
package enum CommandAction: Hashable, Sendable {
    /// Sets the category and the filing condition (nil: the category's first).
    case classify(category: String, condition: String?)
    /// Dispatches the case to these departments; at least one.
    case dispatch([DepartmentRole])
    /// Releases these departments from their tasks; at least one.
    case waive([String])
    case urge, supervise, escalate
    case suspend(until: Instant)
    case resume
    case approve(RequestChoice)
    case refuse(RequestChoice)
    case verify(CheckResult)
    /// Nil: the lead's result becomes the close code.
    case close(CloseCode?)
    case forceClose(CloseCode?)
    case cancel, reject, reopen
    case merge(into: CaseID)
    /// Moves these reports into a new case; at least one.
    case split([String])
    case link(CaseID, LinkKind)
    /// Shows the reporters of these reports; an empty list means all reports.
    case reveal([String])
    /// Erases what is known of a reporter: of one report, or of an account in every shard.
    case erase(ErasureOrder)
    case grant(GrantOrder)
    case claim(entry: String)
    case clawBack(entry: String)
    /// A question of one shard to the ledger of a programme.
    case ledger(LedgerQuestion)
    /// The ledger's answer to the case that asked.
    case rewardSettled(LedgerAnswer)

    package var kind: CommandKind {
        switch self {
        case .classify: .classify
        case .dispatch: .dispatch
        case .waive: .waive
        case .urge: .urge
        case .supervise: .supervise
        case .escalate: .escalate
        case .suspend: .suspend
        case .resume: .resume
        case .approve: .approve
        case .refuse: .refuse
        case .verify: .verify
        case .close: .close
        case .forceClose: .forceClose
        case .cancel: .cancel
        case .reject: .reject
        case .reopen: .reopen
        case .merge: .merge
        case .split: .split
        case .link: .link
        case .reveal: .reveal
        case .erase, .ledger(.erase): .erase
        case .grant, .ledger(.grant): .grant
        case .claim, .ledger(.claim): .claim
        case .clawBack, .ledger(.clawBack): .clawBack
        case .rewardSettled: .rewardSettled
        }
    }

    /// The other case of a merge or a link; nil for other commands. The second case of a split does not exist yet.
    package var other: CaseID? {
        switch self {
        case .merge(let id), .link(let id, _): id
        default: nil
        }
    }
}

/// The request that a command decides (`DECISIONS.md` #33).
package struct RequestChoice: Hashable, Sendable {
    /// The `event_id` of the feedback that made the request.
    package var request: String
    /// Distinguishes two requests with the same id by department; empty: any department.
    package var departments: [String]
    /// For an approved hold: its end, in place of the requested date.
    package var until: Instant?

    package init(request: String, departments: [String] = [], until: Instant? = nil) {
        self.request = request
        self.departments = departments
        self.until = until
    }
}

/// A reward that a supervisor grants by hand.
package struct GrantOrder: Hashable, Sendable {
    package var rule: String
    /// Nil: the case's first report.
    package var report: String?
    /// Nil: the amount of the rule.
    package var amount: Int?

    package init(rule: String, report: String? = nil, amount: Int? = nil) {
        self.rule = rule
        self.report = report
        self.amount = amount
    }
}

/// A department and its role in a case.
package struct DepartmentRole: Hashable, Sendable {
    package var department: String
    package var role: TaskRole

    package init(_ department: String, _ role: TaskRole) {
        self.department = department
        self.role = role
    }
}

/// The outcome of a check 核查.
package enum CheckResult: String, CaseIterable, Sendable {
    case pass, fail
}

/// The role of a command's sender; `system` is another shard.
package enum CommandRole: String, CaseIterable, Sendable {
    case dispatcher, `operator`, supervisor, system
}

/// The kinds of commands.
package enum CommandKind: String, CaseIterable, Sendable {
    case classify, dispatch, waive, verify, close
    case forceClose = "force-close"
    case cancel, reject, reopen, merge, split, link, urge, supervise, suspend, resume, approve, refuse, escalate, grant,
        claim
    case clawBack = "claw-back"
    case reveal, erase
    case rewardSettled = "reward-settled"

    /// The commands about ledger entries.
    package static let aboutRewards: [CommandKind] = [.grant, .claim, .clawBack, .rewardSettled]

    /// The commands that shards send to each other.
    package static let betweenShards: [CommandKind] = [.grant, .claim, .clawBack, .rewardSettled, .link, .erase]
}
