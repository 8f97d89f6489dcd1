internal import ChineseText
internal import HazardCore

/// The arguments of a command about a reward, as they come in.
struct RewardFields {
    var entryID: String?
    var programme: String?
    var account: String?
    var reportID: String?
    var rule: String?
    var amount: Int?
    var unit: String?
    var state: RewardState?
    var reason: String?
    var place: String?
    var receivedAt: Instant?
    var claimUntil: Instant?
    var claimedAt: Instant?
    var version: Int?
    var isByHand = false

    var maskedReason: String? { reason.map(Masking.masked) }

    /// What a case asks of the ledger; nil when something is missing, or the amount is not more than zero.
    func request(_ kind: String?, _ category: String?, caseID: CaseID) -> RewardRequest? {
        guard let entryID, let programme, let account, let rule, let kind = kind.flatMap(RewardKind.init), let amount,
            amount > 0, let unit
        else { return nil }
        var request = RewardRequest(
            caseID: caseID, entryID: entryID, programme: programme, account: account, rule: rule,
            worth: RewardWorth(kind: kind, amount: amount, unit: Masking.masked(unit)))
        request.reportID = reportID
        request.category = category
        request.place = place.map(Masking.masked)
        request.receivedAt = receivedAt
        request.reason = maskedReason
        request.isByHand = isByHand
        return request
    }

    /// What the ledger answers; nil when something is missing.
    var answer: LedgerAnswer? {
        guard let entryID, let state else { return nil }
        var answer = LedgerAnswer(entryID: entryID, state: state)
        answer.reason = maskedReason
        answer.amount = amount
        answer.unit = unit.map(Masking.masked)
        answer.claimUntil = claimUntil
        answer.claimedAt = claimedAt
        answer.version = version
        return answer
    }
}
