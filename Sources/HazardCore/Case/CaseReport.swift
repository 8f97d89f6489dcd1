/// A report as its case remembers it: where it came from and what makes a repeat recognisable, never who sent it.
package struct CaseReport: Hashable, Sendable {
    package var reportID: String
    /// SHA-256 of the value's bytes, hex.
    package var contentHash: String
    package var source: ReportSource
    package var receivedAt: Instant
    package var role: ReportRole
    /// Keyed hash over programme, platform and reference; nil for anonymous reports.
    package var account: String?
    package var programme: String
    package var channel: Channel
    package var threadID: String?
    package var mediaHashes: [String] = []
    package var textHash: String?
    package var place: Location?
    /// The reward rules of its programme that its reporter may earn, as decided when it came.
    package var earns: [String] = []
    /// Its reporter may say that a small hazard is gone without a department: a grid member.
    package var mayResolve = false
    /// The report that it was sent together with, by another reporter: they share one reward.
    package var jointWith: String?
    /// How content its reporter is with the outcome, 1–5; nil until they say.
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

/// The coordinates of a report in the log: what a reveal reads.
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

/// A report's part in its case.
package enum ReportRole: String, CaseIterable, Sendable {
    case first, follower
    case followUp = "follow-up"
}
