/// A report as its case stores it: where it came from and what identifies a repeat, but not who sent it.
package struct CaseReport: Hashable, Sendable {
    package var reportID: String
    /// The hash of what the report says, with its kind before it: `hmac:<key id>:…`, or `sha256:…` of the record's value in
    /// cases from before the second edition of the contract.
    package var contentHash: String
    package var source: ReportSource
    package var receivedAt: Instant
    /// When the reporter saw or reported the hazard, for the windows of merging: not after receipt, and at most 30 days
    /// before it. Nil in records written before this field existed.
    package var saidAt: Instant?
    package var role: ReportRole
    /// The keyed hash of programme, platform and reference; nil for anonymous reports.
    package var account: String?
    package var programme: String
    package var channel: Channel
    /// The keyed hash of the conversation that the report came in; nil when the sender names none.
    package var thread: String?
    package var mediaHashes: [String] = []
    /// The keyed hash of its words; nil when they are few.
    package var textHash: String?
    package var place: Location?
    /// The ids of the reward rules that apply to its reporter, decided when the report came.
    package var earns: [String] = []
    /// Whether its reporter may close a small case without a department: a grid member.
    package var mayResolve = false
    /// The id of the report that another reporter sent together with it; both share one reward.
    package var jointWith: String?
    /// The record had faults, and only because it speaks of an emergency does it have a case. The same id sent again
    /// completes it.
    package var isSalvaged = false
    /// What the case knew of its reporter was erased. Only the id is left, so that a repeat has no effect.
    package var isErased = false
    /// The reporter's rating of the outcome, 1 to 5; nil when there is none.
    package var score: Int?

    package init(
        reportID: String, contentHash: String, source: ReportSource, receivedAt: Instant, programme: String,
        channel: Channel
    ) {
        self.reportID = reportID
        self.contentHash = contentHash
        self.source = source
        self.receivedAt = receivedAt
        role = .first
        self.programme = programme
        self.channel = channel
    }
}

extension CaseReport {
    /// The time that windows of merging compare.
    package var mergeTime: Instant { saidAt ?? receivedAt }

    /// The time of a report for the windows of merging (`config/contracts/README.md`, Report).
    package static func saidAt(_ report: Report, receivedAt: Instant) -> Instant {
        let said = min(report.reportedAt, report.occurredAt ?? report.reportedAt)
        return max(receivedAt.adding(.zero - longestDelay), min(said, receivedAt))
    }

    private static let longestDelay = Duration.days(30)
}

/// The coordinates of a report in the log. The command `reveal` reads the report there.
package struct ReportSource: Hashable, Sendable {
    package var topic: String
    package var partition: Int
    package var offset: Int64

    package init(topic: String, partition: Int, offset: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
    }
}

/// The role of a report in its case.
package enum ReportRole: String, CaseIterable, Sendable {
    case first, follower
    case followUp = "follow-up"
}
