internal import HazardCore
internal import HazardWire
internal import JSONText

/// A case as a caller may see it: whole, or without the reporters' accounts for those they are not for.
enum CaseView {
    static func bytes(_ body: [UInt8], for caller: Caller, _ context: APIContext) throws(Problem) -> [UInt8] {
        caller.seesAccounts ? body : withoutAccounts(try StoredCases.decode(body, context), policy: context.policy)
    }

    /// In a programme that hides its sources, also without what could lead to one: conversations, places, what was sent.
    static func withoutAccounts(_ value: Case, policy: Policy) -> [UInt8] {
        var value = value
        if policy.programmes[value.programme]?.demands.hideSource == true {
            for index in value.reports.indices {
                value.reports[index].threadID = nil
                value.reports[index].place = nil
                value.reports[index].mediaHashes = []
                value.reports[index].textHash = nil
                value.reports[index].earns = []
            }
        }
        return JSONWriter.bytes { CaseCodec.encode(value, accounts: false, zone: policy.zone, to: &$0) }
    }
}
