import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// An unavailable queue delays no other. It is tried again after growing pauses and then receives every record.
@Suite struct QueueTests {
    @Test(arguments: [["bike-operator"], ["bike-operator", "subdistrict"]])
    func `each unavailable queue costs a step one attempt, and the others receive every record`(_ missing: [String])
        throws
    {
        let bench = try EmbeddedBench.make(shards: 1, without: Set(missing))
        try bench.start()
        _ = try bench.log.append(
            (0..<10).map {
                NewRecord(
                    topic: bench.topics.reports, partition: 0, key: nil,
                    value: Array(Samples.report("g1-\($0)", category: "T03").utf8))
            })
        #expect(bench.waitForConsumed(10))
        bench.stop()
        #expect(bench.observer.state.refusedQueues.sorted() == missing)
        let sent = try bench.tasks().map(\.department)
        let others = ["bike-operator", "subdistrict", "urban-management"].filter { !missing.contains($0) }
        #expect(sent.sorted() == others.flatMap { Array(repeating: $0, count: 10) })
        for (value, _) in try bench.cases().values {
            #expect(value.state == .dispatched)
            for task in value.tasks {
                #expect(task.state == (missing.contains(task.department) ? .queued : .sent))
            }
        }
        try StoreAudit(bench: bench).run()
    }

    @Test
    func `an unavailable queue is tried again after pauses that double, and its cases are not written meanwhile`()
        throws
    {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, without: ["traffic-police"], stamped: time)
        try bench.start()
        try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        for attempt in 1...4 {
            let rest: Int64 = 5_000 << Int64(attempt - 1)
            #expect(bench.observer.state.refusedQueues.count == attempt)
            time.advance(milliseconds: rest - 1)
            let turns = bench.observer.state.heartbeats
            #expect(bench.observer.wait { $0.heartbeats > turns + 2 })
            #expect(bench.observer.state.refusedQueues.count == attempt)
            time.advance(milliseconds: 1)
            #expect(bench.observer.wait { $0.refusedQueues.count == attempt + 1 })
        }
        bench.stop()
        #expect(try bench.tasks().map(\.department) == ["urban-management"])
        #expect(try bench.read(bench.topics.cases).count == 1)
    }

    @Test func `messages about a waiting case do not prolong the pause of its queue`() throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, without: ["traffic-police"], stamped: time)
        try bench.start()
        try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        for number in 1...9 {
            try bench.publish(
                Samples.command("op-\(number)", case: id, kind: "escalate"), to: bench.topics.commands, partition: 0)
            #expect(bench.waitForConsumed(1 + number))
        }
        try bench.log.create([TopicDescription(name: bench.topics.dispatch("traffic-police"), partitions: 1)])
        time.advance(milliseconds: 5_000)
        #expect(bench.observer.wait { $0.recoveredQueues == ["traffic-police"] })
        bench.stop()
        #expect(try task("traffic-police", bench).state == .sent)
    }

    @Test func `a queue that is available again receives the missed records in order`() throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, without: ["traffic-police"], stamped: time)
        try bench.start()
        try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        try bench.publish(Samples.command("op-1", case: id, kind: "escalate"), to: bench.topics.commands, partition: 0)
        #expect(bench.waitForConsumed(2))
        #expect(bench.observer.state.refusedQueues.count == 1)
        try bench.log.create([TopicDescription(name: bench.topics.dispatch("traffic-police"), partitions: 1)])
        time.advance(milliseconds: 120_000)
        #expect(bench.observer.wait { $0.recoveredQueues == ["traffic-police"] })
        bench.stop()
        let sent = try bench.tasks().filter { $0.department == "traffic-police" }
        #expect(sent.map(\.event) == [.dispatched])
        #expect(sent.map(\.version) == [1])
        let task = try task("traffic-police", bench)
        #expect(task.state == .sent)
        #expect(task.sentAt?.milliseconds == time.wall)
        try StoreAudit(bench: bench).run()
    }

    @Test func `a task that is revoked before its department received it is never sent`() throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, without: ["traffic-police"], stamped: time)
        try bench.start()
        try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        try bench.publish(Samples.command("op-1", case: id, kind: "cancel"), to: bench.topics.commands, partition: 0)
        #expect(bench.waitForConsumed(2))
        try bench.log.create([TopicDescription(name: bench.topics.dispatch("traffic-police"), partitions: 1)])
        time.advance(milliseconds: 3_600_000)
        let turns = bench.observer.state.heartbeats
        #expect(bench.observer.wait { $0.heartbeats > turns + 3 })
        bench.stop()
        let sent = try bench.tasks()
        #expect(sent.map(\.department) == ["urban-management", "urban-management"])
        #expect(sent.map(\.event) == [.dispatched, .revoked])
        let task = try task("traffic-police", bench)
        #expect(task.state == .revoked)
        #expect(task.pending.isEmpty)
        #expect(bench.observer.state.tally.timers == 0)
    }

    @Test func `the pause of a queue doubles with each refusal, up to the longest`() {
        var health = QueueHealth(firstPause: .milliseconds(100), longestPause: .milliseconds(350))
        var now = Instant(milliseconds: 0)
        for wait in [100, 200, 350, 350] as [Int64] {
            #expect(health.reach("gas", at: now) == .open)
            health.refused("gas", at: now)
            #expect(health.reach("gas", at: now) == .blocked(until: now.adding(milliseconds: wait)))
            #expect(health.reach("heat", at: now) == .open)
            now = now.adding(milliseconds: wait)
        }
        #expect(health.unavailable == ["gas"])
        #expect(health.reach("gas", at: now) == .open)
        // Each step makes one test of a half-open queue.
        #expect(health.reach("gas", at: now) != .open)
        #expect(health.committed() == ["gas"])
        #expect(health.unavailable.isEmpty)
        #expect(health.reach("gas", at: now) == .open)
    }

    private func task(_ department: String, _ bench: LaneBench) throws -> CaseTask {
        try #require(try bench.cases().values.flatMap(\.value.tasks).first { $0.department == department })
    }
}
