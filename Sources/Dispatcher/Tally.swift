/// The outcomes of a step's records. Their sum is the number of records (`Sources/README.md`, end of "A report's
/// life").
package struct Tally: Hashable, Sendable {
    package var consumed = 0
    package var opened = 0
    package var merged = 0
    package var duplicates = 0
    /// Feedback and commands that took effect.
    package var applied = 0
    package var refused = 0
    /// Repeated messages, and messages out of order.
    package var noOps = 0
    package var forwarded = 0
    package var deadLetters = 0
    /// Dead letters with an emergency. Each has a second outcome: opened or merged.
    package var salvaged = 0
    /// Timers that took effect; these are not records.
    package var timers = 0

    package init() {}

    /// Whether every record has exactly one outcome, and each dead letter with an emergency two.
    package var isConserved: Bool {
        consumed + salvaged == opened + merged + duplicates + applied + refused + noOps + forwarded + deadLetters
    }

    package static func += (total: inout Tally, part: Tally) {
        total.consumed += part.consumed
        total.opened += part.opened
        total.merged += part.merged
        total.duplicates += part.duplicates
        total.applied += part.applied
        total.refused += part.refused
        total.noOps += part.noOps
        total.forwarded += part.forwarded
        total.deadLetters += part.deadLetters
        total.salvaged += part.salvaged
        total.timers += part.timers
    }
}
