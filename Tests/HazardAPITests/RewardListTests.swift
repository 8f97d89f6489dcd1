import Credentials
import HTTP
import HazardAPI
import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing

/// `GET /v1/rewards`.
struct RewardListTests {
    private static let rule = RewardRule(
        id: "valid-clue", kind: .immediate, trigger: .verified, amount: 20, unit: "yuan")

    private static func entry(_ number: Int, shard: Int = 0, account: String = "rider") -> RewardEntry {
        let id = CaseID(date: Town.date, shard: shard, number: number)
        var entry = RewardEntry(
            entryID: RewardEntryID.of(programme: "jianyang.sentinel", caseID: id, account: account, rule: rule.id),
            programme: "jianyang.sentinel", account: account, caseID: id, rule: rule, at: Town.start)
        entry.reportID = "g1-\(shard)-\(number)"
        entry.claimUntil = Town.start.adding(minutes: 1440)
        return entry
    }

    private func keep(_ entries: [RewardEntry], in town: Town) throws {
        var fund = FundBalance(programme: "jianyang.sentinel", balance: 1000, unit: "yuan", at: Town.start)
        fund.balance = 940
        try town.keep(entries, fund, shard: 1)
    }

    @Test func `entries come with the balances of their accounts and of the fund`() throws {
        let town = try Town()
        var waiting = Self.entry(3)
        waiting.state = .waiting
        waiting.reason = "fund-empty"
        var claimed = Self.entry(2)
        claimed.claimedAt = Town.start
        try keep([Self.entry(1), claimed, waiting, Self.entry(4, account: "another")], in: town)
        let answer = try town.get("/v1/rewards?programme=jianyang.sentinel&account=rider").json
        #expect(
            answer["rewards"]?.array?.compactMap { $0["entry_id"]?.string } == [1, 2, 3].map { Self.entry($0).entryID })
        #expect(answer["rewards"]?[2]?["reason"]?.string == "fund-empty")
        let balance = try #require(answer["balances"]?.array?.first)
        #expect(answer["balances"]?.array?.count == 1)
        #expect(["granted", "to_claim", "claimed", "waiting", "owed"].map { balance[$0]?.int } == [40, 20, 20, 20, 0])
        #expect(answer["funds"]?[0]?["balance"]?.int == 940)
        #expect(answer["complete"]?.bool == true)
    }

    @Test func `a case or a report finds its account, with the rewards that the case itself withheld`() throws {
        let town = try Town()
        var value = Town.openCase(1)
        var anonymous = CaseReward(
            entryID: "x", reportID: "g1-0-1", rule: Self.rule, amount: 20, at: Town.start)
        anonymous.state = .withheld
        anonymous.reason = "anonymous"
        value.rewards = [anonymous]
        try town.commit([value])
        try keep([Self.entry(1), Self.entry(2)], in: town)
        for filter in ["case=\(value.id.text)", "report=g1-0-1"] {
            let answer = try town.get("/v1/rewards?" + filter).json
            #expect(answer["rewards"]?.array?.count == 1)
            #expect(answer["rewards"]?[0]?["account"]?.string == "rider")
            #expect(answer["balances"]?[0]?["granted"]?.int == 40)
            #expect(answer["not_entered"]?.array?.compactMap { $0["reason"]?.string } == ["anonymous"])
        }
        #expect(try town.get("/v1/rewards?account=rider").json["not_entered"]?.array?.isEmpty == true)
    }

    @Test func `entries come in pages, and invalid filters are named`() throws {
        let town = try Town()
        try keep((1...5).map { Self.entry($0) }, in: town)
        var seen: [String] = []
        var target = "/v1/rewards?limit=2"
        for _ in 0..<3 {
            let page = try town.get(target).json
            seen += page["rewards"]?.array?.compactMap { $0["entry_id"]?.string } ?? []
            target = "/v1/rewards?limit=2&after=\(page["next"]?.string ?? "none")"
        }
        #expect(seen == (1...5).map { Self.entry($0).entryID })
        let wrong = try town.get("/v1/rewards?programme=no-such&case=7&report=%C2%84&state=lost&unit=yuan")
        #expect(wrong.status == 400)
        #expect(Set(wrong.fields) == ["programme", "case", "report", "state", "unit"])
    }

    @Test func `only operators and supervisors see rewards`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        for role in AccessRole.allCases where role != .department {
            let expected: HTTPStatus = [.operator, .supervisor].contains(role) ? 200 : 403
            #expect(try town.get("/v1/rewards", token: role.rawValue).status == expected, "\(role)")
        }
        #expect(try town.get("/v1/rewards", token: "traffic-police").status == 403)
    }
}
