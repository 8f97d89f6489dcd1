package import HazardCore

/// A case as a reader gets it.
package struct StoredCase: Hashable, Sendable {
    package var id: String
    /// The exact bytes of its last record on `hazard.cases`.
    package var body: [UInt8]

    package init(id: String, body: [UInt8]) {
        self.id = id
        self.body = body
    }
}

/// A task of a department's queue, with its whole case.
package struct StoredTask: Hashable, Sendable {
    /// `<case>/<department>`; the next page begins after it.
    package var id: String
    package var state: TaskState
    /// It came first because its case is an emergency in triage.
    package var isUrgent = false
    /// The case's bytes.
    package var body: [UInt8]

    package init(id: String, state: TaskState, body: [UInt8]) {
        self.id = id
        self.state = state
        self.body = body
    }

    /// Where it stands in a list by urgency: the next page begins after it.
    package var place: String { (isUrgent ? StoredTask.urgentMark : "") + id }

    /// No id begins with it, and it sorts before all that do.
    package static let urgentMark = "!"
}

/// What became of a report.
package struct ReportOutcome: Hashable, Sendable {
    package var caseID: String
    package var role: ReportRole
    /// The case's.
    package var state: CaseState

    package init(caseID: String, role: ReportRole, state: CaseState) {
        self.caseID = caseID
        self.role = role
        self.state = state
    }
}
