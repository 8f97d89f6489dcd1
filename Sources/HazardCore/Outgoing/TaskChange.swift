/// Why a department gets a record about its task.
package enum TaskChange: Hashable, Sendable {
    /// The sender's own words.
    case said(String)
    /// The department has another role in the case.
    case role(TaskRole)
    /// The case has another category.
    case classified(category: String)
    /// A timer fired.
    case timer(OwnMove)
    /// Another report joined the case. When it names a condition with a shorter limit, `worse` is that condition and
    /// `words` are the report's.
    case report(ReportRole, worse: String?, words: String?)
    case suspended, resumed, delayed
    case requestRefused(RequestKind)
    case mergedInto(String)
    /// Some reports were split from the case.
    case split
    /// The department's message was refused.
    case refused(RefusalReason)
    /// A record written before changes were stored as values.
    case written(String)
}
