import CaseStore
import HazardCore
import TestSupport
import Testing

/// The lane's queries.
@Suite struct LookupTests {
    @Test func `a known report has its case and the hash of its bytes, also inside the open transaction`() throws {
        let store = try TemporaryStore().open()
        try store.begin()
        try store.put(SampleCases.plain(1), body: [1], wakeAt: nil)
        let known = try store.knownReport("g1-1")
        #expect(known?.caseID == SampleCases.id(1))
        #expect(known?.contentHash == "hash of g1-1")
        #expect(try store.knownReport("g1-2") == nil)
    }

    @Test(arguments: [true, false])
    func `a report of two merged cases belongs to the case that was not merged into another`(mergedFirst: Bool) throws {
        let place = TemporaryStore()
        let store = try place.open()
        let merged = SampleCases.plain(1, state: .merged)
        var living = SampleCases.plain(2)
        living.reports += merged.reports
        try store.save(mergedFirst ? [merged, living] : [living, merged])
        #expect(try store.knownReport("g1-1")?.caseID == living.id)
        #expect(try StoreReader(path: place.file(), shard: 3).report("g1-1")?.caseID == living.id.text)
    }

    @Test func `numbers of a day continue beyond six digits, and days are counted separately`() throws {
        let store = try TemporaryStore().open()
        #expect(try store.highestNumber(on: SampleCases.date) == 0)
        try store.save([SampleCases.plain(999_999), SampleCases.plain(1_000_000), SampleCases.plain(12)])
        #expect(try store.highestNumber(on: SampleCases.date) == 1_000_000)
        let next = CivilDate(daysSince1970: SampleCases.date.daysSince1970 + 1)
        #expect(try store.highestNumber(on: next) == 0)
    }

    @Test func `due cases are returned earliest first, then by number, up to the limit`() throws {
        let store = try TemporaryStore().open()
        try store.begin()
        for (number, wake) in [(1, 30), (2, 10), (3, nil), (4, 10), (5, 99), (6, 20)] as [(Int, Int64?)] {
            let value = SampleCases.plain(number)
            try store.put(value, body: [1], wakeAt: wake.map(Instant.init(milliseconds:)))
        }
        let due = try store.due(upTo: Instant(milliseconds: 30), limit: 10)
        #expect(due == [2, 4, 6, 1].map { SampleCases.id($0) })
        #expect(try store.due(upTo: Instant(milliseconds: 30), limit: 2) == [2, 4].map { SampleCases.id($0) })
        #expect(try store.due(upTo: Instant(milliseconds: 9), limit: 10).isEmpty)
        #expect(try store.nextWake() == Instant(milliseconds: 10))
    }

    @Test func `a thousand cases due at once are all returned, a hundred at a time, earliest first`() throws {
        let store = try TemporaryStore().open()
        var random = Dice(5)
        var wakes: [CaseID: Int64] = [:]
        try store.begin()
        for number in 1...1000 {
            let value = SampleCases.plain(number)
            let wake = Int64.random(in: 1...300, using: &random)
            wakes[value.id] = wake
            try store.put(value, body: [1], wakeAt: Instant(milliseconds: wake))
        }
        var reached: [CaseID] = []
        while true {
            let due = try store.due(upTo: Instant(milliseconds: 1_000), limit: 100)
            if due.isEmpty { break }
            #expect(due.count == 100)
            reached += due
            for id in due {
                var value = SampleCases.plain(id.number)
                value.record("escalated", .timer)
                try store.put(value, body: [2], wakeAt: Instant(milliseconds: 2_000))
            }
        }
        #expect(reached == wakes.keys.sorted { (wakes[$0] ?? 0, $0.number) < (wakes[$1] ?? 0, $1.number) })
        #expect(try store.nextWake() == Instant(milliseconds: 2_000))
    }

    @Test func `a removed wake-up time is no longer due`() throws {
        let store = try TemporaryStore().open()
        try store.save([SampleCases.plain(1)], wakeAt: Instant(milliseconds: 5))
        try store.save([SampleCases.plain(1)], wakeAt: nil)
        #expect(try store.nextWake() == nil)
    }

    @Test func `monthly counts add up and remain when the case is removed`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        var count = MonthlyCount(month: "2026-11", programme: "p", category: "T02", state: .closed, code: .solved)
        try store.save([SampleCases.plain(1)])
        for _ in 0..<2 {
            try store.begin()
            try store.addCount(count)
            try store.remove(SampleCases.id(1))
            try store.commit(positions: [], shardTime: Instant(milliseconds: 0))
        }
        count.count = 2
        #expect(try StoreReader(path: place.file(), shard: 3).monthlyCounts(from: "2026-11", to: "2026-12") == [count])
    }
}
