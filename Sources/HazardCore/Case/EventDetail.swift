/// The content of a history entry beyond its kind.
///
/// `HazardText` makes the sentences for people from it. No code parses those sentences.
package enum EventDetail: Hashable, Sendable {
    /// The routing rule by which the case was opened.
    case opened(rule: String)
    /// Why a report joined the case.
    case joined(MatchReason)
    /// The other case, how the two are related, and why the dispatcher linked them (nil: a person did).
    case linked(LinkKind, String, MatchReason?)
    /// The refused message and the reason.
    case refused(MoveKind, RefusalReason)
    /// The sender had already sent a higher number, so the message was not applied.
    case outOfOrder(sequence: Int64, last: Int64)

    /// The department that the sender suggests (nil: unknown), and the limit for returning a task when it was missed.
    case returned(suggested: String?, later: Limit?)
    case result(TaskResult)
    case requested(request: String)
    /// A reporter's rating, 1 to 5.
    case rated(Int)

    case classified(category: String, condition: String)
    case dispatched([DepartmentRole])
    case waived([String])
    /// An approved or refused request.
    case answered(RequestKind, department: String, request: String)
    case checked(CheckResult)
    case closed(CloseCode)
    case mergedInto(String)
    /// The number of reports taken over from another case, with the beginning of that case's words.
    case tookOver(reports: Int, from: String, words: String?)
    /// The ids of the reports that left the case.
    case splitOff([String])
    case splitFrom(String)
    /// The ids of the reports whose reporters were shown.
    case revealed([String])
    /// The ids of the reports whose reporters were erased.
    case erased([String])

    /// A reward that a supervisor granted.
    case granted(rule: String, amount: Int, unit: String, entry: String)
    /// The ledger entry that a command is about.
    case reward(entry: String)
    case rewardFoundFalse(entry: String)
    /// The ledger's decision and the code of its reason.
    case rewardSettled(RewardState, reason: String?, SettledReward)
    /// The ledger's answer was passed on, because the reward had moved to another case.
    case rewardPassedOn(entry: String, to: String)
    /// The answer was ignored, because a later answer of the ledger had arrived before it.
    case rewardOutdated(RewardState, entry: String)

    /// The department whose task a timer is about. `isUrged` is false when the case was urged less than four hours
    /// before.
    case timer(department: String, isUrged: Bool)
    /// No person has touched an emergency in triage within the limit, and the machine pages nobody: its words are
    /// doubtful, or no department is left to page.
    case unattended(isDoubtful: Bool)
    /// Departments and their new ids.
    case renamed([String], [String])
    /// The calendars of these years came.
    case recounted(years: [Int])
    /// The department whose task a supervisor must look at 督办.
    case supervised(department: String)

    /// A record written before details existed: its sentences, shown unchanged.
    case written(reason: String?, note: String?)
}

/// The reward that the ledger's answer is about.
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
