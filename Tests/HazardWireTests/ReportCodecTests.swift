import ChineseText
import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing
import Wording

struct ReportCodecTests {
    private static func encoded(_ report: Report, _ zone: ZoneOffset = .china) -> [UInt8] {
        JSONWriter.bytes { ReportCodec.encode(report, zone: zone, to: &$0) }
    }

    @Test func `the smallest report of the contract is accepted`() throws {
        let report = try ReportCodec.decode(
            Array(
                """
                {"schema_version":1,"report_id":"g1-000001","programme":"jianyang.sentinel","channel":"phone",
                "reported_at":"2026-11-22T08:15:00+08:00","text":"桥上有三轮车"}
                """.utf8))
        var expected = Report(
            reportID: "g1-000001", programme: "jianyang.sentinel", channel: .phone,
            reportedAt: Instant(milliseconds: 1_795_306_500_000))
        expected.text = "桥上有三轮车"
        #expect(report == expected)
    }

    @Test func `a time with microseconds or nanoseconds is accepted, cut to milliseconds`() throws {
        for fraction in ["123", "123999", "123000000"] {
            let text = String(decoding: Sample.report(""), as: UTF8.self)
                .replacing("08:15:00+08:00", with: "08:15:00.\(fraction)+08:00")
            let report = try ReportCodec.decode(Array(text.utf8))
            #expect(report.reportedAt == Instant(milliseconds: 1_795_306_500_123))
        }
    }

    @Test func `every field of the schema is read`() throws {
        let report = try ReportCodec.decode(
            Array(
                """
                {"schema_version":1,"report_id":"g1-2","programme":"p","channel":"miniprogram","kind":"tipoff",
                "occurred_at":"2026-11-22T00:10:00.5Z","reported_at":"2026-11-22T08:15:00+08:00",
                "reporter":{"ref":"r1","kind":"truck-driver","platform":"x","anonymous":true,"extra":1},
                "contact_token":"c1","text":"t","lang":"zh-Hant","category_hint":"车道","condition_hint":"a",
                "category_scheme":"gbt30428.yuncheng.2026","life_risk":"confirmed-by-operator",
                "action_taken":"extinguished","location":{"lat":30.5,"lon":104.25,"accuracy_m":12.5,"address":"桥",
                "segment":{"from":"甲","to":"乙"},"road_class":"river","grid":"g","community":"c","subdistrict":"s",
                "district":"510185"},"media":[{"ref":"m1","sha256":"\(String(repeating: "Ab", count: 32))",
                "mime":"image/jpeg","taken_at":"2026-11-22T08:14:00+08:00"}],"thread_id":"th","related_report_id":"g1-1",
                "consent":{"share_with_dept":true},"trace_id":"00-1","ext":{"a":[1, 2]}}
                """.utf8))
        #expect(report.kind == .tipoff && report.channel == .miniprogram && report.language == .traditional)
        #expect(report.occurredAt == Instant(milliseconds: 1_795_306_200_500))
        #expect(report.reporter.ref == "r1" && report.reporter.kind == .truckDriver && report.reporter.anonymous)
        #expect(report.reporter.platform == "x" && report.contactToken == "c1" && report.categoryHint == "车道")
        #expect(report.conditionHint == "a" && report.categoryScheme == "gbt30428.yuncheng.2026")
        #expect(report.lifeRisk == .confirmedByOperator && report.actionTaken == .extinguished)
        let place = try #require(report.location)
        #expect(place.point == GivenPoint(point: Point(latitude: 30.5, longitude: 104.25), crs: .gcj02))
        #expect(place.accuracyMetres == 12.5 && place.address == "桥" && place.roadClass == .river)
        #expect(place.segment == Segment(from: "甲", to: "乙") && place.district == "510185")
        #expect(place.grid == "g" && place.community == "c" && place.subdistrict == "s")
        #expect(report.media.first?.sha256 == String(repeating: "ab", count: 32))
        #expect(report.media.first?.takenAt == Instant(milliseconds: 1_795_306_440_000))
        #expect(report.threadID == "th" && report.relatedReportID == "g1-1" && report.traceID == "00-1")
        #expect(report.shareWithDepartment && report.ext == Array("{\"a\":[1, 2]}".utf8))
    }

    @Test func `a report written and read is the same report`() throws {
        var seeded = Seeded(11)
        for _ in 0..<1000 {
            let report = seeded.report()
            let bytes = Self.encoded(report, seeded.zone())
            try #require(try ReportCodec.decode(bytes) == report)
            try #require(ReportCodec.problems(of: bytes).isEmpty)
        }
    }

    @Test(arguments: [("miniprogram", "gcj02"), ("phone", "wgs84"), ("chat", "wgs84")])
    func `coordinates without a reference system are those of the channel, wherever it stands`(
        channel: String, crs: String
    ) throws {
        for (first, last) in [("\"channel\":\"\(channel)\",", ""), ("", ",\"channel\":\"\(channel)\"")] {
            let report = try ReportCodec.decode(
                Array(
                    """
                    {\(first)"location":{"lat":1,"lon":2},"schema_version":1,"report_id":"a","programme":"p",
                    "reported_at":"2026-11-22T08:15:00Z","text":"t"\(last)}
                    """.utf8))
            #expect(report.location?.point?.crs.rawValue == crs)
        }
    }

    @Test func `fields outside the schema are stored with ext, unchanged`() throws {
        let both = try ReportCodec.decode(
            Sample.report(",\"ext\":{ \"a\": 1.50 },\"weather\":{\"rain\": true},\"é\":null,\"q\\n\":\"x\""))
        #expect(
            both.ext.map { String(decoding: $0, as: UTF8.self) }
                == "{ \"a\": 1.50 ,\"weather\":{\"rain\": true},\"q\\n\":\"x\"}")
        let alone = try ReportCodec.decode(Sample.report(",\"weather\":[1, 2]"))
        #expect(alone.ext.map { String(decoding: $0, as: UTF8.self) } == "{\"weather\":[1, 2]}")
        let empty = try ReportCodec.decode(Sample.report(",\"ext\":{ },\"weather\":7"))
        #expect(empty.ext.map { String(decoding: $0, as: UTF8.self) } == "{\"weather\":7}")
        #expect(try ReportCodec.decode(Sample.report("")).ext == nil)
    }

    @Test func `a report says one thing at least: text, media or a category`() throws {
        let base =
            "{\"schema_version\":1,\"report_id\":\"a\",\"programme\":\"p\",\"channel\":\"web\",\"reported_at\":\"2026-11-22T08:15:00Z\""
        for content in [",\"media\":[{\"ref\":\"m\"}]", ",\"category_hint\":\"T02\"", ",\"text\":\"t\""] {
            #expect(throws: Never.self) { try ReportCodec.decode(Array((base + content + "}").utf8)) }
        }
        for nothing in ["", ",\"text\":\"\"", ",\"text\":null,\"media\":[]", ",\"category_hint\":\"\""] {
            let problems = ReportCodec.problems(of: Array((base + nothing + "}").utf8))
            #expect(
                problems.map(\.hint) == [
                    LocalText(
                        zh: "请发送：text、media、category_hint 中至少一项",
                        en: "send at least one of text, media and category_hint")
                ])
        }
    }

    @Test func `the limits are met exactly`() throws {
        let most = String(repeating: "🚧", count: 4000)
        #expect(try ReportCodec.decode(Sample.report("", text: most)).text == most)
        let over = ReportCodec.problems(of: Sample.report("", text: most + "x"))
        #expect(over.map(\.field) == ["text"])
        let media = (0..<21).map { "{\"ref\":\"m\($0)\"}" }
        #expect(
            try ReportCodec.decode(Sample.report(",\"media\":[\(media.dropLast().joined(separator: ","))]")).media.count
                == 20)
        #expect(
            ReportCodec.problems(of: Sample.report(",\"media\":[\(media.joined(separator: ","))]")).map(\.field) == [
                "media"
            ])
        let ext = String(repeating: "x", count: 16 * 1024 - 8)
        #expect(try ReportCodec.decode(Sample.report(",\"ext\":{\"a\":\"\(ext)\"}")).ext?.count == 16 * 1024)
        #expect(try ReportCodec.decode(Sample.report(",\"ext\":{\"a\":\"\(ext)x\"}")).ext == nil)
    }
}

/// Valid messages, to which a test adds fields.
enum Sample {
    /// 122 bytes with the text last, before `more`.
    static func report(_ more: String, text: String = "t") -> [UInt8] {
        Array(
            ("{\"schema_version\":1,\"report_id\":\"a\",\"programme\":\"p\",\"channel\":\"web\","
                + "\"reported_at\":\"2026-11-22T08:15:00+08:00\",\"text\":\"\(text)\"" + more + "}").utf8)
    }

    static func feedback(_ more: String, kind: String = "accept", role: String = "department") -> [UInt8] {
        Array(
            ("{\"schema_version\":1,\"event_id\":\"tp-1\",\"case_id\":\"20261122-03-000123\",\"kind\":\"\(kind)\","
                + "\"actor\":{\"role\":\"\(role)\",\"ref\":\"r-1\"},\"at\":\"2026-11-22T08:20:00+08:00\"" + more + "}")
                .utf8)
    }

    static func command(_ kind: String, _ arguments: String, role: String = "operator", more: String = "") -> [UInt8] {
        Array(
            ("{\"schema_version\":1,\"command_id\":\"op-1\",\"case_id\":\"20261122-03-000123\",\"operator\":\"zhang\","
                + "\"role\":\"\(role)\",\"kind\":\"\(kind)\",\"at\":\"2026-11-22T08:20:00+08:00\"\(more),"
                + "\"arguments\":\(arguments)}").utf8)
    }
}

extension Seeded {
    mutating func report() -> Report {
        var report = Report(reportID: identifier(), programme: identifier(), channel: any(), reportedAt: instant())
        report.kind = any()
        report.occurredAt = maybe { $0.instant() }
        report.reporter.ref = maybe { $0.text(5) }
        report.reporter.kind = maybe { $0.any() }
        report.reporter.platform = maybe { $0.text(5) }
        report.reporter.anonymous = flag()
        report.contactToken = maybe { $0.text(5) }
        report.text = text(60)
        report.language = maybe { $0.any() }
        report.categoryHint = maybe { $0.text(5) }
        report.conditionHint = maybe { $0.text(5) }
        report.categoryScheme = maybe { $0.identifier() }
        report.lifeRisk = any()
        report.actionTaken = any()
        report.location = maybe { seeded in
            var location = Location()
            location.point = seeded.maybe { GivenPoint(point: $0.point(), crs: $0.any()) }
            seeded.words(of: &location)
            return location
        }
        report.media = list(3) { $0.media() }
        report.threadID = maybe { $0.text(5) }
        report.relatedReportID = maybe { $0.identifier() }
        report.shareWithDepartment = flag()
        report.traceID = maybe { $0.identifier() }
        report.ext = maybe { Array("{\"n\": \($0.int(0...99))}".utf8) }
        return report
    }
}
