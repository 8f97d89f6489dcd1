import HazardCore
import TestSupport
import Testing

/// Tests that the fund is never negative and that entries wait for it in order.
@Suite struct RewardFundTests {
    /// A ledger in memory, with the operations of the lane.
    struct Book {
        var policy: Policy
        var entries: [String: RewardEntry] = [:]
        var fund: FundBalance?
        private var moment = RewardLedgerTests.now

        init(_ policy: Policy) { self.policy = policy }

        private var ledger: RewardLedger { RewardLedger(policy: policy) }

        var waiting: [RewardEntry] { entries.values.filter { $0.state == .waiting }.sorted(by: RewardLedger.isEarlier) }

        mutating func tick() -> Instant {
            moment = moment.adding(minutes: 1)
            return moment
        }

        mutating func take(_ change: LedgerChange?) {
            guard let change else { return }
            for entry in change.entries { entries[entry.entryID] = entry }
            if let fund = change.fund { self.fund = fund }
            guard change.movesQueue, let fund else { return }
            #expect(fund.balance >= 0)
            let paid = ledger.release(waiting, from: fund, at: tick())
            if !paid.entries.isEmpty { take(paid) }
        }

        mutating func grant(_ number: Int, _ amount: Int? = nil, byHand: Bool = false) throws {
            var facts = LedgerFacts()
            facts.existing = entries["e-\(number)"]
            facts.fund = fund
            facts.isQueued = !waiting.isEmpty
            take(
                ledger.grant(
                    try RewardLedgerTests.request(policy, case: number) {
                        $0.place = nil
                        if let amount { $0.amount = amount }
                        $0.isByHand = byHand
                    }, by: "c-\(number)", over: facts, at: tick()))
        }

        mutating func clawBack(_ number: Int) {
            guard let entry = entries["e-\(number)"] else { return }
            take(ledger.clawBack(entry, reason: "false", fund: fund, at: tick()))
        }

        mutating func claim(_ number: Int) {
            guard let entry = entries["e-\(number)"] else { return }
            take(ledger.claim(entry, at: tick()))
        }

        mutating func expire(_ number: Int) throws {
            let late = moment.adding(minutes: 365 * 1440)
            take(ledger.expire(try #require(entries["e-\(number)"]), fund: fund, at: late))
        }

        mutating func topUp() { take(change(ledger.fund(of: "jianyang.sentinel", stored: fund, at: tick()))) }

        private func change(_ fund: FundBalance?) -> LedgerChange? {
            guard let fund, fund != self.fund else { return nil }
            return ledger.release([], from: fund, at: moment).with(fund)
        }

        var states: [String] { entries.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.state.rawValue)" } }

        /// Whether the paid-in amount equals the balance plus what was paid out.
        var isBalanced: Bool {
            let out = entries.values.filter { $0.state == .granted || $0.state == .clawedBack && $0.claimedAt != nil }
            return fund.map { $0.opening == $0.balance + out.reduce(0) { $0 + $1.amount } } ?? out.isEmpty
        }
    }

    @Test func `with an empty fund entries wait, and are paid in order when money comes back`() throws {
        var book = Book(RewardCity.funded(200, opening: 500))
        for number in 1...4 { try book.grant(number) }
        #expect(book.states == ["e-1 granted", "e-2 granted", "e-3 waiting", "e-4 waiting"])
        #expect(book.fund?.balance == 100)
        #expect(book.entries["e-3"]?.reason == "fund-empty")
        #expect(book.entries["e-3"]?.claimUntil == nil)
        book.clawBack(1)
        #expect(
            book.states == [
                "e-1 clawed-back", "e-1-reversal clawed-back", "e-2 granted", "e-3 granted", "e-4 waiting",
            ])
        #expect(book.entries["e-1-reversal"]?.amount == -200)
        #expect(book.entries["e-1-reversal"]?.reverses == "e-1")
        #expect(book.entries["e-3"]?.claimUntil != nil)
        #expect(book.isBalanced)
    }

    @Test func `taking back a waiting entry pays the next ones`() throws {
        var book = Book(RewardCity.funded(200, opening: 300))
        try book.grant(1, 200)
        try book.grant(2, 200)
        try book.grant(3, 100)
        #expect(book.states == ["e-1 granted", "e-2 waiting", "e-3 waiting"])
        book.clawBack(2)
        #expect(book.states == ["e-1 granted", "e-2 clawed-back", "e-3 granted"])
        #expect(book.fund?.balance == 0)
        #expect(book.isBalanced)
    }

    @Test func `an entry revived by hand goes to the end of the queue`() throws {
        var book = Book(RewardCity.funded(200, opening: 200))
        try book.grant(1)
        try book.expire(1)
        #expect(book.entries["e-1"]?.state == .void)
        for number in 2...3 { try book.grant(number) }
        try book.grant(1, byHand: true)
        #expect(book.states == ["e-1 waiting", "e-2 granted", "e-3 waiting"])
        #expect(book.waiting.map(\.entryID) == ["e-3", "e-1"])
        book.clawBack(2)
        #expect(book.states.contains("e-3 granted"))
        #expect(book.states.contains("e-1 waiting"))
    }

    @Test func `an entry revived without the fund returns nothing to it`() throws {
        var book = Book(RewardCity.funded(200, opening: 200))
        try book.grant(1)
        try book.expire(1)
        #expect(book.fund?.balance == 200)
        var rule = RewardRule(id: "put-out", kind: .immediate, trigger: .verified, amount: 200, unit: "yuan")
        rule.terms.fromFund = false
        book.policy = RewardCity.policy([rule]) { $0.fund = RewardFund(name: "fund", opening: 200, unit: "yuan") }
        try book.grant(1, byHand: true)
        #expect(book.entries["e-1"]?.state == .granted)
        book.clawBack(1)
        #expect(book.entries["e-1"]?.state == .clawedBack)
        #expect(book.fund?.balance == 200)
    }

    @Test func `taking back a waiting entry moves no money, also when repeated`() throws {
        var book = Book(RewardCity.funded(200, opening: 200))
        for number in 1...2 { try book.grant(number) }
        book.clawBack(2)
        book.clawBack(2)
        #expect(book.states == ["e-1 granted", "e-2 clawed-back"])
        #expect(book.fund?.balance == 0)
        book.clawBack(1)
        book.clawBack(1)
        #expect(book.fund?.balance == 200)
    }

    @Test func `claimed money does not return to the fund`() throws {
        var book = Book(RewardCity.funded(200, opening: 200))
        try book.grant(1)
        book.claim(1)
        book.clawBack(1)
        #expect(book.fund?.balance == 0)
        #expect(book.entries["e-1"]?.state == .clawedBack)
        #expect(book.entries["e-1"]?.claimedAt != nil)
        #expect(book.isBalanced)
    }

    @Test func `raising the opening balance adds the difference, lowering it changes nothing`() throws {
        var book = Book(RewardCity.funded(200, opening: 200))
        for number in 1...3 { try book.grant(number) }
        book.policy = RewardCity.funded(200, opening: 100)
        book.topUp()
        #expect(book.fund?.balance == 0)
        book.policy = RewardCity.funded(200, opening: 450)
        book.topUp()
        book.topUp()
        #expect(book.states == ["e-1 granted", "e-2 granted", "e-3 waiting"])
        #expect(book.fund?.balance == 50)
        #expect(book.fund?.opening == 450)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func `the sums are right after any order of operations`(seed: UInt64)
        throws
    {
        var random = Steps(state: seed)
        var book = Book(RewardCity.funded(30, opening: 100))
        var opening = 100
        for _ in 0..<600 {
            let number = Int(random.next() % 200) + 1
            switch random.next() % 6 {
            case 0, 1, 2: try book.grant(number)
            case 3: book.clawBack(number)
            case 4: book.claim(number)
            default:
                opening += Int(random.next() % 20)
                book.policy = RewardCity.funded(30, opening: opening)
                book.topUp()
            }
            try #require(book.isBalanced)
            // No entry waits while the balance is enough for the first one.
            try #require(book.waiting.isEmpty || (book.fund?.balance ?? 0) < 30)
        }
        #expect(Set(book.entries.values.map(\.state)).isSuperset(of: [.granted, .clawedBack]))
    }

    /// Seeded random numbers: SplitMix64 (Steele, Lea and Flood).
    private struct Steps {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}

extension LedgerChange {
    fileprivate func with(_ fund: FundBalance) -> LedgerChange {
        var change = self
        change.fund = fund
        change.movesQueue = true
        return change
    }
}
