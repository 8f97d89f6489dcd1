/// Why a move is refused, with the facts that the sender needs to correct it.
package enum RefusalReason: Hashable, Sendable {
    // The table of moves
    case stateForbids(MoveKind, CaseState)
    case taskForbids(MoveKind, TaskState, CaseState)
    case roleForbids(MoveKind, allowed: [ActorRole], CommandRole)

    // Departments and their tasks
    case noTask(department: String)
    case noOpenTask(department: String)
    /// A return without a reason.
    case returnWithoutReason
    case returnedTooOften(times: Int, ofAll: Int)
    case unknownSuggestion(department: String, known: [String])
    case unknownDepartment(String)
    case alreadyDispatched
    /// A `resolve` without a result.
    case resultMissing
    case photoMissing(programme: String)
    case nothingToMakeSafe(category: String)
    case madeSafeAlready

    // Requests, delays, holds
    case reasonMissing(MoveKind)
    case requestWaiting(RequestKind, department: String)
    case requestUnknown(String, waiting: [String])
    case requestAmbiguous(String)
    case appealForSupervisor
    case noLimit
    case overdueAlready
    case delayedTooOften(times: Int)
    case heldBefore
    case holdNotInProgress
    case holdDateMissing
    case holdDate(days: Int)
    case nothingOverdue
    case appealDecided

    // Reporters
    case notYourCase(report: String?)

    // Classifying and urging
    case unknownCategory(String)
    case unknownCondition(String?, category: String, known: [String])
    case urgedLately(hours: Int)

    // Two cases
    case sameCase(MoveKind)
    case otherShard(case: String, shard: Int, own: Int)
    case unknownCase(String)
    case otherEnded(case: String, CaseState)
    case otherFull(case: String, reports: Int, limit: Int)
    case reportNotHere(String)
    case splitTakesAll(reports: Int)
    case alreadyLinked(case: String, LinkKind, limit: Int)

    // Reopening
    case reopenWithoutReason
    case reopenTooLate(days: Int)

    // Rewards
    case rewardReportUnknown(String)
    case rewardRuleUnknown(String?, programme: String, known: [String])
    case rewardAnonymous(report: String)
    case rewardFoundFalse(FoundFalse)
    case rewardAmount(Int, most: Int, unit: String)
    case rewardGrantedAlready(entry: String, RewardState?)
    case rewardUnknown(entry: String, known: [String])
    case rewardMoved(entry: String, to: String)
    case rewardWithheldHere(entry: String, reason: String?)
    case rewardNotAskedFor(entry: String)
    case rewardEnded(entry: String, RewardState?)
    case rewardCredited(RewardKind)
    case rewardNotClaimable(entry: String, RewardState?)
    case rewardClaimTooLate(entry: String)

    /// The code that messages carry; several reasons share one code.
    package var code: RefusalCode {
        switch self {
        case .stateForbids, .taskForbids, .nothingToMakeSafe, .madeSafeAlready, .noLimit, .holdNotInProgress,
            .nothingOverdue,
            .otherEnded:
            .moveNotAllowed
        case .roleForbids, .appealForSupervisor: .roleNotAllowed
        case .noTask, .noOpenTask: .noTask
        case .returnWithoutReason, .resultMissing, .photoMissing, .reasonMissing, .holdDateMissing, .sameCase,
            .splitTakesAll,
            .reopenWithoutReason:
            .argumentMissing
        case .returnedTooOften: .returnLimit
        case .unknownSuggestion, .unknownDepartment: .unknownDepartment
        case .alreadyDispatched: .alreadyDispatched
        case .requestWaiting: .requestPending
        case .requestUnknown, .requestAmbiguous: .noRequest
        case .delayedTooOften, .heldBefore, .appealDecided: .limitReached
        case .overdueAlready, .reopenTooLate, .rewardClaimTooLate: .tooLate
        case .holdDate: .badDate
        case .notYourCase: .notYourCase
        case .unknownCategory, .unknownCondition: .unknownCategory
        case .urgedLately: .tooSoon
        case .otherShard: .otherShard
        case .unknownCase: .unknownCase
        case .otherFull: .caseFull
        case .reportNotHere: .notInCase
        case .alreadyLinked: .alreadyLinked
        case .rewardReportUnknown, .rewardRuleUnknown, .rewardAnonymous, .rewardFoundFalse, .rewardAmount,
            .rewardGrantedAlready, .rewardUnknown, .rewardMoved, .rewardWithheldHere, .rewardNotAskedFor, .rewardEnded,
            .rewardCredited, .rewardNotClaimable:
            .noReward
        }
    }
}

/// Why a case earns nothing: there was no hazard.
package enum FoundFalse: String, CaseIterable, Hashable, Sendable {
    case rejected
    case notFound = "not-found"
}
