/// What an operator asks of a case, or one shard of another (`config/contracts/README.md`, Command).
package struct Command: Hashable, Sendable {
    package var commandID: String
    package var caseID: CaseID
    package var operatorName: String
    package var role: CommandRole
    /// What is asked, with its arguments.
    package var action: CommandAction
    package var at: Instant
    package var reason: String?
    /// The keyed hash of what it says (`Cause.hash`).
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

    /// The sender by which `commandID` is unique.
    package var cause: Cause { Cause(sender: "operator/" + operatorName, id: commandID, hash: hash) }

    package var actor: Actor { Actor(role.actor, operatorName) }

    /// Its reason as the history keeps it.
    var words: SaidWords { SaidWords(reason: reason) }
}

/// A command with its arguments; a kind that needs an argument cannot exist without it.
package enum CommandAction: Hashable, Sendable {
    /// Names the category, and the filing condition (nil: its first).
    case classify(category: String, condition: String?)
    /// Gives the case to these departments; there is at least one.
    case dispatch([DepartmentRole])
    /// These departments need not do their part; there is at least one.
    case waive([String])
    case urge, supervise, escalate
    case suspend(until: Instant)
    case resume
    case approve(RequestChoice)
    case refuse(RequestChoice)
    case verify(CheckResult)
    /// nil: with the lead's result.
    case close(CloseCode?)
    case forceClose(CloseCode?)
    case cancel, reject, reopen
    case merge(into: CaseID)
    /// Takes these reports out of the case; there is at least one.
    case split([String])
    case link(CaseID, LinkKind)
    /// Shows the reporters of these reports; none named: of all.
    case reveal([String])
    case grant(GrantOrder)
    case claim(entry: String)
    case clawBack(entry: String)
    /// One shard asks the ledger of a programme.
    case ledger(LedgerQuestion)
    /// The ledger answers the case that asked.
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
        case .grant, .ledger(.grant): .grant
        case .claim, .ledger(.claim): .claim
        case .clawBack, .ledger(.clawBack): .clawBack
        case .rewardSettled: .rewardSettled
        }
    }

    /// The other case of a command about two; nil for the rest, and for a split, whose second case is made by it.
    package var other: CaseID? {
        switch self {
        case .merge(let id), .link(let id, _): id
        default: nil
        }
    }
}

/// Which request a command decides.
package struct RequestChoice: Hashable, Sendable {
    /// The `event_id` of the feedback that asked.
    package var request: String
    /// Tells two requests of one id apart; empty: whoever asked.
    package var departments: [String]
    /// Of a hold that is approved: until when, instead of the date asked for.
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
    /// nil: the case's first report.
    package var report: String?
    /// nil: what the rule gives.
    package var amount: Int?

    package init(rule: String, report: String? = nil, amount: Int? = nil) {
        self.rule = rule
        self.report = report
        self.amount = amount
    }
}

/// A department and the part it is to play.
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

/// Who commands; `system` is one shard asking another.
package enum CommandRole: String, CaseIterable, Sendable {
    case dispatcher, `operator`, supervisor, system
}

/// What may be asked.
package enum CommandKind: String, CaseIterable, Sendable {
    case classify, dispatch, waive, verify, close
    case forceClose = "force-close"
    case cancel, reject, reopen, merge, split, link, urge, supervise, suspend, resume, approve, refuse, escalate, grant,
        claim
    case clawBack = "claw-back"
    case reveal
    case rewardSettled = "reward-settled"

    /// Those that name an entry of a ledger.
    package static let aboutRewards: [CommandKind] = [.grant, .claim, .clawBack, .rewardSettled]

    /// Those that shards send to one another.
    package static let betweenShards: [CommandKind] = [.grant, .claim, .clawBack, .rewardSettled, .link]
}
