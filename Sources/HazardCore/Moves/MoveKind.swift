/// The kinds of moves: feedback, commands, and moves of the system itself.
package enum MoveKind: Hashable, Sendable {
    case feedback(FeedbackKind)
    case command(CommandKind)
    /// A move of ingest, dispatcher or timer.
    case own(OwnMove)

    /// The name of the kind in messages and tables; it is unique.
    package var word: String {
        switch self {
        case .feedback(let kind): kind.rawValue
        case .command(let kind): kind.rawValue
        case .own(let move): move.rawValue
        }
    }

    /// The kind with this name; nil when there is none.
    package init?(_ word: String) {
        guard let known = MoveKind.byWord[word] else { return nil }
        self = known
    }

    /// Every kind.
    package static let all: [MoveKind] =
        FeedbackKind.allCases.map(MoveKind.feedback) + CommandKind.allCases.map(MoveKind.command)
        + OwnMove.allCases.map(MoveKind.own)

    private static let byWord = Dictionary(uniqueKeysWithValues: all.map { ($0.word, $0) })
}

/// Moves without a message.
package enum OwnMove: String, CaseIterable, Sendable {
    /// The first department's queue took its task.
    case dispatched
    /// An escalation level was reached: 80 % of the limit, the deadline, one or two limits later.
    case reminded, overdue, escalated
    /// A task was not accepted in time.
    case notAccepted = "not-accepted"
    /// The machine paged departments for an emergency that no person had touched in triage.
    case pagedUnattended = "paged-unattended"
    /// The place was not made safe in time.
    case notSafe = "not-safe"
    /// A hold ended.
    case resumed
    /// A report joined the case: of another reporter, or more from the same one.
    case follower
    case followUp = "follow-up"
    /// A report whose record had faults was sent again without them.
    case completed
    /// A report with the id of one that the case has says other things, and speaks of an emergency.
    case emergencySaid = "emergency-said"
    /// The deadlines were counted again when the calendar of their year came.
    case recounted
    /// A department has another id.
    case renamed
    /// A resolved case was not checked in time.
    case checkDue = "check-due"
    case checkLate = "check-late"
}
