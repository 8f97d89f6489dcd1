/// Feedback as it is sent: its bytes never change.
package struct FeedbackMessage: Hashable, Sendable {
    package let eventID: String
    package let caseID: String
    /// The shard that the case belongs to.
    package let shard: Int
    package let body: [UInt8]

    package init(eventID: String, caseID: String, shard: Int, body: [UInt8]) {
        self.eventID = eventID
        self.caseID = caseID
        self.shard = shard
        self.body = body
    }
}
