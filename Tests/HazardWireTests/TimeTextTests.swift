import HazardCore
import HazardWire
import TestSupport
import Testing

struct TimeTextTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-22T08:15:00+08:00", 1_795_306_500_000),
        ("2026-11-22T00:15:00.7Z", 1_795_306_500_700), ("2026-11-22T00:15:00.07-00:00", 1_795_306_500_070),
        ("2026-11-22T00:15:00.007+00:00", 1_795_306_500_007), ("2024-02-29T23:59:59.999-09:30", 1_709_285_399_999),
        ("1969-12-31T23:59:59.999Z", -1), ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("2026-11-22T08:15:00.1234+08:00", 1_795_306_500_123),
        ("2026-11-22T00:15:00.123456Z", 1_795_306_500_123), ("2026-11-22T00:15:00.999999999Z", 1_795_306_500_999),
        ("2026-11-22T08:15:00.000999+08:00", 1_795_306_500_000), ("1969-12-31T23:59:59.9999999Z", -1),
        ("9999-12-31T23:59:59.9999Z", 253_402_300_799_999),
    ])
    func `a time with its offset is one instant`(text: String, milliseconds: Int64) {
        #expect(TimeText.parse(text) == Instant(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T08:15:00", "2026-11-22 08:15:00Z", "2026-11-22t08:15:00Z", "2026-11-22T08:15:00z",
        "2026-02-30T08:15:00Z", "2026-02-29T08:15:00Z", "1900-02-29T08:15:00Z", "2026-13-01T08:15:00Z",
        "2026-00-01T08:15:00Z", "2026-01-00T08:15:00Z", "2026-01-32T08:15:00Z", "2026-11-22T24:00:00Z",
        "2026-11-22T08:60:00Z", "2026-11-22T23:59:60Z", "2026-11-22T08:15:00.Z", "2026-11-22T08:15:00.+08:00",
        "2026-11-22T08:15:00,1Z", "2026-11-22T08:15:00.12", "2026-11-22T08:15:00+0800", "2026-11-22T08:15:00+08",
        "2026-11-22T08:15:00+24:00", "2026-11-22T08:15:00+08:60", "2026-11-22T08:15:00+08:00 ",
        " 2026-11-22T08:15:00+08:00", "2026-11-22T08:15Z", "+026-11-22T08:15:00Z", "2026-1-22T008:15:00Z",
        "２026-11-22T08:15:00Z", "2026-11-22T08:15:00.123+08:000",
        "2026-11-22T08:15:00.123456", "2026-11-22T08:15:00.123456 Z", "2026-11-22T08:15:00.12a456Z",
        "2026-11-22T08:15:00ZZ", "20261122T081500+0800",
    ])
    func `any other text is no time`(text: String) {
        #expect(TimeText.parse(text) == nil)
    }

    @Test func `a fraction may be as long as a message`() {
        let time = "2026-11-22T08:15:00.25" + String(repeating: "9", count: 100_000) + "+08:00"
        #expect(TimeText.parse(time) == Instant(milliseconds: 1_795_306_500_259))
    }

    @Test func `a time is written in local time, with milliseconds only when they are not 0`() {
        let instant = Instant(milliseconds: 1_795_306_500_000)
        #expect(TimeText.text(instant, .china) == "2026-11-22T08:15:00+08:00")
        #expect(TimeText.text(instant.adding(milliseconds: 50), .china) == "2026-11-22T08:15:00.050+08:00")
        #expect(TimeText.text(instant, ZoneOffset(minutes: 0)) == "2026-11-22T00:15:00+00:00")
        #expect(TimeText.text(instant, ZoneOffset(minutes: -570)) == "2026-11-21T14:45:00-09:30")
        #expect(TimeText.text(Instant(milliseconds: .max), .china) == "9999-12-31T23:59:59.999+08:00")
        #expect(TimeText.text(Instant(milliseconds: .min), .china) == "0000-01-01T00:00:00+08:00")
    }

    @Test func `a time written and read is the same instant in every zone`() {
        var seeded = Seeded(21)
        for _ in 0..<5000 {
            let instant = seeded.instant()
            #expect(TimeText.parse(TimeText.text(instant, seeded.zone())) == instant)
        }
    }

    @Test func `an id is 1 to 64 of its characters`() {
        for good in ["a", "g1-000001", "A.b_c-d:e/9", String(repeating: "x", count: 64)] {
            #expect(Identifier.isValid(good))
        }
        for bad in ["", " ", "a b", "a;b", "a,b", "é", "a\n", "a@b", "[", "`", String(repeating: "x", count: 65)] {
            #expect(!Identifier.isValid(bad))
        }
    }
}
