internal import CaseStore
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText
internal import Wording

/// Lists the ledgers of the programmes: entries, balances of their accounts, and balances of the funds.
struct RewardLists: Sendable {
    let context: APIContext
    let readers: ShardReaders

    /// `GET /v1/rewards`.
    func list(_ request: RoutedRequest) throws(Problem) -> HTTPResponse {
        var query = request.query
        let filter = filter(&query)
        let limit = query.limit(most: context.limits.page)
        let after = query.text("after")
        try query.finish()
        let found = try readers.readAll { reader throws(StoreFault) in
            try reader.rewards(filter, after: after, limit: limit + 1)
        }
        let page = Page(sorted: found.flatMap { $0 }.sorted { $0.id < $1.id }, limit: limit) { $0.id }
        let funds = try readers.readAll { reader throws(StoreFault) in try reader.funds(of: filter.programme) }
        let balances = try balances(of: page.entries)
        let unentered = try notEntered(filter, besides: page.entries)
        // An entry's id begins with the number of its case.
        let cases = page.entries.map { $0.id.split(separator: "-").prefix(3).joined(separator: "-") }
        request.reads.note(cases: cases + unentered.map(\.value.id.text))
        for account in Set(page.entries.map(\.account)).sorted() { request.reads.note(account: account) }
        return .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                writer.array("rewards", page.entries) { $0.raw($1.body) }
                writer.array("not_entered", unentered) { write($1.value, $1.reward, to: &$0) }
                writer.array("balances", balances) { write($1, to: &$0) }
                writer.array("funds", funds.flatMap { $0 }) { $0.raw($1) }
                writer.field("next", page.next)
                writer.field("complete", readers.isComplete)
                writer.endObject()
            })
    }

    private func filter(_ query: inout QueryFields) -> RewardFilter {
        var filter = RewardFilter()
        filter.programme = query.programme(context.policy)
        filter.account = query.text("account")
        filter.caseID =
            query.caseID(
                "case", hint: LocalText(zh: "如 20261122-03-000123", en: "send one such as 20261122-03-000123")
            )?.text
        filter.reportID = query.reportID("report")
        filter.state = query.named("state")
        return filter
    }

    /// The balances of the accounts of these entries.
    private func balances(of entries: [StoredReward]) throws(Problem) -> [RewardBalance] {
        var seen: Set<[String]> = []
        var balances: [RewardBalance] = []
        for entry in entries where seen.insert([entry.programme, entry.account]).inserted {
            let found = try readers.readAll { reader throws(StoreFault) in
                try reader.balances(of: entry.account, in: entry.programme)
            }
            balances += found.flatMap { $0 }
        }
        return balances
    }

    /// Rewards that the case itself withheld, so that no ledger has them: from anonymous reporters, and from followers
    /// without a share.
    private func notEntered(
        _ filter: RewardFilter, besides entries: [StoredReward]
    ) throws(Problem) -> [(value: Case, reward: CaseReward)] {
        guard let id = try caseID(filter),
            let body = try readers.read(
                id.shard,
                { reader throws(StoreFault) in
                    try reader.body(of: id)
                }) ?? nil
        else { return [] }
        let value = try StoredCases.decode(body, context)
        let entered = Set(entries.map(\.id))
        return value.rewards.filter { reward in
            reward.state == .withheld && !entered.contains(reward.entryID)
                && filter.account == nil && (filter.state ?? .withheld) == .withheld
                && filter.reportID.map { $0 == reward.reportID } ?? true
        }.map { (value, $0) }
    }

    /// The one case that the filter names, by its id or by a report.
    private func caseID(_ filter: RewardFilter) throws(Problem) -> CaseID? {
        if let text = filter.caseID { return CaseID(text) }
        guard let report = filter.reportID else { return nil }
        let found = try readers.readAll { reader throws(StoreFault) in try reader.report(report) }
        return found.compactMap(\.self).first.flatMap { CaseID($0.caseID) }
    }

    private func write(_ value: Case, _ reward: CaseReward, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("case_id", value.id.text)
        writer.field("report_id", reward.reportID)
        writer.field("programme", value.reports.first { $0.reportID == reward.reportID }?.programme)
        writer.field("rule", reward.rule)
        writer.field("kind", reward.kind.rawValue)
        writer.field("amount", reward.amount)
        writer.field("unit", reward.unit)
        writer.field("state", RewardState.withheld.rawValue)
        writer.field("reason", reward.reason)
        writer.field("at", TimeText.text(reward.at, context.zone))
        writer.endObject()
    }

    private func write(_ balance: RewardBalance, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("programme", balance.programme)
        writer.field("account", balance.account)
        writer.field("kind", balance.kind.rawValue)
        writer.field("unit", balance.unit)
        writer.field("granted", balance.granted)
        writer.field("to_claim", balance.toClaim)
        writer.field("claimed", balance.claimed)
        writer.field("waiting", balance.waiting)
        writer.field("owed", balance.owed)
        writer.endObject()
    }
}
