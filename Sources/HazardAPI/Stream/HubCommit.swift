package import HazardCore

/// What a lane committed, as the API is told of it.
package struct HubCommit: Sendable {
    package var shard: Int
    /// The position on `hazard.cases` after it.
    package var changelogNext: Int64
    package var changes: [HubChange]
    package var answers: [HubAnswer]

    package init(shard: Int, changelogNext: Int64, changes: [HubChange], answers: [HubAnswer]) {
        self.shard = shard
        self.changelogNext = changelogNext
        self.changes = changes
        self.answers = answers
    }
}

/// A case as the commit left it.
package struct HubChange: Sendable {
    package var value: Case
    /// The bytes on `hazard.cases`.
    package var body: [UInt8]

    package init(_ value: Case, body: [UInt8]) {
        self.value = value
        self.body = body
    }
}

/// What became of a message about a case.
package struct HubAnswer: Sendable {
    package var cause: Cause
    package var caseID: CaseID
    package var verdict: CaseVerdict

    package init(cause: Cause, caseID: CaseID, verdict: CaseVerdict) {
        self.cause = cause
        self.caseID = caseID
        self.verdict = verdict
    }
}
