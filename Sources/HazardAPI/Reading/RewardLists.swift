internal import CaseStore
internal import HTTP
internal import HazardCore
internal import HazardWire
internal import JSONText

/// The ledgers of the programmes: entries, what their accounts have, and what is left in the funds.
struct RewardLists: Sendable {
    let context: APIContext
    let readers: ShardReaders

    static let fields = ["programme", "account", "case", "report", "state"]

    /// `GET /v1/rewards`.
    func list(_ request: HTTPRequest) throws(Problem) -> HTTPResponse {
        var query = QueryFields(request.query, known: Self.fields + ["after", "limit"])
        let filter = filter(&query)
        let limit = query.limit(most: context.limits.page)
        let after = query.text("after")
        try query.finish()
        let found = try readers.readAll { reader throws(StoreFault) in
            try reader.rewards(filter, after: after, limit: limit + 1)
        }
        let page = Page(found.flatMap { $0 }, limit: limit) { $0.id }
        let funds = try readers.readAll { reader throws(StoreFault) in try reader.funds(of: filter.programme) }
        let balances = try balances(of: page.entries)
        let unentered = try notEntered(filter, besides: page.entries)
        return .json(
            JSONWriter.bytes { writer in
                writer.beginObject()
                writer.list("rewards", page.entries) { $1.raw($0.body) }
                writer.list("not_entered", unentered) { write($0.value, $0.reward, to: &$1) }
                writer.list("balances", balances) { write($0, to: &$1) }
                writer.list("funds", funds.flatMap { $0 }) { $1.raw($0) }
                writer.field("next", page.next)
                writer.field("complete", readers.isComplete)
                writer.endObject()
            })
    }

    private func filter(_ query: inout QueryFields) -> RewardFilter {
        var filter = RewardFilter()
        filter.programme = query.text("programme")
        if let programme = filter.programme, context.policy.programmes[programme] == nil {
            query.refuse(
                "programme", "no programme of this id is configured", hint: "send an id of programmes.yaml")
        }
        filter.account = query.text("account")
        filter.caseID = query.text("case")
        if let id = filter.caseID, CaseID(id) == nil {
            query.refuse("case", "expected a case id", hint: "send one such as 20261122-03-000123")
        }
        filter.reportID = query.text("report")
        filter.state = query.named("state")
        return filter
    }

    /// What the accounts of these entries have altogether.
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

    /// What a case withheld by itself, so that no ledger knows of it: from anonymous reporters, and followers without a part.
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

    /// The one case that is asked about.
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

extension JSONWriter {
    fileprivate mutating func list<Element>(
        _ name: StaticString, _ elements: [Element], _ write: (Element, inout JSONWriter) -> Void
    ) {
        key(name)
        beginArray()
        for element in elements { write(element, &self) }
        endArray()
    }
}
