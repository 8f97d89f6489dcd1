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
        // Less than `time.max_ahead`: clocks differ by so much.
        time.jump(milliseconds: -60_000)
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

    @Test func `after a jump timers continue once the clocks have agreed for a minute`() throws {
        let time = TestTime()
        let bench = try waiting(time)
        try bench.start()
        #expect(bench.waitForPhases { $0 == .running })
        time.jump(milliseconds: 3_600_000)
        #expect(bench.observer.wait { $0.clockJump == 3_600_000 })
        time.advance(milliseconds: LaneClock.settling - 1)
        let heartbeats = bench.observer.state.heartbeats
        #expect(bench.observer.wait { $0.heartbeats > heartbeats + 2 })
        #expect(bench.observer.state.tally.timers == 0)
        time.advance(milliseconds: 1)
        #expect(bench.observer.wait { $0.clockJump == nil && $0.tally.timers > 0 })
        bench.stop()
    }

    @Test func `a jump that is followed by another one ends a minute after the last`() {
        let time = TestTime()
        var clock = LaneClock(machine: time.machine, last: Instant(milliseconds: 0), maxAhead: .minutes(2))
        func isJumping(after milliseconds: Int64) -> Bool {
            time.advance(milliseconds: milliseconds)
            clock.beginStep()
            return clock.jump != nil
        }
        time.jump(milliseconds: 3_600_000)
        #expect(isJumping(after: 0))
        #expect(isJumping(after: 40_000))
        time.jump(milliseconds: 3_600_000)
        #expect(isJumping(after: 0))
        #expect(isJumping(after: 40_000))
        #expect(isJumping(after: 19_999))
        #expect(!isJumping(after: 1))
        #expect(clock.hasSettled)
        #expect(!isJumping(after: 1000))
        #expect(!clock.hasSettled)
    }

    @Test func `a record time far ahead is capped, and the next report opens a case`() throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, stamped: time)
        try bench.start()
        // The producer stamps microseconds in place of milliseconds.
        time.wrongStamp(time.wall * 1000)
        let poison = try bench.publish(Samples.report("g1-1", category: "T03"), partition: 0)
        time.wrongStamp(nil)
        try bench.publish(Samples.report("g1-2", category: "T02"), partition: 0)
        #expect(bench.waitForConsumed(2))
        #expect(bench.observer.wait { $0.capped > 0 })
        #expect(bench.observer.state.capped == 1)
        for restarts in 0..<2 {
            if restarts == 1 {
                bench.stop()
                try bench.deleteFiles()
                try bench.start()
            }
            let cases = try bench.cases().values.map(\.value)
            #expect(cases.count == 2)
            #expect(cases.allSatisfy { abs($0.openedAt.milliseconds - time.wall) < 60_000 }, "\(poison)")
        }
        bench.stop()
    }

    @Test(arguments: [false, true]) func `a clock that was days ahead for one report delays neither timers nor reports`(
        losesFiles: Bool
    ) throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, stamped: time)
        for days in [2, 400] as [Int64] {
            let wrong = days * 86_400_000
            time.jump(milliseconds: wrong)
            try bench.start()
            let consumed = bench.observer.state.tally.consumed
            try bench.publish(Samples.report("g1-\(days)-a", category: "T03", at: time.text), partition: 0)
            #expect(bench.waitForConsumed(consumed + 1))
            bench.stop()
            time.jump(milliseconds: -wrong)
            if losesFiles { try bench.deleteFiles() }
            try bench.start()
            let before = bench.observer.state.tally.opened
            try bench.publish(Samples.report("g1-\(days)-b", category: "T02", at: time.text), partition: 0)
            #expect(bench.observer.wait { $0.phases[0] == .running && $0.tally.opened > before })
            // A rebuilt file takes no time from a wrong clock.
            #expect(bench.observer.state.wentBack > 0 || losesFiles)
            let value = try bench.cases().values.map(\.value).first { $0.reports[0].reportID == "g1-\(days)-b" }
            let opened = try #require(value).openedAt.milliseconds
            #expect(abs(opened - time.wall) < 60_000)
            #expect(try bench.read(bench.topics.deadLetters).isEmpty)
            // A timer of the new case fires by the corrected clock.
            let timers = bench.observer.state.tally.timers
            time.advance(milliseconds: 16 * 60_000)
            #expect(bench.observer.wait { $0.tally.timers > timers })
            bench.stop()
        }
    }

    @Test func `an emergency is paged while the wall clock has jumped, by the steady clock`() throws {
        let time = TestTime()
        let bench = try EmbeddedBench.make(shards: 1, stamped: time)
        try bench.start()
        try bench.publish(Samples.report("g1-1", category: "F03"), partition: 0)
        #expect(bench.waitForConsumed(1))
        let id = try #require(try bench.cases().keys.first)
        #expect(try bench.cases()[id]?.value.state == .triage)
        #expect(bench.observer.wait { $0.waitingEmergencies == 1 })
        time.jump(milliseconds: -3_600_000)
        #expect(bench.observer.wait { $0.clockJump != nil })
        // The clock jumps again and again, so that the other timers stay held.
        for _ in 0..<5 {
            time.advance(milliseconds: 40_000)
            time.jump(milliseconds: -10_000)
            let heartbeats = bench.observer.state.heartbeats
            #expect(bench.observer.wait { $0.heartbeats > heartbeats + 1 })
        }
        #expect(bench.observer.state.clockJump != nil)
        #expect(try bench.cases()[id]?.value.state == .dispatched)
        #expect(try bench.cases()[id]?.value.history.contains { $0.kind == "paged-unattended" } == true)
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

    @Test func `a report is stale or early only if its record's time and the time used both say so`() {
        let age = ReportAge(maxAge: .days(180), maxAhead: .minutes(10))
        let (now, day) = (Instant(milliseconds: 1_800_000_000_000), Duration.days(1))
        let old = now.adding(.days(-200))
        #expect(age.refusal(of: old, at: now, recordTime: now)?.reason == .stale)
        #expect(age.refusal(of: old, at: now, recordTime: old) == nil)
        #expect(age.refusal(of: now, at: now, recordTime: now.adding(.days(400))) == nil)
        // The server's clock is a day behind that of the log.
        #expect(age.refusal(of: now, at: now.adding(.zero - day), recordTime: now) == nil)
        #expect(age.refusal(of: now.adding(day), at: now, recordTime: now)?.reason == .future)
        #expect(age.refusal(of: now, at: now.adding(.zero - day), recordTime: now.adding(.days(400))) == nil)
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

extension TestTime {
    /// The present time in the format of messages.
    fileprivate var text: String { TimeText.text(Instant(milliseconds: wall), .china) }
}
