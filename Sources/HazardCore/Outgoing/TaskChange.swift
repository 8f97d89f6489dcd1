/// Why a department is told about its task, as a value.
package enum TaskChange: Hashable, Sendable {
    /// The sender's own words.
    case said(String)
    /// Its part in the case is another one now.
    case role(TaskRole)
    /// The case has another category.
    case classified(category: String)
    /// A time has come.
    case timer(OwnMove)
    /// Another report joined the case; one that speaks of something worse names its condition and its words.
    case report(ReportRole, worse: String?, words: String?)
    case suspended, resumed, delayed
    case requestRefused(RequestKind)
    case mergedInto(String)
    /// Some reports were taken out of the case.
    case split
    /// The message that was not allowed.
    case refused(RefusalReason)
    /// A record written before changes were kept as values.
    case written(String)
}
