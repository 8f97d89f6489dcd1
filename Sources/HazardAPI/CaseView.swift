internal import HazardCore
internal import HazardWire
internal import JSONText

/// A case as a caller may see it: whole, or without the reporters' accounts for those they are not for.
enum CaseView {
    static func bytes(_ body: [UInt8], for caller: Caller, _ context: APIContext) throws(Problem) -> [UInt8] {
        caller.seesAccounts ? body : withoutAccounts(try StoredCases.decode(body, context), zone: context.zone)
    }

    static func withoutAccounts(_ value: Case, zone: ZoneOffset) -> [UInt8] {
        JSONWriter.bytes { CaseCodec.encode(value, accounts: false, zone: zone, to: &$0) }
    }
}
