import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// `hazard.transfers`: what crosses shards travels where only the dispatcher writes.
@Suite struct TransferTests {
    private static func link(_ id: String, _ one: String, to other: String, shard: Int = 0) -> String {
        #"{"schema_version":1,"command_id":"\#(id)","case_id":"\#(one)","shard":\#(shard),"operator":"shard-0","#
            + #""role":"system","kind":"link","at":"\#(Samples.now)","arguments":{"into":"\#(other)","kind":"related"}}"#
    }

    @Test func `what old versions left on the topic of commands is applied once, and what comes later is refused`()
        throws
    {
        let bench = try EmbeddedBench.make(shards: 1)
        let ids = try leaveOldCommand(on: bench)
        for (start, number) in [(1, 2), (2, 3)] {
            try bench.start()
            #expect(bench.waitForConsumed(start == 1 ? 1 : 0))
            try bench.publish(
                Self.link("s-\(number)", ids[0], to: ids[1]), to: bench.topics.commands, partition: 0)
            #expect(bench.waitForConsumed(start == 1 ? 2 : 1))
            bench.stop()
        }
        #expect(try bench.cases()[ids[0]]?.value.links.map(\.caseID) == [ids[1]])
        #expect(try bench.deadLetters().map(\.headers.reason) == [.notForPeople, .notForPeople])
    }

    /// Two cases, and a shard's command that a version without the topic of transfers wrote. Returns the cases' ids.
    private func leaveOldCommand(on bench: LaneBench) throws -> [String] {
        var topics = bench.topics
        topics.transfers = "old"
        try bench.log.create([TopicDescription(name: "old", partitions: 1)])
        let old = try LaneBench(
            log: bench.log, topics: topics, shards: 1, storeDirectory: bench.storeDirectory, time: bench.time)
        try old.start()
        try old.publish(Samples.report("g1-1"), partition: 0)
        try old.publish(Samples.report("g1-2", category: "M04", text: "井盖破损"), partition: 0)
        #expect(old.waitForConsumed(2))
        old.stop()
        let ids = try old.cases().keys.sorted()
        try #require(ids.count == 2)
        try old.publish(Self.link("s-1", ids[0], to: ids[1]), to: topics.commands, partition: 0)
        try old.deleteFiles()
        return ids
    }

    @Test func `a person's command on the topic of transfers has no effect`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        try bench.start()
        try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        try bench.publish(Samples.command("c-1", case: id, kind: "cancel"), to: bench.topics.transfers, partition: 0)
        #expect(bench.waitForConsumed(2))
        bench.stop()
        #expect(try bench.cases()[id]?.value.state != .cancelled)
        #expect(try bench.deadLetters().map(\.headers.reason) == [.notForPeople])
    }
}
