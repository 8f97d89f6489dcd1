import CaseStore
import HazardCore
import MessageLog
import TestSupport
import Testing
import Wording

/// What a commit writes and what a rollback removes.
@Suite struct TransactionTests {
    private let positions = [
        Position(TopicPartition("hazard.cases", 3), next: 42),
        Position(TopicPartition("hazard.reports", 3), next: 7),
    ]

    @Test func `a rollback removes everything, in the tables and in the summary`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        try store.begin()
        var value = SampleCases.plain(1)
        value.tasks[0].shardSequence = 99
        try store.put(value, body: [1, 2, 3], wakeAt: Instant(milliseconds: 5))
        try store.addCount(
            MonthlyCount(month: "2026-11", programme: "p", category: "T02", state: .closed, code: .solved))
        #expect(try store.body(of: value.id) == [1, 2, 3])
        #expect(store.highestShardSequence == 99)
        try store.rollback()
        #expect(try store.body(of: value.id) == nil)
        #expect(try store.knownReport("g1-1") == nil)
        #expect(try store.due(upTo: Instant(milliseconds: .max), limit: 10).isEmpty)
        #expect(try store.nextWake() == nil)
        #expect(store.highestShardSequence == 0)
        #expect(store.latestEventTime == Instant(milliseconds: 0))
        #expect(store.storedRows == StoreRows())
        #expect(try StoreReader(path: place.file(), shard: 3).monthlyCounts(from: "", to: "9").isEmpty)
    }

    @Test func `after a crash the rows and positions belong to the same commit`() throws {
        let place = TemporaryStore()
        do {
            let store = try place.open()
            try store.save([SampleCases.plain(1)], positions: positions)
            try store.begin()
            try store.put(SampleCases.plain(2), body: [2], wakeAt: nil)
            // Released without a commit: what a killed process leaves.
        }
        let store = try place.open()
        #expect(try Set(store.positions()) == Set(positions))
        #expect(try store.body(of: SampleCases.id(1)) == SampleCases.plain(1).sampleBody)
        #expect(try store.body(of: SampleCases.id(2)) == nil)
        #expect(store.storedRows.cases == 1)
    }

    @Test func `positions advance and the shard's time never decreases`() throws {
        let place = TemporaryStore()
        do {
            let store = try place.open()
            try store.begin()
            try store.commit(positions: positions, shardTime: Instant(milliseconds: 5_000))
            try store.begin()
            try store.commit(
                positions: [Position(TopicPartition("hazard.cases", 3), next: 43)],
                shardTime: Instant(milliseconds: 4_000))
            #expect(store.shardTime == Instant(milliseconds: 5_000))
        }
        let store = try place.open()
        #expect(store.shardTime == Instant(milliseconds: 5_000))
        #expect(try store.positions().first { $0.at.topic == "hazard.cases" }?.next == 43)
        #expect(try store.positions().first { $0.at.topic == "hazard.reports" }?.next == 7)
    }

    @Test func `the summary of the shard remains when the cases are removed`() throws {
        let place = TemporaryStore()
        var value = SampleCases.plain(1)
        value.tasks[0].shardSequence = 4711
        do {
            let store = try place.open()
            try store.save([value])
            try store.begin()
            try store.remove(value.id)
            try store.commit(positions: [], shardTime: Instant(milliseconds: 0))
            #expect(try store.body(of: value.id) == nil)
            #expect(try store.knownReport("g1-1") == nil)
            #expect(store.storedRows == StoreRows())
        }
        let store = try place.open()
        #expect(store.highestShardSequence == 4711)
        #expect(store.latestEventTime == value.history[1].at)
    }

    @Test func `writing outside a transaction is refused`() throws {
        let store = try TemporaryStore().open()
        let fault = #expect(throws: StoreFault.self) {
            try store.put(SampleCases.plain(1), body: [1], wakeAt: nil)
        }
        #expect(fault?.kind == .refused(reason: LocalText(zh: "在事务之外写入", en: "written to outside a transaction")))
    }

    @Test func `a case of another shard is refused and not found`() throws {
        let store = try TemporaryStore().open()
        try store.save([SampleCases.plain(1)])
        let stranger = SampleCases.id(1, shard: 4)
        #expect(try store.body(of: stranger) == nil)
        try store.begin()
        let fault = #expect(throws: StoreFault.self) { try store.remove(stranger) }
        #expect(fault?.description.contains("20261122-04-000001 does not belong in shard 3") == true)
    }

    @Test func `a commit copies a large log into the database, and an idle lane truncates it`() throws {
        let place = TemporaryStore()
        let store = try place.open()
        let body = [UInt8](repeating: 7, count: 400_000)
        var sizes: [Int] = []
        for number in 1...60 {
            try store.begin()
            try store.put(SampleCases.plain(number), body: body, wakeAt: nil)
            try store.commit(positions: [], shardTime: Instant(milliseconds: 0))
            sizes.append(store.walBytes)
        }
        #expect(sizes.max() ?? 0 < 18 << 20)
        #expect(sizes.contains { $0 > 16 << 20 })
        #expect(store.walBytes > 4 << 20)
        try store.checkpointWhenIdle()
        #expect(store.walBytes == 0)
        #expect(try store.body(of: SampleCases.id(1)) == body)
    }
}
