import CaseStore
import HazardCore
import SQLite
import TestSupport
import Testing

/// The ledger in a shard's file.
@Suite struct LedgerTests {
    private static let start = Instant(milliseconds: 1_795_000_000_000)

    private static func entry(_ number: Int, account: String = "rider", _ edit: (inout RewardEntry) -> Void = { _ in })
        -> RewardEntry
    {
        let rule = RewardRule(id: "clue", kind: .immediate, trigger: .verified, amount: 20, unit: "yuan")
        var entry = RewardEntry(
            entryID: "e-\(number)", programme: "p.one", account: account, caseID: SampleCases.id(number), rule: rule,
            at: start.adding(minutes: Int64(number)))
        entry.reportID = "g1-\(number)"
        entry.receivedAt = entry.at
        edit(&entry)
        return entry
    }

    /// A body in place of the record, which the store does not read.
    private static func body(_ entry: RewardEntry) -> [UInt8] { Array("\(entry.entryID) \(entry.state)".utf8) }

    private func put(_ entries: [RewardEntry], in store: ShardStore) throws {
        for entry in entries {
            try store.put(entry, body: Self.body(entry), wakeAt: entry.wakeAt(retention: .milliseconds(1000)))
        }
    }

    private func saved(_ entries: [RewardEntry], in store: ShardStore) throws {
        try store.begin()
        try put(entries, in: store)
        try store.commit(positions: [], shardTime: Self.start)
    }

    @Test func `a step can read its own entries, and a rollback removes them`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.begin()
        try put([Self.entry(1)], in: store)
        try store.put(
            FundBalance(programme: "p.one", balance: 80, unit: "yuan", at: Self.start), body: [7])
        #expect(try store.reward("e-1", of: "p.one") == Self.body(Self.entry(1)))
        #expect(try store.reward("e-1", of: "p.two") == nil)
        #expect(try store.fund(of: "p.one") == [7])
        try store.rollback()
        #expect(try store.reward("e-1", of: "p.one") == nil)
        #expect(try store.fund(of: "p.one") == nil)
    }

    @Test func `the table refuses a fund below zero`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.begin()
        let debt = FundBalance(programme: "p.one", balance: -1, unit: "yuan", at: Self.start)
        #expect(throws: StoreFault.self) { try store.put(debt, body: [7]) }
        try store.rollback()
    }

    @Test func `an entry outside a transaction is refused`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        #expect(throws: StoreFault.self) { try put([Self.entry(1)], in: store) }
        #expect(throws: StoreFault.self) { try store.removeReward("e-1") }
    }

    @Test func `waiting entries are returned in the order in which they were entered`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let entries = [5, 2, 9, 1].map { Self.entry($0) { $0.state = .waiting } }
        try saved(entries + [Self.entry(3)], in: store)
        let expected = [1, 2, 5, 9].map { Self.body(Self.entry($0) { $0.state = .waiting }) }
        #expect(try store.waitingRewards(of: "p.one", limit: 10) == expected)
        #expect(try store.waitingRewards(of: "p.one", limit: 1) == [expected[0]])
        #expect(try store.waitingRewards(of: "p.two", limit: 1).isEmpty)
    }

    @Test func `an account's entries are found by the time of receipt of their reports`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try saved((1...9).map { Self.entry($0) } + [Self.entry(10, account: "another")], in: store)
        let found = try store.rewards(
            of: "rider", in: "p.one", receivedFrom: Self.start.adding(minutes: 3), to: Self.start.adding(minutes: 5))
        #expect(found == [3, 4, 5].map { Self.body(Self.entry($0)) })
    }

    @Test func `a reward to claim is due after its last day, and not after it was claimed`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let last = Self.start.adding(minutes: 100)
        try saved([Self.entry(1) { $0.claimUntil = last }, Self.entry(2)], in: store)
        #expect(try store.dueRewards(upTo: last, limit: 10).isEmpty)
        #expect(try store.dueRewards(upTo: last.adding(milliseconds: 1), limit: 10).count == 1)
        try saved(
            [
                Self.entry(1) {
                    $0.claimUntil = last
                    $0.claimedAt = last
                }
            ], in: store)
        #expect(try store.dueRewards(upTo: last.adding(milliseconds: 999), limit: 10).isEmpty)
        #expect(try store.dueRewards(upTo: last.adding(milliseconds: 1000), limit: 10).count == 1)
    }

    @Test func `a record that has changed on the disk is found`() throws {
        let place = TemporaryStore()
        var store: ShardStore? = try place.open()
        try saved([Self.entry(1)], in: try #require(store))
        store = nil
        try SQLiteConnection(place.file(), mode: .readWriteCreate).execute("UPDATE rewards SET body = x'00'")
        let again = try place.open()
        let fault = #expect(throws: StoreFault.self) { try again.reward("e-1", of: "p.one") }
        #expect(fault?.canRebuild == true)
    }

    @Test func `an account's balance is the sum of its entries by state, kind and unit`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try saved(
            [
                Self.entry(1) { $0.claimUntil = Self.start },
                Self.entry(2) {
                    $0.claimUntil = Self.start
                    $0.claimedAt = Self.start
                },
                Self.entry(3) { $0.state = .waiting }, Self.entry(4) { $0.state = .withheld },
                Self.entry(5) { $0.state = .void },
                Self.entry(6) {
                    $0.state = .clawedBack
                    $0.claimedAt = Self.start
                },
                Self.entry(7) {
                    $0.state = .clawedBack
                    $0.amount = -20
                    $0.reverses = "e-6"
                },
                Self.entry(8) {
                    $0.kind = .points
                    $0.unit = "points"
                    $0.amount = 3
                }, Self.entry(9, account: "another"),
            ], in: store)
        let reader = try StoreReader(path: place.file(), shard: 3)
        let balances = try reader.balances(of: "rider", in: "p.one")
        #expect(
            balances.map { [$0.granted, $0.toClaim, $0.claimed, $0.waiting, $0.owed] } == [
                [40, 20, 20, 20, 20], [3, 0, 0, 0, 0],
            ])
        #expect(balances.map(\.kind) == [.immediate, .points])
        #expect(balances.map(\.unit) == ["yuan", "points"])
    }

    @Test func `a reader finds entries by every filter, page by page`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try saved((1...9).map { number in Self.entry(number) { if number > 6 { $0.state = .withheld } } }, in: store)
        let reader = try StoreReader(path: place.file(), shard: 3)
        func ids(_ limit: Int = 100, after: String? = nil, _ edit: (inout RewardFilter) -> Void) throws -> [String] {
            var filter = RewardFilter()
            edit(&filter)
            return try reader.rewards(filter, after: after, limit: limit).map(\.id)
        }
        #expect(try ids(4) { _ in } == ["e-1", "e-2", "e-3", "e-4"])
        #expect(try ids(4, after: "e-4") { $0.account = "rider" } == ["e-5", "e-6", "e-7", "e-8"])
        #expect(try ids { $0.state = .withheld } == ["e-7", "e-8", "e-9"])
        #expect(try ids { $0.caseID = SampleCases.id(2).text } == ["e-2"])
        #expect(try ids { $0.reportID = "g1-3" } == ["e-3"])
        #expect(try ids { $0.programme = "p.two" } == [])
    }
}
