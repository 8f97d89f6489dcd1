/// What a `grant`, a `claim`, a `claw-back` or a `reward-settled` is about; which needs which is checked when it is decoded.
package struct RewardArguments: Hashable, Sendable {
    package var entryID: String?
    package var programme: String?
    package var account: String?
    package var reportID: String?
    package var rule: String?
    package var kind: RewardKind?
    package var amount: Int?
    package var unit: String?
    package var state: RewardState?
    /// Of the case that earned it, for the cool-down: its category's code and where it is.
    package var category: String?
    package var place: String?
    package var reason: String?
    /// When the report came, for the cap of its day.
    package var receivedAt: Instant?
    /// Of a settled reward: until when it must be fetched, and when it was.
    package var claimUntil: Instant?
    package var claimedAt: Instant?
    /// Of a settled reward: the version of its entry, for answers that went through several cases.
    package var version: Int?
    /// A supervisor grants it, whatever cap and cool-down say.
    package var isByHand = false

    package init() {}
}
