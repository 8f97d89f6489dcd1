package import HazardCore

/// A case after a commit, with its encoded bytes.
package struct CaseChange: Sendable {
    package var value: Case
    /// The value of the case's record on `hazard.cases`.
    package var body: [UInt8]

    package init(_ value: Case, body: [UInt8]) {
        self.value = value
        self.body = body
    }
}

/// The decision of a lane about one message.
package struct MessageOutcome: Sendable {
    /// The sender and id of the message.
    package var cause: Cause
    package var caseID: CaseID
    package var verdict: CaseVerdict

    package init(cause: Cause, caseID: CaseID, verdict: CaseVerdict) {
        self.cause = cause
        self.caseID = caseID
        self.verdict = verdict
    }
}
