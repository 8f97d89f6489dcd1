import Dispatcher
import Foundation
import HazardCore
import MessageLog
import TestSupport
import Testing

/// A shard has one owner at a time. The writes of an older owner are refused, and it releases the shard.
@Suite struct FencingTests {
    @Test func `an older owner's commit is fenced, its file is unchanged, and it releases the shard`() throws {
        let older = try EmbeddedBench.make(shards: 1)
        try older.start()
        try older.publish(Samples.report("g1-1"), partition: 0)
        #expect(older.waitForConsumed(1))

        let newer = try LaneBench(
            log: older.log, topics: older.topics, shards: 1, storeDirectory: older.storeDirectory + "-newer")
        newer.group = "rival"
        try newer.start { $0.startsFromOldest = true }
        // The newer owner's group has no positions, so it reads the report again and finds its id stored.
        #expect(newer.waitForConsumed(1))
        #expect(newer.tally.duplicates == 1)

        try older.publish(Samples.report("g1-2"), partition: 0)
        #expect(older.waitForPhases { $0 == .ended })
        #expect(newer.waitForConsumed(2))
        older.stop()
        newer.stop()

        #expect(older.tally.consumed == 1)
        #expect(older.observer.state.failures.count == 1)
        #expect(newer.tally.opened == 1)
        let reports = try older.cases().values.flatMap(\.value.reports).map(\.reportID).sorted()
        #expect(reports == ["g1-1", "g1-2"])
        #expect(try stored(older) == ["g1-1"])
        #expect(try stored(newer) == ["g1-1", "g1-2"])
        #expect(try older.tasks().count == 4)
        try StoreAudit(bench: newer).run()
    }

    @Test func `an owner that comes back continues where the rival left the shard`() throws {
        let older = try EmbeddedBench.make(shards: 1)
        try older.start()
        try older.publish(Samples.report("g1-1"), partition: 0)
        #expect(older.waitForConsumed(1))
        let newer = try LaneBench(
            log: older.log, topics: older.topics, shards: 1, storeDirectory: older.storeDirectory + "-newer")
        newer.group = "rival"
        try newer.start { $0.startsFromOldest = true }
        // The second report is published after the rival has the shard. Otherwise the older owner may consume it.
        #expect(newer.waitForConsumed(1))
        try older.publish(Samples.report("g1-2"), partition: 0)
        #expect(newer.waitForConsumed(2))
        newer.stop()
        older.stop()

        // The older owner's own group has not read the second report. Its file gets it from the changelog, so it counts
        // as a duplicate.
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
