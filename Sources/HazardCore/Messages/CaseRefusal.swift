/// A move that is not allowed. It is a value for the sender and the history, not an error of the program.
package struct CaseRefusal: Error, Hashable, Sendable {
    package var reason: RefusalReason
    /// The moves that this sender may make on this case now.
    package var allowed: [String]

    package init(_ reason: RefusalReason, allowed: [String] = []) {
        self.reason = reason
        self.allowed = allowed
    }

    /// The code that messages carry.
    package var code: RefusalCode { reason.code }
}

/// The codes of refusals; a closed list.
package enum RefusalCode: String, CaseIterable, Sendable {
    /// The state of the case or the task does not allow it.
    case moveNotAllowed = "move-not-allowed"
    /// Another role may do it, this one may not.
    case roleNotAllowed = "role-not-allowed"
    /// The department has no task in this case.
    case noTask = "no-task"
    /// The reporter's report is not part of this case.
    case notYourCase = "not-your-case"
    case argumentMissing = "argument-missing"
    case unknownDepartment = "unknown-department"
    case unknownCategory = "unknown-category"
    /// The department already has a task.
    case alreadyDispatched = "already-dispatched"
    /// Returned too many times; a supervisor decides.
    case returnLimit = "return-limit"
    /// The allowed number is used up: delays, holds, appeals.
    case limitReached = "limit-reached"
    /// No such request is pending.
    case noRequest = "no-request"
    /// A request of the same kind is pending.
    case requestPending = "request-pending"
    /// The date is too far ahead or in the past.
    case badDate = "bad-date"
    /// Urged less than four hours ago.
    case tooSoon = "too-soon"
    /// The time for the move is over.
    case tooLate = "too-late"
    /// The case has no such reward, or not in a state that allows the move.
    case noReward = "no-reward"
    /// The other case belongs to another shard. A link is possible, a merge is not.
    case otherShard = "other-shard"
    /// The other case does not exist.
    case unknownCase = "unknown-case"
    /// The report is not part of this case.
    case notInCase = "not-in-case"
    case alreadyLinked = "already-linked"
    /// The other case has the maximum number of reports.
    case caseFull = "case-full"
    /// The history of the case has reached its size limit.
    case historyFull = "history-full"
}
