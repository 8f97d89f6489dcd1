/// What an operator asks of a case (`config/contracts/README.md`, Command).
package struct Command: Hashable, Sendable {
    package var commandID: String
    package var caseID: CaseID
    package var operatorName: String
    package var role: CommandRole
    package var kind: CommandKind
    package var at: Instant
    package var reason: String?
    package var arguments = Arguments()

    package init(
        commandID: String, caseID: CaseID, operatorName: String, role: CommandRole, kind: CommandKind, at: Instant
    ) {
        self.commandID = commandID
        self.caseID = caseID
        self.operatorName = operatorName
        self.role = role
        self.kind = kind
        self.at = at
    }

    /// The sender by which `commandID` is unique.
    package var cause: Cause { Cause(sender: "operator/" + operatorName, id: commandID) }

    package var actor: Actor {
        switch role {
        case .dispatcher: Actor(.dispatcher, operatorName)
        case .operator: Actor(.operator, operatorName)
        case .supervisor: Actor(.supervisor, operatorName)
        case .system: Actor(.system, operatorName)
        }
    }
}

extension Command {
    /// What a command's `arguments` may hold; which kind needs which is checked when it is decoded.
    package struct Arguments: Hashable, Sendable {
        package var category: String?
        package var condition: String?
        package var departments: [DepartmentRole] = []
        package var result: CheckResult?
        package var code: CloseCode?
        package var into: CaseID?
        package var until: Instant?
        package var request: String?
        package var reports: [String] = []
        package var linkKind: String?
        /// What `grant`, `claw-back` and `reward-settled` are about.
        package var reward: RewardArguments?

        package init() {}
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

/// Who commands; `system` is one shard speaking to another.
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
}
