import HazardCore
import TestSupport
import Testing

/// Tests properties of deadlines over random limits, starts and pauses. They are the same in every run.
struct DeadlinePropertyTests {
    private static let calendar = TestCalendar.calendar

    /// A limit with its start and its pauses.
    private struct Sample {
        var limit: Limit
        var start: Instant
        var pauses: [Pause] = []

        init(_ dice: inout Dice) {
            let clock = LimitClock.allCases[dice.int(0...4)]
            limit = Limit(amount: dice.int(1...(clock == .m ? 5000 : 40)), clock: clock)
            start = dice.instant(from: "2025-01-01 00:00", days: 500)
            for _ in 0..<dice.int(0...4) {
                let from = start.adding(minutes: Int64(dice.int(-600...20_000)))
                if let pause = Pause(from: from, to: from.adding(milliseconds: Int64(dice.int(0...400_000_000)))) {
                    pauses.append(pause)
                }
            }
        }

        var amount: Int64 { limit.milliseconds(in: calendar) }

        func due() throws -> Due { try Deadline.due(limit, from: start, pauses: pauses, calendar: calendar) }

        func elapsed(from: Instant? = nil, to end: Instant, pauses others: [Pause]? = nil) throws -> Int64 {
            try Deadline.elapsed(
                from: from ?? start, to: end, of: limit.clock, pauses: others ?? pauses, calendar: calendar)
        }
    }

    private func forEach(_ body: (Sample, inout Dice) throws -> Void) rethrows {
        var dice = Dice(20_260_214)
        for _ in 0..<1500 {
            let sample = Sample(&dice)
            try body(sample, &dice)
        }
    }

    @Test func `a limit ends at the first instant at which all of it has elapsed`() throws {
        try forEach { sample, _ in
            let due = try #require(sample.due().at)
            #expect(try sample.elapsed(to: due) == sample.amount)
            #expect(try sample.elapsed(to: due.adding(milliseconds: -1)) == sample.amount - 1)
        }
    }

    @Test func `the counted stretches add up to the limit, in order, outside pauses`() throws {
        try forEach { sample, _ in
            let counted = try sample.due().counted
            #expect(counted.reduce(0) { $0 + $1.milliseconds } == sample.amount)
            #expect(counted.allSatisfy { $0.from < $0.to && sample.start <= $0.from })
            #expect(zip(counted, counted.dropFirst()).allSatisfy { $0.to <= $1.from })
            for pause in sample.pauses {
                guard let end = pause.end, pause.start < end else { continue }
                #expect(counted.allSatisfy { $0.to <= pause.start || end <= $0.from })
            }
        }
    }

    @Test func `a later start or a greater amount is never due earlier`() throws {
        try forEach { sample, dice in
            let due = try #require(sample.due().at)
            var later = sample
            later.start = sample.start.adding(milliseconds: Int64(dice.int(0...100_000_000)))
            #expect(try due <= #require(later.due().at))
            var longer = sample
            longer.limit.amount += 1
            #expect(try due < #require(longer.due().at))
        }
    }

    @Test func `elapsed time adds up over any cut and never decreases`() throws {
        try forEach { sample, dice in
            let middle = sample.start.adding(minutes: Int64(dice.int(0...30_000)))
            let end = middle.adding(minutes: Int64(dice.int(0...30_000)))
            let first = try sample.elapsed(to: middle)
            let second = try sample.elapsed(from: middle, to: end)
            #expect(try sample.elapsed(to: end) == first + second)
            #expect(first >= 0 && second >= 0)
            #expect(try sample.elapsed(from: end, to: sample.start) == 0)
        }
    }

    @Test func `each pause takes away the time that the clock would have run in it, once`() throws {
        try forEach { sample, dice in
            let end = sample.start.adding(minutes: Int64(dice.int(0...40_000)))
            var lost: Int64 = 0
            for pause in PauseLedger(sample.pauses).pauses {
                let until = try min(#require(pause.end), end)
                lost += try sample.elapsed(from: max(pause.start, sample.start), to: until, pauses: [])
            }
            #expect(try sample.elapsed(to: end) == sample.elapsed(to: end, pauses: []) - lost)
            var mixed = sample
            mixed.pauses = sample.pauses.shuffled(using: &dice) + sample.pauses
            #expect(try mixed.due() == sample.due())
        }
    }

    @Test func `continuous clocks need no calendar`() throws {
        let empty = WorkingCalendar(years: [])
        try forEach { sample, _ in
            guard !sample.limit.clock.isWorking else { return }
            let due = try Deadline.due(sample.limit, from: sample.start, pauses: sample.pauses, calendar: empty)
            #expect(try due == sample.due())
            #expect(!sample.pauses.isEmpty || due.counted.count == 1)
        }
    }

    @Test func `a resumed clock has what was left when it stopped`() throws {
        try forEach { sample, dice in
            var once = sample
            once.pauses = []
            let due = try #require(once.due().at)
            let stopped = sample.start.adding(milliseconds: Int64(dice.int(0...200_000_000)))
            let now = stopped.adding(milliseconds: Int64(dice.int(1...300_000_000)))
            let clock = sample.limit.clock
            let used = try Deadline.elapsed(from: sample.start, to: stopped, of: clock, calendar: Self.calendar)
            let left = sample.limit.milliseconds(in: Self.calendar) - used
            let resumed = stopped < due ? try Deadline.due(after: left, of: clock, from: now, Self.calendar).at : due
            once.pauses = [try #require(Pause(from: stopped, to: now))]
            #expect(try resumed == once.due().at)
        }
    }
}
