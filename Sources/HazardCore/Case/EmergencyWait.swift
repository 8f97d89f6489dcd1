/// The limit within which a person must act on an emergency that waits in triage (`config/contracts/README.md`,
/// Emergencies).
package struct EmergencyWait: Hashable, Sendable {
    /// When the case began to wait.
    package var since: Instant
    /// When the machine acts if no person has.
    package var limitAt: Instant
    /// Whether the limit has passed and a supervisor was asked, because the machine does not page for this case.
    package var isEscalated = false

    package init(since: Instant, limitAt: Instant) {
        self.since = since
        self.limitAt = limitAt
    }

    /// Whether the limit has passed, or the case began to wait in the future, because a clock was wrong then.
    package func isOver(at now: Instant) -> Bool { limitAt <= now || since > now.adding(Self.clockTolerance) }

    /// By how much clocks may differ.
    package static let clockTolerance = Duration.minutes(2)

    /// The limit when the configuration names none: `emergency.triage_limit`.
    package static let usualLimit = Duration.minutes(3)
}

/// Whether departments were paged for an emergency.
package enum CasePaging: Hashable, Sendable {
    case paged
    /// The machine pages when no person acts before this instant.
    case waits(until: Instant)
    /// The words are doubtful, so the machine pages nobody.
    case doubtful
    /// No department is left to page.
    case nobodyLeft

    /// `wait` is the limit of a case that waits in triage; nil for one that does not.
    package init(wait: EmergencyWait?, isDoubtful: Bool) {
        guard let wait else {
            self = .paged
            return
        }
        if isDoubtful {
            self = .doubtful
        } else {
            self = wait.isEscalated ? .nobodyLeft : .waits(until: wait.limitAt)
        }
    }
}

extension Case {
    /// Nil when the case is no open emergency.
    package var paging: CasePaging? {
        guard priority == .p0, !state.isEnded else { return nil }
        return CasePaging(wait: emergency, isDoubtful: decision.isDoubtful)
    }
}

/// An emergency number that a reporter was told.
package struct ToldNumber: Hashable, Sendable {
    package var reportID: String
    /// The most important number first.
    package var numbers: [String]
    package var at: Instant

    package init(reportID: String, numbers: [String], at: Instant) {
        self.reportID = reportID
        self.numbers = numbers
        self.at = at
    }
}
