/// A move that is not allowed: a value that the sender is told and the history keeps. It is no fault of this program.
package struct CaseRefusal: Error, Hashable, Sendable {
    package var reason: RefusalReason
    /// The moves that this sender may make on this case now.
    package var allowed: [String]

    package init(_ reason: RefusalReason, allowed: [String] = []) {
        self.reason = reason
        self.allowed = allowed
    }

    /// The bounded code that messages carry.
    package var code: RefusalCode { reason.code }
}

/// Why a move is refused; a closed list.
package enum RefusalCode: String, CaseIterable, Sendable {
    /// The state of the case or task does not allow it.
    case moveNotAllowed = "move-not-allowed"
    /// Another role may, this one may not.
    case roleNotAllowed = "role-not-allowed"
    /// The department has no task in this case.
    case noTask = "no-task"
    /// The reporter's report is not part of this case.
    case notYourCase = "not-your-case"
    case argumentMissing = "argument-missing"
    case unknownDepartment = "unknown-department"
    case unknownCategory = "unknown-category"
    /// The department has it already.
    case alreadyDispatched = "already-dispatched"
    /// Returned too often: a supervisor decides.
    case returnLimit = "return-limit"
    /// As often as it may be was it done already: a delay, a hold, an appeal.
    case limitReached = "limit-reached"
    /// No such request waits.
    case noRequest = "no-request"
    /// One like it waits already.
    case requestPending = "request-pending"
    /// A date that lies too far ahead, or behind.
    case badDate = "bad-date"
    /// Urged not long ago.
    case tooSoon = "too-soon"
    /// The time for it is over.
    case tooLate = "too-late"
    /// The case has no such reward, or none that this can be done to.
    case noReward = "no-reward"
    /// The other case belongs to another shard: link the two instead.
    case otherShard = "other-shard"
    /// Nobody here knows the other case.
    case unknownCase = "unknown-case"
    /// The report is not part of this case.
    case notInCase = "not-in-case"
    case alreadyLinked = "already-linked"
    /// The other case takes no more reports.
    case caseFull = "case-full"
    /// The case cannot remember more.
    case historyFull = "history-full"
}
