import Dispatcher
import Foundation
import HazardCore
import MessageLog
import TestSupport
import Testing

/// One owner at a time: what an older one still tries is refused, and it lets go.
@Suite struct FencingTests {
    @Test func `an older owner's commit is fenced, its file is left as it was, and it lets go`() throws {
        let older = try EmbeddedBench.make(shards: 1)
        try older.start()
        try older.publish(Samples.report("g1-1"), partition: 0)
        #expect(older.waitForConsumed(1))

        let newer = try LaneBench(
            log: older.log, topics: older.topics, shards: 1, storeDirectory: older.storeDirectory + "-newer")
        newer.group = "rival"
        try newer.start { $0.startsFromOldest = true }
        // It reads the report again, for its group has no positions, and knows it.
        #expect(newer.waitForConsumed(1))
        #expect(newer.tally.duplicates == 1)

        try older.publish(Samples.report("g1-2"), partition: 0)
        #expect(older.waitForPhases { $0 == .ended })
        #expect(newer.waitForConsumed(2))
        older.stop()
        newer.stop()

        #expect(older.tally.consumed == 1)
        #expect(older.observer.state.troubles.count == 1)
        #expect(newer.tally.opened == 1)
        let reports = try older.cases().values.flatMap(\.value.reports).map(\.reportID).sorted()
        #expect(reports == ["g1-1", "g1-2"])
        #expect(try stored(older) == ["g1-1"])
        #expect(try stored(newer) == ["g1-1", "g1-2"])
        #expect(try older.tasks().count == 4)
        try StoreAudit(bench: newer).run()
    }

    @Test func `an owner that comes back goes on where the rival left the shard`() throws {
        let older = try EmbeddedBench.make(shards: 1)
        try older.start()
        try older.publish(Samples.report("g1-1"), partition: 0)
        #expect(older.waitForConsumed(1))
        let newer = try LaneBench(
            log: older.log, topics: older.topics, shards: 1, storeDirectory: older.storeDirectory + "-newer")
        newer.group = "rival"
        try newer.start { $0.startsFromOldest = true }
        // Only once the rival has the shard: otherwise the older owner may still take the second report itself.
        #expect(newer.waitForConsumed(1))
        try older.publish(Samples.report("g1-2"), partition: 0)
        #expect(newer.waitForConsumed(2))
        newer.stop()
        older.stop()

        // Its own group has not read the second report: the file learns of it from the changelog, so it is a repeat.
        try older.start()
        #expect(older.waitForConsumed(1))
        older.stop()
        #expect(older.observer.state.tally.duplicates == 1)
        #expect(try older.tasks().count == 4)
        try StoreAudit(bench: older).run()
    }

    @Test(.enabled(if: KafkaBroker.isAvailable, "needs a broker"))
    func `on Kafka an older owner is fenced by the epoch of its transactions`() throws {
        let older = try KafkaBench.make(shards: 1)
        try older.start()
        try older.publish(Samples.report("g1-1"), partition: 0)
        #expect(older.waitForConsumed(1))
        let newer = try KafkaBench.rival(of: older)
        newer.group = "rival"
        try newer.start { $0.startsFromOldest = true }
        #expect(newer.waitForConsumed(1))
        try older.publish(Samples.report("g1-2"), partition: 0)
        #expect(older.waitForPhases { $0 == .ended })
        #expect(newer.waitForConsumed(2))
        older.stop()
        newer.stop()
        #expect(older.tally.consumed == 1)
        #expect(try stored(older) == ["g1-1"])
        #expect(try newer.tasks().count == 4)
        try StoreAudit(bench: newer).run()
    }

    private func stored(_ bench: LaneBench) throws -> [String] {
        try ShardRows(path: bench.storeDirectory + "/shard-0.db").reports().compactMap { $0[1] }.sorted()
    }
}
