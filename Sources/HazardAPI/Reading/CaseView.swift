internal import HazardCore
internal import HazardWire
internal import JSONText

/// A case as a caller may see it: whole, or without the reporters' accounts and conversations.
enum CaseView {
    static func bytes(_ body: [UInt8], for caller: Caller, _ context: APIContext) throws(Problem) -> [UInt8] {
        caller.seesAccounts ? body : withoutAccounts(try StoredCases.decode(body, context), policy: context.policy)
    }

    /// The case for callers that may not see accounts.
    static func withoutAccounts(_ value: Case, policy: Policy) -> [UInt8] {
        let value = reduced(value, policy: policy)
        return JSONWriter.bytes { CaseCodec.encode(value, accounts: false, zone: policy.zone, to: &$0) }
    }

    /// The case without accounts, rewards, conversations and the n-grams of models.
    ///
    /// Ids of rewards are made of accounts, so they would show the same reporter in many cases; so would hashes of
    /// conversations, contents and words. A report of a programme that hides
    /// its sources also loses its place and the hashes of its photos, whatever case it is in.
    static func reduced(_ value: Case, policy: Policy) -> Case {
        var value = value
        value.decision.evidence = value.decision.evidence.map(\.withoutReasons)
        for index in value.reports.indices {
            value.reports[index].contentHash = ""
            value.reports[index].thread = nil
            value.reports[index].textHash = nil
            guard policy.programmes[value.reports[index].programme]?.demands.hideSource == true else { continue }
            value.reports[index].place = nil
            value.reports[index].mediaHashes = []
            value.reports[index].earns = []
        }
        for index in value.history.indices { value.history[index].cause = value.history[index].cause?.withoutHash }
        value.rewards = []
        value.movedRewards = []
        for index in value.history.indices where value.history[index].isAboutReward {
            value.history[index].cause = nil
            value.history[index].detail = nil
            value.history[index].reason = nil
            value.history[index].note = nil
        }
        return value
    }
}

extension Cause {
    /// The cause without a hash; nil when a hash is its id, as for words under the id of another report.
    fileprivate var withoutHash: Cause? {
        if sender == "report", id.hasPrefix("hmac:") || id.hasPrefix("sha256:") { return nil }
        var cause = self
        cause.hash = nil
        return cause
    }
}
