/// What a caller of the HTTP API may do.
package enum AccessRole: String, CaseIterable, Sendable {
    /// Sends reports and what reporters say, and reads what became of them.
    case gateway
    /// Works the tasks of its departments: reads their cases, sends their feedback.
    case department
    /// Checks whether a hazard is gone, and says so.
    case verifier
    /// Sends commands that a dispatcher may send.
    case dispatcher
    /// Sends commands that an operator may send.
    case `operator`
    /// May do everything.
    case supervisor
    /// Reads cases, tasks and metrics; changes nothing.
    case viewer
}
