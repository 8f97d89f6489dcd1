import HazardCore
import TestSupport
import Testing

/// Tests the rules of a programme's ledger (`DOMAIN.md` §7).
@Suite struct RewardLedgerTests {
    static let now = TestCity.start

    /// A grant by the first rule of the policy.
    static func request(
        _ policy: Policy, case number: Int = 1, received: Instant = now,
        _ edit: (inout RewardRequest) -> Void = { _ in }
    ) throws -> RewardRequest {
        let rule = try #require(policy.programmes["jianyang.sentinel"]?.incentive.rewards.first)
        var request = RewardRequest(
            caseID: TestCity.number(number), entryID: "e-\(number)", programme: "jianyang.sentinel", account: "rider",
            rule: rule.id, worth: RewardWorth(kind: rule.kind, amount: rule.amount, unit: rule.unit))
        request.reportID = "g1-\(number)"
        request.category = "T02"
        request.place = "30.400000,104.500000"
        request.receivedAt = received
        edit(&request)
        return request
    }

    /// The entry after a grant to an empty ledger.
    static func granted(
        _ policy: Policy, case number: Int, received: Instant = now, _ edit: (inout RewardRequest) -> Void = { _ in }
    ) throws -> RewardEntry {
        let request = try request(policy, case: number, received: received, edit)
        return try #require(
            RewardLedger(policy: policy).grant(request, by: "c-1", over: LedgerFacts(), at: now).entries.first)
    }

    @Test func `a repeated grant returns the existing entry`() throws {
        let policy = RewardCity.policy()
        var facts = LedgerFacts()
        facts.existing = try Self.granted(policy, case: 1)
        let again = RewardLedger(policy: policy).grant(try Self.request(policy), by: "c-1", over: facts, at: Self.now)
        #expect(again.isRepeat)
        #expect(again.entries == [facts.existing].compactMap(\.self))
    }

    @Test(arguments: [
        (RewardKind.points, false), (.yearEnd, false), (.immediate, true), (.inKind, true), (.relief, true),
    ])
    func `rewards that must be claimed expire, credits do not`(_ kind: RewardKind, _ isFetched: Bool) throws {
        let policy = RewardCity.policy([RewardRule(id: "r", kind: kind, trigger: .verified, amount: 3, unit: "x")]) {
            $0.claimDays = 7
        }
        let entry = try Self.granted(policy, case: 1)
        #expect(entry.state == .granted)
        #expect(entry.claimUntil == (isFetched ? Self.now.adding(minutes: 7 * 1440) : nil))
    }

    @Test func `the cap counts cases of one local day`() throws {
        let policy = RewardCity.policy { $0.dailyCap = 2 }
        let morning = Instant(milliseconds: 1_795_046_400_000)  // 2026-11-19 08:00 in China
        func entry(_ number: Int, _ at: Instant) throws -> RewardEntry {
            try Self.granted(policy, case: number, received: at) { $0.place = nil }
        }
        var facts = LedgerFacts()
        facts.others = [try entry(1, morning), try entry(2, morning)]
        func state(_ number: Int, _ at: Instant) throws -> String? {
            let request = try Self.request(policy, case: number, received: at) { $0.place = nil }
            let entry = RewardLedger(policy: policy).grant(request, by: "c-1", over: facts, at: Self.now).entries.first
            return entry.map { $0.reason ?? $0.state.rawValue }
        }
        #expect(try state(3, morning.adding(minutes: 15 * 60)) == "daily-cap")
        #expect(try state(3, morning.adding(minutes: 16 * 60)) == "granted")
        #expect(try state(3, morning.adding(minutes: -9 * 60)) == "granted")
        // A second reward for a report that counts already.
        #expect(try state(2, morning) == "granted")
        facts.others[0].state = .withheld
        #expect(try state(3, morning) == "granted")
    }

    @Test(
        arguments: [
            // Within 50 m, within the days, the same category.
            ("30.400300,104.500000", "T02", 29, "cool-down"), ("30.400300,104.500000", "T02", -29, "cool-down"),
            ("30.400600,104.500000", "T02", 29, "granted"), ("30.400000,104.500600", "T02", 1, "granted"),
            ("30.400000,104.500400", "T02", 1, "cool-down"), ("30.400000,104.500000", "E01", 1, "granted"),
            ("30.400000,104.500000", "T02", 30, "granted"), (nil, "T02", 1, "granted"), ("沱江一号桥", "T02", 1, "granted"),
        ] as [(String?, String, Int64, String)])
    func `one place and category is rewarded once within the cool-down`(
        _ place: String?, _ category: String, _ days: Int64, _ outcome: String
    ) throws {
        let policy = RewardCity.policy()
        var facts = LedgerFacts()
        facts.others = [try Self.granted(policy, case: 1)]
        let request = try Self.request(policy, case: 2, received: Self.now.adding(minutes: days * 1440)) {
            $0.place = place
            $0.category = category
        }
        let entry = RewardLedger(policy: policy).grant(request, by: "c-1", over: facts, at: Self.now).entries.first
        #expect(entry.map { $0.reason ?? $0.state.rawValue } == outcome)
    }

    @Test func `a report that moved to another case is not rewarded again`() throws {
        let policy = RewardCity.policy()
        var facts = LedgerFacts()
        facts.others = [try Self.granted(policy, case: 1)]
        let request = try Self.request(policy, case: 2, received: Self.now) {
            $0.reportID = "g1-1"
            $0.place = nil
            $0.isByHand = true
        }
        let entry = RewardLedger(policy: policy).grant(request, by: "c-1", over: facts, at: Self.now).entries.first
        #expect(entry?.reason == "rewarded-already")
    }

    @Test func `a supervisor's grant ignores the cool-down and revives an entry once for each command`()
        throws
    {
        let policy = RewardCity.policy()
        let ledger = RewardLedger(policy: policy)
        var facts = LedgerFacts()
        facts.others = [try Self.granted(policy, case: 1)]
        facts.existing =
            ledger.grant(try Self.request(policy, case: 2), by: "c-1", over: facts, at: Self.now).entries.first
        #expect(facts.existing?.reason == "cool-down")
        let byHand = try Self.request(policy, case: 2) {
            $0.isByHand = true
            $0.amount = 4
        }
        let change = ledger.grant(byHand, by: "c-1", over: facts, at: Self.now)
        #expect(change.entries.first?.state == .granted)
        #expect(change.entries.first?.amount == 4)
        #expect(change.entries.first?.version == 2)
        facts.existing = change.entries.first
        facts.existing?.state = .void
        #expect(ledger.grant(byHand, by: "c-1", over: facts, at: Self.now).isRepeat)
        facts.existing?.state = .clawedBack

        #expect(ledger.grant(byHand, by: "c-again", over: facts, at: Self.now).isRepeat)
        facts.existing?.state = .void
        #expect(ledger.grant(byHand, by: "c-again", over: facts, at: Self.now).entries.first?.state == .granted)
    }

    @Test func `a rule that is not configured any more is withheld`() throws {
        let request = try Self.request(RewardCity.policy()) { $0.rule = "gone" }
        let change = RewardLedger(policy: RewardCity.policy()).grant(
            request, by: "c-1", over: LedgerFacts(), at: Self.now)
        #expect(change.entries.first?.reason == "rule-not-configured")
    }

    @Test func `a claimed or credited reward never becomes void`() throws {
        let policy = RewardCity.funded()
        let ledger = RewardLedger(policy: policy)
        let entry = try Self.granted(policy, case: 1)
        let last = try #require(entry.claimUntil)
        #expect(ledger.expire(entry, fund: nil, at: last) == nil)
        #expect(ledger.expire(entry, fund: nil, at: last.adding(milliseconds: 1))?.entries.first?.state == .void)
        let claimed = try #require(ledger.claim(entry, at: last)?.entries.first)
        #expect(claimed.claimedAt == last)
        #expect(ledger.claim(claimed, at: last)?.isRepeat == true)
        #expect(ledger.claim(entry, at: last.adding(milliseconds: 1)) == nil)
        #expect(ledger.expire(claimed, fund: nil, at: last.adding(minutes: 1)) == nil)
        let points = try Self.granted(RewardCity.policy(), case: 1)
        #expect(ledger.claim(points, at: Self.now) == nil)
        #expect(points.wakeAt(retention: .milliseconds(1000)) == nil)
        #expect(claimed.wakeAt(retention: .milliseconds(1000)) == last.adding(milliseconds: 1000))
    }
}
