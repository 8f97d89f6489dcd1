/// The conditions of moves besides role and state: one value for each row of the table that has a condition.
package enum MoveGuard: String, CaseIterable, Hashable, Sendable {
    // Departments
    case accept, arrived, madeSafe, returning, resolving, delay, hold, waiverRequest, appeal
    // Verifiers and reporters
    case checkFailed, confirm, dispute, ownReport
    // Operators
    case knownCategory, knownDepartments, waive, urge, reason, suspend, waitingRequest, result, merge, split, link
    case reveal, erase, reopen, grant, claim, clawBack, rewardSettled
    // The system itself
    case firstQueue, follower, followUp, notAccepted, notSafe, reminded, overdue, escalated, holdEnded, checkDue,
        checkLate, unattended, completed, emergencySaid, calendarCame,
        departmentRenamed
}
