package import HazardCore

/// A command whose arguments a test sets one by one, as a message carries them.
package struct TestCommand {
    package var commandID: String
    package var caseID: CaseID
    package var operatorName = "zhang"
    package var role: CommandRole
    package var kind: CommandKind
    package var at: Instant
    package var reason: String?
    package var arguments = Arguments()

    package init(commandID: String, caseID: CaseID, role: CommandRole, kind: CommandKind, at: Instant) {
        self.commandID = commandID
        self.caseID = caseID
        self.role = role
        self.kind = kind
        self.at = at
    }

    /// The possible `arguments` of a message.
    package struct Arguments {
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
        package var reward: RewardArguments?

        package init() {}
    }

    /// The command with these arguments.
    package var command: Command {
        var command = Command(
            commandID: commandID, caseID: caseID, operatorName: operatorName, role: role, action: action, at: at)
        command.reason = reason
        return command
    }

    private var action: CommandAction {
        switch kind {
        case .classify: .classify(category: arguments.category ?? "", condition: arguments.condition)
        case .dispatch: .dispatch(arguments.departments)
        case .waive: .waive(arguments.departments.map(\.department))
        case .verify: .verify(arguments.result ?? .pass)
        case .close: .close(arguments.code)
        case .forceClose: .forceClose(arguments.code)
        case .cancel: .cancel
        case .reject: .reject
        case .reopen: .reopen
        case .merge: .merge(into: arguments.into ?? caseID)
        case .split: .split(arguments.reports)
        case .link: .link(arguments.into ?? caseID, arguments.linkKind.map { LinkKind($0) } ?? .related)
        case .urge: .urge
        case .supervise: .supervise
        case .suspend: .suspend(until: arguments.until ?? at)
        case .resume: .resume
        case .approve: .approve(choice)
        case .refuse: .refuse(choice)
        case .escalate: .escalate
        case .reveal: .reveal(arguments.reports)
        case .erase: .erase(ErasureOrder(report: arguments.reports.first))
        case .grant:
            .grant(
                GrantOrder(rule: reward.rule ?? "", report: reward.reportID, amount: reward.amount))
        case .claim: .claim(entry: reward.entryID ?? "")
        case .clawBack: .clawBack(entry: reward.entryID ?? "")
        case .rewardSettled: .rewardSettled(reward.answer)
        }
    }

    private var reward: RewardArguments { arguments.reward ?? RewardArguments() }

    private var choice: RequestChoice {
        RequestChoice(
            request: arguments.request ?? "", departments: arguments.departments.map(\.department),
            until: arguments.until)
    }
}

/// The arguments of commands about rewards.
package struct RewardArguments {
    package var entryID: String?
    package var reportID: String?
    package var rule: String?
    package var amount: Int?
    package var unit: String?
    package var state: RewardState?
    package var reason: String?
    package var claimUntil: Instant?
    package var claimedAt: Instant?
    package var version: Int?

    package init() {}

    /// The ledger's answer with these arguments.
    fileprivate var answer: LedgerAnswer {
        var answer = LedgerAnswer(entryID: entryID ?? "", state: state ?? .granted)
        answer.reason = reason
        answer.amount = amount
        answer.unit = unit
        answer.claimUntil = claimUntil
        answer.claimedAt = claimedAt
        answer.version = version
        return answer
    }
}
