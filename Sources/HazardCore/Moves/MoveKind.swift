/// What is said to a case, or done by the system itself.
package enum MoveKind: Hashable, Sendable {
    case feedback(FeedbackKind)
    case command(CommandKind)
    /// Done by ingest, dispatcher or timer.
    case own(OwnMove)

    /// Its name in messages and tables; no two kinds share one.
    package var word: String {
        switch self {
        case .feedback(let kind): kind.rawValue
        case .command(let kind): kind.rawValue
        case .own(let move): move.rawValue
        }
    }

    /// The kind with that name; nil when there is none.
    package init?(_ word: String) {
        guard let known = MoveKind.byWord[word] else { return nil }
        self = known
    }

    /// Every kind there is.
    package static let all: [MoveKind] =
        FeedbackKind.allCases.map(MoveKind.feedback) + CommandKind.allCases.map(MoveKind.command)
        + OwnMove.allCases.map(MoveKind.own)

    private static let byWord = Dictionary(uniqueKeysWithValues: all.map { ($0.word, $0) })
}

/// What happens to a case without a message.
package enum OwnMove: String, CaseIterable, Sendable {
    /// The first department's queue took its task.
    case dispatched
    /// A share of the limit was used up, or a deadline was passed, or passed by far.
    case reminded, overdue, escalated
    /// A task was not accepted in time.
    case notAccepted = "not-accepted"
    /// The time to make the place safe is over.
    case notSafe = "not-safe"
    /// The end of a hold was reached.
    case resumed
    /// Another report of the same hazard came, or the same reporter said more.
    case follower
    case followUp = "follow-up"
    /// Nobody has checked a resolved case yet.
    case checkDue = "check-due"
    case checkLate = "check-late"
}
