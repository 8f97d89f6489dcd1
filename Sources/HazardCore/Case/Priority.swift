/// The urgency of a case (`DOMAIN.md` §2): P0 emergency, P1 urgent 紧急, P2 normal, P3 routine.
package enum Priority: String, CaseIterable, Sendable {
    case p0 = "P0"
    case p1 = "P1"
    case p2 = "P2"
    case p3 = "P3"
}

/// How many of its tasks must be done before a case is resolved.
package enum CloseRule: String, CaseIterable, Sendable {
    case all, lead, any
}

/// The role of a department in a case.
package enum TaskRole: String, CaseIterable, Sendable {
    case lead, co
}
