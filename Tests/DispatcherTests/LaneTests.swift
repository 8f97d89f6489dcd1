import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

@Suite struct LaneTests {
    @Test func `a report becomes a case with a task for every department, and verification closes it`() throws {
        let bench = try EmbeddedBench.make()
        try bench.start()
        try bench.publish(Samples.report("g1-1"), key: "510185")
        #expect(bench.waitForConsumed(1))
        let opened = try #require(try bench.cases().values.first?.value)
        #expect(opened.state == .dispatched)
        #expect(try bench.tasks().map(\.department).sorted() == ["traffic-police", "urban-management"])

        let id = opened.id.text
        for (number, department) in ["traffic-police", "urban-management"].enumerated() {
            for (step, kind) in ["accept", "resolve"].enumerated() {
                try bench.publish(
                    Samples.feedback(
                        "\(number)-\(step)", case: id, department: department, kind: kind,
                        extra: kind == "resolve" ? #","result":"solved""# : ""), to: bench.topics.feedback,
                    partition: opened.id.shard)
            }
        }
        #expect(bench.waitForConsumed(5))
        try bench.publish(
            Samples.command("op-1", case: id, kind: "verify", extra: #","arguments":{"result":"pass"}"#),
            to: bench.topics.commands, partition: opened.id.shard)
        #expect(bench.waitForConsumed(6))
        let closed = try #require(try bench.cases()[id]?.value)
        #expect(closed.state == .closed)
        #expect(closed.closeCode == .solved)
        #expect(bench.observer.state.isConserved)
        bench.stop()
    }

    @Test func `every record is timed from its append to its decision, and its step to the commit`() throws {
        let bench = try EmbeddedBench.make()
        try bench.start()
        for number in 1...5 { try bench.publish(Samples.report("g1-\(number)"), key: "510185") }
        #expect(bench.waitForConsumed(5))
        bench.stop()
        let times = bench.observer.state.times
        #expect(times.reduce(0) { $0 + $1.waits.count } == 5)
        #expect(times.allSatisfy { $0.waits.allSatisfy { $0 >= 0 } && $0.committed > $0.decided })
    }

    @Test func `a record on the wrong partition is forwarded to its home shard and decided there once`() throws {
        let bench = try EmbeddedBench.make()
        try bench.start()
        let home = Samples.home(shards: 2)
        try bench.publish(Samples.report("g1-1"), partition: 1 - home)
        #expect(bench.waitForConsumed(2))
        let tally = bench.observer.state.tally
        #expect(tally.forwarded == 1)
        #expect(tally.opened == 1)
        #expect(try bench.cases().values.first?.value.id.shard == home)
        bench.stop()
    }

    @Test func `the same report again has no effect, the same id with other bytes is a dead letter`() throws {
        let bench = try EmbeddedBench.make()
        try bench.start()
        try bench.publish(Samples.report("g1-1"), key: "510185")
        try bench.publish(Samples.report("g1-1"), key: "510185")
        try bench.publish(Samples.report("g1-1", text: "other"), key: "510185")
        #expect(bench.waitForConsumed(3))
        let tally = bench.observer.state.tally
        #expect(tally.opened == 1)
        #expect(tally.duplicates == 1)
        #expect(tally.deadLetters == 1)
        #expect(try bench.deadLetters().map(\.headers.reason) == [.idReused])
        bench.stop()
    }

    @Test func `a missing queue leaves its task queued and delays no other, and receives the task when it exists`()
        throws
    {
        let bench = try EmbeddedBench.make(without: ["traffic-police"])
        try bench.start()
        try bench.publish(Samples.report("g1-1"), key: "510185")
        try bench.publish(Samples.report("g1-2"), key: "510185")
        #expect(bench.waitForConsumed(2))
        #expect(try bench.tasks().map(\.department) == ["urban-management", "urban-management"])
        #expect(bench.observer.state.refusedQueues.first == "traffic-police")
        let states = try bench.cases().values.flatMap(\.value.tasks).filter { $0.department == "traffic-police" }
        #expect(states.map(\.state) == [.queued, .queued])

        try bench.log.create([TopicDescription(name: bench.topics.dispatch("traffic-police"), partitions: 1)])
        for _ in 0..<100 where try bench.read(bench.topics.dispatch("traffic-police")).count < 2 {
            let steps = bench.observer.state.steps
            bench.time.advance(milliseconds: 60_000)
            #expect(bench.observer.wait { $0.steps > steps })
        }
        let sent = try bench.tasks().filter { $0.department == "traffic-police" }
        #expect(sent.map(\.event) == [.dispatched, .dispatched])
        #expect(Set(try bench.tasks().map(\.shardSequence)).count == 4)
        bench.stop()
    }
}
