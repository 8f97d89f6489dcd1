/// A department's request that a dispatcher or supervisor approves or refuses (`DECISIONS.md` #33).
package struct CaseRequest: Hashable, Sendable {
    /// The `event_id` of the feedback that made the request. A command names it as `request`.
    package var id: String
    package var department: String
    package var kind: RequestKind
    package var state: RequestState = .pending
    package var at: Instant
    package var reason: String?
    /// For a hold: the date until which it is requested.
    package var until: Instant?
    package var decidedAt: Instant?
    package var decidedBy: String?

    package init(id: String, department: String, kind: RequestKind, at: Instant) {
        self.id = id
        self.department = department
        self.kind = kind
        self.at = at
    }
}

/// The kinds of requests.
package enum RequestKind: String, CaseIterable, Sendable {
    /// More time 延期.
    case delay
    /// A stopped clock until a date 挂账.
    case hold
    /// To be released from the task 免办.
    case waiver
    /// That an overdue case does not count against the department 申诉.
    case appeal
}

/// The states of a request.
package enum RequestState: String, CaseIterable, Sendable {
    case pending, approved, refused
    /// The task ended before anybody decided.
    case void
}
