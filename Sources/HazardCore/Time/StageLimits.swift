/// The stage limits of `DOMAIN.md`, all continuous.
package enum StageLimits {
    /// Within this a department accepts what it was sent.
    package static let accept = Duration.minutes(15)
    /// For so many days a closed case can be reopened.
    package static let reopenDays = 14
    /// Returns by one department, and in one case, before a supervisor has to decide.
    package static let returnsPerDepartment = 2
    package static let returnsPerCase = 6
    /// Within this, from when it reached a department, goes back what is not its own.
    package static let giveBack = Limit(amount: 1, clock: .wd)
    /// Within this a resolved case is checked.
    package static let check = Duration.minutes(30)
    /// Between two urges 催办 of one case.
    package static let urgeHours = 4
    /// Delays that one task can be granted.
    package static let delays = 2
    /// The longest hold 挂账, in days.
    package static let holdDays = 365
    /// What a person at the triage centre has to say what a case is.
    package static let triage = Limit(amount: 15, clock: .m)
}
