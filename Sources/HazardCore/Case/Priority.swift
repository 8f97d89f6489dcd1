/// How urgent a case is: P0 redirect and immediate, P1 紧急, P2 normal, P3 routine.
package enum Priority: String, CaseIterable, Sendable {
    case p0 = "P0"
    case p1 = "P1"
    case p2 = "P2"
    case p3 = "P3"
}

/// When a case with several tasks counts as resolved.
package enum CloseRule: String, CaseIterable, Sendable {
    case all, lead, any
}

/// A department's part in a case.
package enum TaskRole: String, CaseIterable, Sendable {
    case lead, co
}
