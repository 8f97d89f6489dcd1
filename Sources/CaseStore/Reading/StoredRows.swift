package import HazardCore

/// A stored case.
package struct StoredCase: Hashable, Sendable {
    package var id: String
    /// Its place in the list that was asked for; nil when the order does not matter.
    package var position: CasePosition?
    /// The exact bytes of its latest record on `hazard.cases`.
    package var body: [UInt8]

    package init(id: String, position: CasePosition? = nil, body: [UInt8]) {
        self.id = id
        self.position = position
        self.body = body
    }
}

extension StoredCase {
    /// Orders the cases of several shards, in the order that was asked for.
    package static func comesFirst(_ one: StoredCase, _ other: StoredCase) -> Bool {
        guard let first = one.position, let second = other.position else { return one.id < other.id }
        return first < second
    }
}

/// A task of a department's queue, with its case.
package struct StoredTask: Hashable, Sendable {
    /// `<case>/<department>`; the next page begins after it.
    package var id: String
    package var state: TaskState
    /// The task is listed first because its case is an emergency in triage.
    package var isUrgent = false
    /// The case's bytes.
    package var body: [UInt8]

    package init(id: String, state: TaskState, body: [UInt8]) {
        self.id = id
        self.state = state
        self.body = body
    }

    /// Its place in a list by urgency; the next page begins after it.
    package var place: String { (isUrgent ? StoredTask.urgentMark : "") + id }

    /// Marks places of urgent tasks: no id begins with it, and it sorts before every id.
    package static let urgentMark = "!"
}

/// The case of a report, its role there and the state of the case.
package struct ReportOutcome: Hashable, Sendable {
    package var caseID: String
    package var role: ReportRole
    /// The state of the case.
    package var state: CaseState

    package init(caseID: String, role: ReportRole, state: CaseState) {
        self.caseID = caseID
        self.role = role
        self.state = state
    }
}
