import Foundation
import HazardConfig
import HazardCore
import TestSupport
import Testing
import Wording

/// The working calendar's files: what they mean, and that every mistake is reported at its place.
struct CalendarTests {
    /// The problems of a year's file, as `line:column keyPath: problem`.
    private func problems(of text: String, file: String = "calendar/2026.yaml") throws -> [String] {
        let folder = try ConfigFolder([file: text])
        return folder.problems().map { problem in
            #expect(problem.place.file == folder.path(file))
            return "\(problem.place.line):\(problem.place.column) \(problem.keyPath): \(problem.problem.en)"
        }
    }

    private func works(_ calendar: WorkingCalendar, _ day: String) throws -> Bool {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        return try calendar.works(on: #require(CivilDate(year: parts[0], month: parts[1], day: parts[2])))
    }

    @Test func `a calendar has its shifts, its holidays and its make-up days`() throws {
        let folder = try ConfigFolder(["calendar/shifts.yaml": "shifts: [09:00-12:00, 12:00-13:30, 22:00-24:00]\n"])
        let calendar = try folder.loaded().policy.calendar
        #expect(calendar.shifts.map(\.description) == ["09:00-12:00", "12:00-13:30", "22:00-24:00"])
        #expect(calendar.workingDay == 390 * 60_000)
        #expect(calendar.years == [2026])
        #expect(try !works(calendar, "2026-10-01") && !works(calendar, "2026-10-03") && works(calendar, "2026-10-08"))
        #expect(try works(calendar, "2026-10-10") && !works(calendar, "2026-10-11"))
        #expect(throws: UncoveredYear(year: 2027)) { try works(calendar, "2027-01-04") }
    }

    @Test func `without a file of shifts the shifts are 8 to 12 and 14 to 18, in the zone of the settings`() throws {
        let calendar = try ConfigFolder().loaded(set: ["zone=+09:00"]).policy.calendar
        #expect(calendar.shifts.map(\.description) == ["08:00-12:00", "14:00-18:00"])
        #expect(calendar.workingDay == 8 * 3_600_000 && calendar.zone.minutes == 540)
    }

    @Test func `dates are in the year, exist, are listed once, and ranges end after they begin`() throws {
        let text = """
            year: 2026
            source: test
            off:
              - 2025-10-01
              - 2026-02-29
              - 10-01
              - [2026-10-01]
              - 2026-10-09..2026-10-05
              - 2026-12-31..2027-01-01
              - 2026-10-01..2026-10-07
              - 2026-10-05
              - 2026-10-01...2026-10-07
              - 2026-11-02
            worked: [2026-10-03, 2026-10-11, 2026-10-11, 2026-11-02]
            """
        #expect(
            try problems(of: text) == [
                "4:5 off[0]: is not in 2026", "5:5 off[1]: is not a date", "6:5 off[2]: is not a date",
                "7:5 off[3]: must be a date, not a list", "8:5 off[4]: ends before it begins",
                "9:5 off[5]: is not in 2026", "11:5 off[7]: 2026-10-05 is already listed",
                "12:5 off[8]: is not a date", "14:10 worked[0]: 2026-10-03 is already listed",
                "14:34 worked[2]: 2026-10-11 is already listed", "14:46 worked[3]: 2026-11-02 is already listed",
            ])
    }

    @Test func `a weekend day off and a weekday worked are typing errors`() throws {
        let text = """
            year: 2026
            source: test
            off: [2026-10-03, 2026-10-04..2026-10-07, 2026-05-01..2026-05-02]
            worked: [2026-10-10, 2026-10-12]
            """
        #expect(
            try problems(of: text) == [
                "3:7 off[0]: 2026-10-03 is a Saturday, which is already a day off",
                "3:19 off[1]: 2026-10-04 is a Sunday, which is already a day off",
                "3:43 off[2]: 2026-05-02 is a Saturday, which is already a day off",
                "4:22 worked[1]: 2026-10-12 is a Monday, which is already a working day",
            ])
    }

    @Test func `a year's file states the year of its name, and its source`() throws {
        #expect(
            try problems(of: "year: 2025\nof: [2026-10-01]\nworked: []\n") == [
                "1:1 source: is missing", "1:1 off: is missing", "1:7 year: the file's name says 2026",
                "2:1 of: unknown key",
            ])
    }

    @Test func `shifts are in order, do not overlap, end within the day, and there is at least one`() throws {
        let file = "calendar/shifts.yaml"
        #expect(
            try problems(
                of: "shifts: [08:00-12:00, 11:00-13:00, 06:00-07:00, 22:00-06:00, 8-12, 14:00-24:01, 14:00-14:00]",
                file: file) == [
                    "1:23 shifts[1]: overlaps 08:00-12:00", "1:36 shifts[2]: is listed after 11:00-13:00",
                    "1:49 shifts[3]: is not a shift", "1:62 shifts[4]: is not a shift",
                    "1:68 shifts[5]: is not a shift", "1:81 shifts[6]: is not a shift",
                ])
        #expect(try problems(of: "shifts: []\n", file: file) == ["1:1 shifts: must name at least one"])
        #expect(try problems(of: "hours: 8\n", file: file) == ["1:1 hours: unknown key", "1:1 shifts: is missing"])
    }

    @Test func `a file that does not belong to a calendar is reported`() throws {
        #expect(
            try problems(of: "a: 1\n", file: "calendar/holidays.yaml")
                == [": is not a file of a calendar"].map { "0:0 " + $0 })
        let broken = try ConfigFolder(["calendar/2027.yaml": "off: [\n"]).places()
        #expect(broken == ["calendar/2027.yaml:2:1 "])
    }

    @Test func `a year without a file refuses nothing, also when no year has one`() throws {
        let folder = try ConfigFolder(["calendar/2028.yaml": "year: 2028\nsource: test\noff: [2028-10-02]\n"])
        let calendar = try folder.loaded().policy.calendar
        #expect(calendar.years == [2026, 2028])
        #expect(calendar.yearWanted(at: TestCalendar.at("2026-11-02 00:00")) == 2027)
        #expect(calendar.yearWanted(at: TestCalendar.at("2027-05-01 00:00")) == 2027)
        let none = try ConfigFolder()
        try FileManager.default.removeItem(atPath: none.path("calendar/2026.yaml"))
        #expect(try none.loaded().policy.calendar.yearWanted(at: TestCalendar.at("2026-05-01 00:00")) == 2026)
        try FileManager.default.removeItem(atPath: none.path("calendar"))
        #expect(none.places() == ["calendar "])
        #expect(none.places(set: ["policy.calendar=\(ConfigFolder.shipped)/calendar"]) == [])
    }

    @Test func `the calendar is part of the rules' hash`() throws {
        let before = try ConfigFolder().loaded().policy.rulesHash
        let files = [
            ["calendar/2026.yaml": "year: 2026\nsource: test\noff: [2026-10-01..2026-10-07]\n"],
            ["calendar/shifts.yaml": "shifts: [08:00-12:00]\n"],
        ]
        for changed in files { #expect(try ConfigFolder(changed).loaded().policy.rulesHash != before) }
    }

    @Test func `the shipped calendars of 2025 and 2026 are those that the State Council announced`() throws {
        let calendar = try ConfigLoader.load(file: ConfigFolder.shipped + "/hazard.yaml").get().policy.calendar
        #expect(calendar.years.isSuperset(of: [2025, 2026]))
        #expect(calendar.shifts == Shift.usual)
        for (year, off, worked) in Self.announced {
            let first = try #require(CivilDate(year: year, month: 1, day: 1)).daysSince1970
            var found: (off: [String], worked: [String]) = ([], [])
            for date in (first..<first + 365).map(CivilDate.init(daysSince1970:)) {
                let text = "\(date.month)-\(date.day)"
                let works = try calendar.works(on: date)
                if works, date.weekday > 5 { found.worked.append(text) }
                if !works, date.weekday <= 5 { found.off.append(text) }
            }
            #expect(found.off.joined(separator: " ") == off)
            #expect(found.worked.joined(separator: " ") == worked)
        }
    }

    /// Weekdays off and weekend days worked (`DOMAIN.md` §6).
    private static let announced = [
        (
            2025,
            "1-1 1-28 1-29 1-30 1-31 2-3 2-4 4-4 5-1 5-2 5-5 6-2 10-1 10-2 10-3 10-6 10-7 10-8",
            "1-26 2-8 4-27 9-28 10-11"
        ),
        (
            2026,
            "1-1 1-2 2-16 2-17 2-18 2-19 2-20 2-23 4-6 5-1 5-4 5-5 6-19 9-25 10-1 10-2 10-5 10-6 10-7",
            "1-4 2-14 2-28 5-9 9-20 10-10"
        ),
    ]
}
