import HazardCore
import TestSupport
import Testing

/// Tests deadlines that were computed by hand from the calendar.
struct DeadlineTests {
    private func due(_ limit: String, _ from: String, pauses: [String] = []) throws -> Due {
        try Deadline.due(
            #require(Limit(limit)), from: TestCalendar.at(from), pauses: pauses.compactMap(TestCalendar.pause),
            calendar: TestCalendar.calendar)
    }

    private func check(_ table: String, pauses: [String] = []) throws {
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
            let due = try due(parts[0], parts[1], pauses: pauses)
            #expect(TestCalendar.text(due.at) == parts[2], "\(line)")
        }
    }

    @Test func `continuous clocks run through the night, weekends and holidays`() throws {
        try check(
            """
            2uh | 2026-03-06 17:00 | 2026-03-06 19:00
            2uh | 2026-02-16 23:00 | 2026-02-17 01:00
            15m | 2026-03-06 23:50 | 2026-03-07 00:05
            1ud | 2026-10-01 09:30 | 2026-10-02 09:30
            24uh | 2026-02-28 12:00 | 2026-03-01 12:00
            2ud | 2026-12-30 08:00 | 2027-01-01 08:00
            """)
    }

    @Test func `the next year's table is wanted 60 days before the last one ends`() throws {
        let calendar = TestCalendar.calendar
        let last = try #require(calendar.years.max())
        #expect(calendar.daysLeft(at: TestCalendar.at("\(last)-12-31 23:00")) == 0)
        #expect(calendar.daysLeft(at: TestCalendar.at("\(last + 1)-01-02 00:00")) == -2)
        #expect(calendar.yearWanted(at: TestCalendar.at("\(last)-11-01 23:59")) == nil)
        #expect(calendar.yearWanted(at: TestCalendar.at("\(last)-11-02 00:00")) == last + 1)
        #expect(WorkingCalendar().yearWanted(at: TestCalendar.at("2026-05-03 00:00")) == 2026)
    }

    @Test func `working hours begin with the next shift, and a limit can end with a shift`() throws {
        try check(
            """
            4wh | 2026-03-04 08:00 | 2026-03-04 12:00
            4wh | 2026-03-04 06:00 | 2026-03-04 12:00
            8wh | 2026-03-04 08:00 | 2026-03-04 18:00
            1wd | 2026-03-04 08:00 | 2026-03-04 18:00
            1wh | 2026-03-04 11:30 | 2026-03-04 14:30
            1wh | 2026-03-04 12:00 | 2026-03-04 15:00
            1wh | 2026-03-04 13:00 | 2026-03-04 15:00
            1wh | 2026-03-04 18:00 | 2026-03-05 09:00
            1wh | 2026-03-04 23:59 | 2026-03-05 09:00
            1wd | 2026-03-04 10:00 | 2026-03-05 10:00
            1wd | 2026-03-04 13:00 | 2026-03-05 12:00
            """)
    }

    @Test func `a working clock stops over the weekend and over a holiday`() throws {
        try check(
            """
            4wh | 2026-03-06 17:00 | 2026-03-09 11:00
            4wh | 2026-03-07 10:00 | 2026-03-09 12:00
            5wd | 2026-03-04 10:00 | 2026-03-11 10:00
            1wd | 2025-04-03 10:00 | 2025-04-07 10:00
            1wd | 2025-05-30 10:00 | 2025-06-03 10:00
            1wd | 2026-04-03 10:00 | 2026-04-07 10:00
            1wd | 2026-06-18 10:00 | 2026-06-22 10:00
            2wh | 2026-09-24 17:00 | 2026-09-28 09:00
            1wd | 2025-12-31 10:00 | 2026-01-04 10:00
            """)
    }

    @Test func `Spring Festival 2025 and 2026, with their make-up days`() throws {
        try check(
            """
            4wh | 2025-01-26 16:00 | 2025-01-27 10:00
            1wd | 2025-01-27 10:00 | 2025-02-05 10:00
            3wd | 2025-02-06 08:00 | 2025-02-08 18:00
            1wh | 2025-02-09 09:00 | 2025-02-10 09:00
            4wh | 2026-02-13 17:00 | 2026-02-14 11:00
            4wh | 2026-02-14 16:00 | 2026-02-24 10:00
            1wd | 2026-02-14 10:00 | 2026-02-24 10:00
            1wh | 2026-02-18 09:00 | 2026-02-24 09:00
            2wd | 2026-02-27 10:00 | 2026-03-02 10:00
            """)
    }

    @Test func `National Day and May Day 2025 and 2026, with their make-up days`() throws {
        try check(
            """
            1wd | 2025-04-26 10:00 | 2025-04-27 18:00
            1wd | 2025-04-30 10:00 | 2025-05-06 10:00
            1wd | 2025-09-27 12:00 | 2025-09-28 18:00
            4wh | 2025-09-30 16:00 | 2025-10-09 10:00
            1wd | 2025-10-10 15:00 | 2025-10-11 15:00
            2wd | 2025-10-11 15:00 | 2025-10-14 15:00
            1wd | 2026-04-30 10:00 | 2026-05-06 10:00
            2wd | 2026-05-08 10:00 | 2026-05-11 10:00
            2wd | 2026-09-18 10:00 | 2026-09-21 10:00
            4wh | 2026-09-30 17:30 | 2026-10-08 11:30
            2wd | 2026-10-09 10:00 | 2026-10-12 10:00
            """)
    }

    @Test func `a year has 248 working days in 2025 and in 2026`() throws {
        for year in [2025, 2026] {
            let first = try #require(CivilDate(year: year, month: 1, day: 1)).daysSince1970
            let days = try (first..<first + 365).filter {
                try TestCalendar.calendar.works(on: CivilDate(daysSince1970: $0))
            }
            #expect(days.count == 248)
        }
    }

    @Test func `the counted stretches are listed`() throws {
        let stretches = try due("4wh", "2026-02-14 11:00", pauses: ["2026-02-14 15:00/2026-02-14 16:00"]).counted
        let texts = stretches.map { TestCalendar.text($0.from) + "–" + TestCalendar.text($0.to).suffix(5) }
        #expect(
            texts == [
                "2026-02-14 11:00–12:00", "2026-02-14 14:00–15:00", "2026-02-14 16:00–18:00",
            ])
        #expect(try due("2uh", "2026-03-06 17:00").counted.count == 1)
    }

    @Test func `a pause moves the deadline by the time of the clock that it covers`() throws {
        try check("4wh | 2026-03-04 08:00 | 2026-03-04 15:00", pauses: ["2026-03-04 09:00/2026-03-04 10:00"])
        try check("4wh | 2026-03-04 08:00 | 2026-03-04 12:00", pauses: ["2026-03-04 12:00/2026-03-04 14:00"])
        try check("2uh | 2026-03-04 08:00 | 2026-03-04 11:00", pauses: ["2026-03-04 09:00/2026-03-04 10:00"])
        // Pauses before the start, after the end, overlapping, and empty.
        try check(
            "2uh | 2026-03-04 08:00 | 2026-03-04 11:30",
            pauses: [
                "2026-03-04 09:30/2026-03-04 10:30", "2026-03-01 00:00/2026-03-04 08:15",
                "2026-03-04 09:15/2026-03-04 10:00", "2026-03-04 11:30/2026-03-05 00:00",
                "2026-03-04 11:00/2026-03-04 11:00",
            ])
    }

    @Test func `a pause without an end stops the clock unless the limit was used up before`() throws {
        let open = try due("4wh", "2026-03-04 08:00", pauses: ["2026-03-04 11:00/"])
        #expect(open.at == nil && open.counted.map(\.milliseconds) == [3 * 3_600_000])
        try check("2wh | 2026-03-04 08:00 | 2026-03-04 10:00", pauses: ["2026-03-04 10:00/"])
        // The pause begins before the calendar of 2027 is needed.
        #expect(try due("4wh", "2026-12-31 17:00", pauses: ["2026-12-31 20:00/"]).at == nil)
    }

    @Test func `a year without a table is never guessed`() throws {
        for (limit, from) in [
            ("2wh", "2026-12-31 17:00"), ("1wh", "2026-12-31 18:00"), ("1wd", "2027-06-01 10:00"),
            ("1wh", "2024-12-31 10:00"),
        ] {
            let year = Int(from.prefix(4)).map { $0 == 2026 ? 2027 : $0 } ?? 0
            #expect(throws: UncoveredYear(year: year)) { try due(limit, from) }
        }
        // The limit ends on the last evening, so the calendar of 2027 is not needed.
        try check("1wh | 2026-12-31 17:00 | 2026-12-31 18:00")
    }

    @Test func `years can be in any order, with gaps between them`() throws {
        let day = try #require(CivilDate(year: 2026, month: 7, day: 1))
        let calendar = WorkingCalendar(years: [WorkingYear(year: 2028), WorkingYear(year: 2026, off: [day])])
        func works(_ year: Int, _ month: Int, _ day: Int) throws -> Bool {
            try calendar.works(on: #require(CivilDate(year: year, month: month, day: day)))
        }
        #expect(try !works(2026, 7, 1) && works(2026, 7, 2) && works(2026, 12, 31) && !works(2028, 1, 1))
        #expect(try works(2028, 2, 29) && works(2028, 12, 29) && works(2028, 1, 3))
        for (year, month, day) in [(2025, 12, 31), (2027, 1, 1), (2027, 12, 31), (2029, 1, 1)] {
            #expect(throws: UncoveredYear(year: year)) { try works(year, month, day) }
        }
    }

    @Test func `green up to 80 %, yellow up to 100 %, then red`() throws {
        let limit = try #require(Limit("5wh"))
        for (now, light) in [
            ("2026-03-06 14:00", Light.green), ("2026-03-06 15:59", .green), ("2026-03-06 16:00", .green),
            ("2026-03-06 16:01", .yellow), ("2026-03-06 17:00", .yellow), ("2026-03-06 17:01", .red),
            ("2026-03-05 09:00", .green),
        ] {
            let used = try Deadline.elapsed(
                from: TestCalendar.at("2026-03-06 10:00"), to: TestCalendar.at(now), of: limit.clock,
                calendar: TestCalendar.calendar)
            let seen = Light(used: used, of: limit.milliseconds(in: TestCalendar.calendar))
            #expect(seen == light, "\(now)")
        }
        #expect(Light.green < .yellow && Light.yellow < .red)
    }

    @Test func `an amount beyond every date ends with the last date and does not trap`() throws {
        let due = try due("\(Int.max)ud", "2026-03-04 08:00")
        #expect(due.at == .endOfTime)
    }
}
