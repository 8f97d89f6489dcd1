/// The stage limits and other bounds of `DOMAIN.md` §6, Stage limits, and Return, delay, hold, urge. Durations are
/// continuous.
package enum StageLimits {
    /// The time to accept a task.
    package static let accept = Duration.minutes(15)
    /// The number of days within which a closed case can be reopened.
    package static let reopenDays = 14
    /// The number of returns by one department, and in one case, after which a supervisor must decide.
    package static let returnsPerDepartment = 2
    package static let returnsPerCase = 6
    /// The time to return a task, counted from when it was sent.
    package static let returnTask = Limit(amount: 1, clock: .wd)
    /// The time to check a resolved case, and again before it is escalated.
    package static let check = Duration.minutes(30)
    /// The hours between two urges 催办 of a case.
    package static let urgeHours = 4
    /// The number of delays that one task can be granted.
    package static let delays = 2
    /// The longest hold 挂账, in days.
    package static let holdDays = 365
    /// The time of the triage centre to classify or dispatch a case.
    package static let triage = Limit(amount: 15, clock: .m)
}
