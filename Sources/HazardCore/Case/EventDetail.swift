/// What an entry of a history says beyond its kind, as a value.
///
/// Words for people are made of it where it is shown (`HazardText`); no code reads those words back.
package enum EventDetail: Hashable, Sendable {
    /// By which routing rule the case was opened.
    case opened(rule: String)
    /// Why a report joined the case.
    case joined(MatchReason)
    /// Another case, how the two are related, and by what a machine found it.
    case linked(LinkKind, String, MatchReason?)
    /// A message that was not allowed, and why.
    case refused(MoveKind, RefusalReason)
    /// The sender had already said something with a higher number: the message was not applied.
    case outOfOrder(sequence: Int64, last: Int64)

    /// Who the returning department says it is for (nil: unknown), and the time it had to return it when that was over.
    case returned(suggested: String?, later: Limit?)
    case result(TaskResult)
    case requested(request: String)
    /// What a reporter says: 1 to 5.
    case rated(Int)

    case classified(category: String, condition: String)
    case dispatched([DepartmentRole])
    case waived([String])
    /// A request that was approved or refused.
    case answered(RequestKind, department: String, request: String)
    case checked(CheckResult)
    case closed(CloseCode)
    case mergedInto(String)
    /// So many reports of another case, with the beginning of its words.
    case tookOver(reports: Int, from: String, words: String?)
    /// The reports that left.
    case splitOff([String])
    case splitFrom(String)
    /// The reports whose reporters were shown.
    case revealed([String])

    /// A reward that a supervisor grants.
    case granted(rule: String, amount: Int, unit: String, entry: String)
    /// The entry of the ledger that a command is about.
    case reward(entry: String)
    case rewardFoundFalse(entry: String)
    /// What the ledger decided, and the code of its reason.
    case rewardSettled(RewardState, reason: String?, SettledReward)
    /// The reward had gone to another case: the ledger's answer was passed on.
    case rewardPassedOn(entry: String, to: String)
    /// A later answer of the ledger had come before.
    case rewardOutdated(RewardState, entry: String)

    /// Whose task a timer is about; `isUrged` is false when the department had been urged shortly before.
    case timer(department: String, isUrged: Bool)
    /// Whose task a supervisor is asked to look at 督办.
    case supervised(department: String)

    /// A record written before details existed: its sentences, shown as they stand.
    case written(reason: String?, note: String?)
}

/// The reward that a ledger answered about.
package struct SettledReward: Hashable, Sendable {
    package var rule: String
    package var amount: Int
    package var unit: String
    package var entry: String

    package init(rule: String, amount: Int, unit: String, entry: String) {
        self.rule = rule
        self.amount = amount
        self.unit = unit
        self.entry = entry
    }
}
