import Telemetry
import Testing

@Suite struct RedactionTests {
    @Test(arguments: [
        ("13812345678", "[phone]"), ("打19912345678找我", "打[phone]找我"), ("+8613812345678.", "+[phone]."),
        ("8613812345678", "[phone]"), ("138-1234-5678", "[phone]"), ("tel 138 1234 5678,", "tel [phone],"),
        ("a13812345678b 15900000000", "a[phone]b [phone]"), ("51018519900307123X!", "[id]!"),
        ("51018519900307123x", "[id]"), ("510185199003071234", "[id]"),
    ])
    func `mobile and identity numbers are masked`(text: String, masked: String) {
        #expect(Redaction.masked(text) == masked)
    }

    @Test(arguments: [
        "20261122-03-000123", "20261122-03-000123/traffic-police/1", "12812345678", "1381234567", "138123456789",
        "1763798400123", "1763798400123456", "2026-11-22T08:15:00.123+08:00", "51018519900307123", "138-1234-567",
        "138-12345-678", "0028-85555555", "g1-000001", "", "车道受阻 30.398, 104.503",
    ])
    func `ids, times and other numbers are not changed`(text: String) {
        #expect(Redaction.masked(text) == text)
    }
}
