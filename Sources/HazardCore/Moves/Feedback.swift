/// What a department, a verifier or a reporter says about a case (`config/contracts/README.md`, Feedback).
package struct Feedback: Hashable, Sendable {
    package var eventID: String
    package var caseID: CaseID
    package var actor: FeedbackActor
    /// Set when the actor is a department.
    package var department: String?
    package var kind: FeedbackKind
    /// The sender's own running number for this case; gaps are fine.
    package var sequence: Int64?
    package var at: Instant
    package var reason: String?
    /// Who a returned part is for; nil and `unknownDepartment` say the same.
    package var suggestedDepartment: String?
    package var result: TaskResult?
    package var note: String?
    package var text: String?
    /// 1–5.
    package var score: Int?
    package var media: [Media] = []
    /// Until when a hold is asked for.
    package var until: Instant?
    /// The keyed hash of what it says (`Cause.hash`).
    package var hash: String?

    package init(eventID: String, caseID: CaseID, actor: FeedbackActor, kind: FeedbackKind, at: Instant) {
        self.eventID = eventID
        self.caseID = caseID
        self.actor = actor
        self.kind = kind
        self.at = at
    }

    /// What the sender wrote: a reporter's or verifier's text, then the note.
    var said: String? {
        let words = [actor.role == .department ? nil : text, note].compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    /// What stands for a department that the sender does not know.
    package static let unknownDepartment = "unknown"

    /// The sender by which `eventID` is unique.
    package var cause: Cause {
        switch actor.role {
        case .department: Cause(sender: "department/" + (department ?? ""), id: eventID, hash: hash)
        case .verifier: Cause(sender: "verifier/" + (actor.ref ?? ""), id: eventID, hash: hash)
        case .reporter: Cause(sender: "reporter/" + (actor.ref ?? ""), id: eventID, hash: hash)
        }
    }
}

/// Who gives feedback.
package struct FeedbackActor: Hashable, Sendable {
    package var role: FeedbackRole
    /// An officer's name at a department; the report id of a reporter.
    package var ref: String?

    package init(role: FeedbackRole, ref: String? = nil) {
        self.role = role
        self.ref = ref
    }
}

/// The roles that give feedback.
package enum FeedbackRole: String, CaseIterable, Sendable {
    case department, verifier, reporter
}

/// What is said; each kind belongs to one role.
package enum FeedbackKind: String, CaseIterable, Sendable {
    case accept, start, `return`, resolve, note
    case requestDelay = "request-delay"
    case requestHold = "request-hold"
    case requestWaiver = "request-waiver"
    /// That being late should not count 申诉.
    case appeal
    /// The place is fenced or manned; the repair goes on.
    case madeSafe = "made-safe"
    case pass, fail
    case confirm, dispute, add, rate

    /// The only role that may say it.
    package var role: FeedbackRole {
        switch self {
        case .accept, .start, .return, .resolve, .note, .requestDelay, .requestHold, .requestWaiver, .appeal, .madeSafe:
            .department
        case .pass, .fail: .verifier
        case .confirm, .dispute, .add, .rate: .reporter
        }
    }
}
