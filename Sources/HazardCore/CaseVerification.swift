/// Who may say that a hazard is gone, and who has said so.
extension Case {
    /// An emergency is closed by a person of ours only, never by a machine nor on a reporter's word (`domain.md` §2, P0 rows).
    package func mayBeClosed(by role: ActorRole) -> Bool {
        switch role {
        case .verifier, .operator, .supervisor: true
        case .reporter, .timer, .system: priority != .p0 && !flags.emergency
        case .ingest, .classifier, .dispatcher, .department: false
        }
    }
}
