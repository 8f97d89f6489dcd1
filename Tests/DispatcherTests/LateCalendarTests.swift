import Dispatcher
import HazardCore
import HazardWire
import TestSupport
import Testing

/// Deadlines counted without a calendar are counted again by the lane when the calendar has come.
@Suite struct LateCalendarTests {
    @Test func `after a start with the calendar, marked deadlines move and their departments hear it`() throws {
        let bench = try EmbeddedBench.make(shards: 1)
        let none = WorkingCalendar()
        try bench.start { $0.policy.calendar = none }
        try bench.publish(Samples.report("e-1", category: "E01", text: "垃圾堆在路边"), partition: 0)
        #expect(bench.waitForConsumed(1))
        bench.stop()
        let id = try #require(try bench.cases().keys.first)
        let marked = try #require(try bench.cases()[id]?.value)
        #expect(marked.flags.needsReview && !marked.missingYears.isEmpty)
        let due = try #require(marked.dueAt)

        // Every day of the year is off, so the deadline moves into the next year.
        let year = ZoneOffset.china.civil(due).date.year
        let days = (1...12).flatMap { month in (1...31).map { (month, $0) } }
        let off = Set(days.compactMap { CivilDate(year: year, month: $0.0, day: $0.1) })
        try bench.start { $0.policy.calendar = WorkingCalendar(years: [WorkingYear(year: year, off: off)]) }
        #expect(bench.observer.wait { $0.tally.timers > 0 })
        bench.stop()
        let value = try #require(try bench.cases()[id]?.value)
        #expect(value.history.contains { $0.kind == "recounted" })
        #expect(try #require(value.dueAt) > due)
        #expect(try bench.tasks().contains { $0.event == .changed })
        // The deadline now runs into the next year, whose calendar is missing.
        #expect(value.missingYears == [year + 1])
        try StoreAudit(bench: bench).run()
    }
}
