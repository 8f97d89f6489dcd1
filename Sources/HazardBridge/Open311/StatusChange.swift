/// What a remote status means for a task. Pure.
enum StatusChange: Hashable {
    case none
    /// Open work with something new to read.
    case noted
    case resolved
    /// The remote has closed it without doing it.
    case returned(reason: String)

    /// States of a case at another Hazard Dispatcher that end it without work.
    private static let refusals: Set<String> = ["rejected", "cancelled"]

    static func of(_ request: RemoteRequest, for task: BridgedTask) -> StatusChange {
        guard request.fingerprint != task.seen else { return .none }
        if request.isClosed {
            guard let state = request.caseState, refusals.contains(state) else { return .resolved }
            return .returned(reason: request.notes ?? state)
        }
        // The status of open work says nothing that the acceptance did not say, unless it has notes.
        return request.notes == nil ? .none : .noted
    }
}
