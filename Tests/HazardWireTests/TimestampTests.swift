import HazardCore
import HazardWire
import TestSupport
import Testing

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-22T08:15:00+08:00", 1_795_306_500_000),
        ("2026-11-22T00:15:00.7Z", 1_795_306_500_700), ("2026-11-22T00:15:00.07-00:00", 1_795_306_500_070),
        ("2026-11-22T00:15:00.007+00:00", 1_795_306_500_007), ("2024-02-29T23:59:59.999-09:30", 1_709_285_399_999),
        ("1969-12-31T23:59:59.999Z", -1), ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `a time with its offset is one instant`(text: String, milliseconds: Int64) {
        #expect(Timestamp.parse(text) == Instant(milliseconds: milliseconds))
    }

    @Test(arguments: [
        "", "2026-11-22", "2026-11-22T08:15:00", "2026-11-22 08:15:00Z", "2026-11-22t08:15:00Z", "2026-11-22T08:15:00z",
        "2026-02-30T08:15:00Z", "2026-02-29T08:15:00Z", "1900-02-29T08:15:00Z", "2026-13-01T08:15:00Z",
        "2026-00-01T08:15:00Z", "2026-01-00T08:15:00Z", "2026-01-32T08:15:00Z", "2026-11-22T24:00:00Z",
        "2026-11-22T08:60:00Z", "2026-11-22T23:59:60Z", "2026-11-22T08:15:00.Z", "2026-11-22T08:15:00.1234Z",
        "2026-11-22T08:15:00,1Z", "2026-11-22T08:15:00.12", "2026-11-22T08:15:00+0800", "2026-11-22T08:15:00+08",
        "2026-11-22T08:15:00+24:00", "2026-11-22T08:15:00+08:60", "2026-11-22T08:15:00+08:00 ",
        " 2026-11-22T08:15:00+08:00", "2026-11-22T08:15Z", "+026-11-22T08:15:00Z", "2026-1-22T008:15:00Z",
        "２026-11-22T08:15:00Z", "2026-11-22T08:15:00.123+08:000", "2026-11-22T08:15:00ZZ", "20261122T081500+0800",
    ])
    func `anything else is no time`(text: String) {
        #expect(Timestamp.parse(text) == nil)
    }

    @Test func `a time is written on the clocks of its zone, milliseconds only when there are any`() {
        let instant = Instant(milliseconds: 1_795_306_500_000)
        #expect(Timestamp.text(instant, .china) == "2026-11-22T08:15:00+08:00")
        #expect(Timestamp.text(instant.adding(milliseconds: 50), .china) == "2026-11-22T08:15:00.050+08:00")
        #expect(Timestamp.text(instant, ZoneOffset(minutes: 0)) == "2026-11-22T00:15:00+00:00")
        #expect(Timestamp.text(instant, ZoneOffset(minutes: -570)) == "2026-11-21T14:45:00-09:30")
        #expect(Timestamp.text(Instant(milliseconds: .max), .china) == "9999-12-31T23:59:59.999+08:00")
        #expect(Timestamp.text(Instant(milliseconds: .min), .china) == "0000-01-01T00:00:00+08:00")
    }

    @Test func `a time written and read is the same instant in every zone`() {
        var seeded = Seeded(21)
        for _ in 0..<5000 {
            let instant = seeded.instant()
            #expect(Timestamp.parse(Timestamp.text(instant, seeded.zone())) == instant)
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
