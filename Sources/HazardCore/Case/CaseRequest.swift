/// Something a department asks for that a dispatcher or supervisor grants or refuses.
package struct CaseRequest: Hashable, Sendable {
    /// The `event_id` of the feedback that asked; a command names it as `request`.
    package var id: String
    package var department: String
    package var kind: RequestKind
    package var state: RequestState = .pending
    package var at: Instant
    package var reason: String?
    /// Of a hold: until when.
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

/// What may be asked for.
package enum RequestKind: String, CaseIterable, Sendable {
    /// More time 延期.
    case delay
    /// The clock stopped until a date 挂账.
    case hold
    /// Not to have to do its part.
    case waiver
    /// That an overdue case does not count against it 申诉.
    case appeal
}

/// Where a request stands.
package enum RequestState: String, CaseIterable, Sendable {
    case pending, approved, refused
    /// Its task ended before anybody decided.
    case void
}
