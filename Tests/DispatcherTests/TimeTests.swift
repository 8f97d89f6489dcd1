import Dispatcher
import HazardCore
import HazardWire
import MessageLog
import TestSupport
import Testing

/// A shard's time is that of its records. Timers use the wall clock only when nothing is left to read.
@Suite struct TimeTests {
    @Test(arguments: [false, true]) func `the shard's time never runs backwards, not even after a restart`(
        losesFiles: Bool
    ) throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, stamped: time)
        try bench.start()
        let opened = try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        time.jump(milliseconds: -3_600_000)
        for restarts in [false, true] {
            if restarts {
                bench.stop()
                if losesFiles { try bench.deleteFiles() }
                try bench.start()
            }
            let consumed = bench.observer.state.tally.consumed
            let said = try bench.publish(
                Samples.feedback("f-\(restarts)", case: id, department: "traffic-police", kind: "note"),
                to: bench.topics.feedback, partition: 0)
            #expect(said.timestamp < opened.timestamp)
            #expect(bench.waitForConsumed(consumed + 1))
            let history = try #require(try bench.cases()[id]?.value.history)
            #expect(history.last?.kind == "note")
            #expect(history.map(\.at.milliseconds).min() == opened.timestamp)
            #expect(history.last?.at.milliseconds == opened.timestamp)
        }
        bench.stop()
    }

    @Test func `timers wait until the inputs are read to their end`() throws {
        let time = TestTime()
        let bench = try waiting(time)
        for number in 0..<20 {
            try bench.publish(Samples.report("g2-\(number)", category: "T03"), partition: 0)
        }
        // The server was stopped for an hour: records of that hour are read before any timer fires.
        time.advance(milliseconds: 3_600_000)
        try bench.start { $0.pace.batchRecords = 5 }
        #expect(bench.observer.wait { $0.tally.timers > 0 })
        bench.stop()
        let steps = try #require(bench.observer.state.tallies[0])
        let first = try #require(steps.firstIndex { $0.timers > 0 })
        #expect(steps[...first].reduce(0) { $0 + $1.consumed } == 20)
        #expect(steps.count >= 4)
    }

    @Test func `a jump of the wall clock holds the timers and is reported until the clock is right again`() throws {
        let time = TestTime()
        let bench = try waiting(time)
        try bench.start()
        #expect(bench.waitForPhases { $0 == .running })
        #expect(bench.observer.state.clockJump == nil)
        time.jump(milliseconds: 3_600_000)
        #expect(bench.observer.wait { $0.clockJump == 3_600_000 })
        let turns = bench.observer.state.heartbeats
        #expect(bench.observer.wait { $0.heartbeats > turns + 3 })
        #expect(bench.observer.state.tally.timers == 0)
        // Records are still decided.
        try bench.publish(Samples.report("g1-2", category: "T03"), partition: 0)
        #expect(bench.waitForConsumed(1))
        #expect(bench.observer.state.tally.timers == 0)
        time.jump(milliseconds: -3_600_000)
        #expect(bench.observer.wait { $0.clockJump == nil })
        time.advance(milliseconds: 3_600_000)
        #expect(bench.observer.wait { $0.tally.timers > 0 })
        bench.stop()
    }

    @Test func `setting the clock by less than two minutes is no jump`() throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, stamped: time)
        try bench.start()
        #expect(bench.waitForPhases { $0 == .running })
        time.jump(milliseconds: LaneClock.tolerance)
        let turns = bench.observer.state.heartbeats
        #expect(bench.observer.wait { $0.heartbeats > turns + 1 })
        #expect(bench.observer.state.clockJump == nil)
        time.jump(milliseconds: 1)
        #expect(bench.observer.wait { $0.clockJump == LaneClock.tolerance + 1 })
        bench.stop()
    }

    /// A stopped bench with one task that a timer will try again within a minute.
    private func waiting(_ time: TestTime) throws -> LaneBench {
        let bench = try EmbeddedBench.make(shards: 1, without: ["traffic-police"], stamped: time)
        try bench.start()
        try bench.publish(Samples.report("g1-1"), partition: 0)
        #expect(bench.waitForConsumed(1))
        bench.stop()
        try #require(bench.observer.state.refusedQueues == ["traffic-police"])
        try bench.log.create([TopicDescription(name: bench.topics.dispatch("traffic-police"), partitions: 1)])
        return bench
    }
}
