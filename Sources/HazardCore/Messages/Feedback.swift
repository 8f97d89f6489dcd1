/// Feedback of a department, a verifier or a reporter about a case (`config/contracts/README.md`, Feedback).
package struct Feedback: Hashable, Sendable {
    package var eventID: String
    package var caseID: CaseID
    package var actor: FeedbackActor
    /// Set when the actor is a department.
    package var department: String?
    package var kind: FeedbackKind
    /// The sender's own running number for this case; gaps are allowed.
    package var sequence: Int64?
    package var at: Instant
    package var reason: String?
    /// The department that a returned task should go to; nil and `unknownDepartment` mean the same.
    package var suggestedDepartment: String?
    package var result: TaskResult?
    package var note: String?
    package var text: String?
    /// A rating, 1 to 5.
    package var score: Int?
    package var media: [Media] = []
    /// For a requested hold: its end.
    package var until: Instant?
    /// The keyed hash of the content (`Cause.hash`).
    package var hash: String?

    package init(eventID: String, caseID: CaseID, actor: FeedbackActor, kind: FeedbackKind, at: Instant) {
        self.eventID = eventID
        self.caseID = caseID
        self.actor = actor
        self.kind = kind
        self.at = at
    }

    /// The sender's text and note as one. A department's text is left out.
    var said: String? {
        let words = [actor.role == .department ? nil : text, note].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    /// The value of `suggested_department` when the sender does not know it.
    package static let unknownDepartment = "unknown"

    /// Identifies the feedback: `eventID` is unique for each sender.
    package var cause: Cause {
        switch actor.role {
        case .department: Cause(sender: "department/" + (department ?? ""), id: eventID, hash: hash)
        case .verifier: Cause(sender: "verifier/" + (actor.ref ?? ""), id: eventID, hash: hash)
        case .reporter: Cause(sender: "reporter/" + (actor.ref ?? ""), id: eventID, hash: hash)
        }
    }
}

/// The sender of feedback.
package struct FeedbackActor: Hashable, Sendable {
    package var role: FeedbackRole
    /// An officer's name at a department; the report id of a reporter.
    package var ref: String?

    package init(role: FeedbackRole, ref: String? = nil) {
        self.role = role
        self.ref = ref
    }
}

/// The roles that send feedback.
package enum FeedbackRole: String, CaseIterable, Sendable {
    case department, verifier, reporter
}

/// The kinds of feedback; each belongs to one role.
package enum FeedbackKind: String, CaseIterable, Sendable {
    case accept, start, `return`, resolve, note
    case requestDelay = "request-delay"
    case requestHold = "request-hold"
    case requestWaiver = "request-waiver"
    /// Asks that an overdue case does not count 申诉.
    case appeal
    /// The place is fenced or manned; the repair continues.
    case madeSafe = "made-safe"
    case pass, fail
    case confirm, dispute, add, rate

    /// The role that may send it.
    package var role: FeedbackRole {
        switch self {
        case .accept, .start, .return, .resolve, .note, .requestDelay, .requestHold, .requestWaiver, .appeal, .madeSafe:
            .department
        case .pass, .fail: .verifier
        case .confirm, .dispute, .add, .rate: .reporter
        }
    }
}
