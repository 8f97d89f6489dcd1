import HazardCore
import HazardWire
import TestSupport
import Testing
import Wording

/// What is wrong with a report, by reason, field and byte.
struct RejectionTests {
    struct Bad: Sendable, CustomTestStringConvertible {
        var json: String
        var reason: RejectionReason
        var field: String?
        var offset: Int?

        var testDescription: String { String(json.prefix(80)) }

        init(_ json: String, _ reason: RejectionReason, _ field: String?, _ offset: Int?) {
            self.json = json
            self.reason = reason
            self.field = field
            self.offset = offset
        }

        /// A valid report with one more field, whose value starts at byte 125 plus the length of the field's name.
        static func field(_ name: String, _ value: String, _ path: String? = nil, inside: Int = 0) -> Bad {
            let json = String(decoding: Sample.report(",\"\(name)\":\(value)"), as: UTF8.self)
            return Bad(json, .invalid, path ?? name, json.utf8.count - value.utf8.count - 1 + inside)
        }
    }

    static let syntax: [Bad] = [
        Bad("", .malformed, nil, 0),
        Bad("  \n", .malformed, nil, 0),
        Bad("{", .malformed, nil, 1),
        Bad("{\"text\":\"a\",}", .malformed, nil, 12),
        Bad("{\"text\":\"a\"} x", .malformed, nil, 13),
        Bad("{\"text\":\"a\"}{}", .malformed, nil, 12),
        Bad("{\"text\":\"a\u{1}\"}", .malformed, "text", 10),
        Bad("{\"text\":\"\\x\"}", .malformed, "text", 9),
        Bad("{\"text\":\"\\ud800\"}", .malformed, "text", 9),
        Bad("{\"text\":01}", .malformed, "text", 8),
        Bad("{\"text\":nul}", .malformed, "text", 8),
        Bad("{text:1}", .malformed, nil, 1),
        Bad("{\"text\":\"a\",\"text\":\"b\"}", .malformed, "text", 12),
        Bad("{\"x\":{\"y\":1,\"y\":2}}", .malformed, "x.y", 12),
        Bad("\u{FEFF}{}", .malformed, nil, 0),
        Bad("{\"x\":" + String(repeating: "[", count: 100), .malformed, nil, nil),
        Bad("[]", .invalid, nil, 0),
        Bad("7", .invalid, nil, 0),
        Bad("null", .invalid, nil, 0),
    ]

    static let schema: [Bad] = [
        Bad("{}", .invalid, "schema_version", 0),
        Bad("{\"schema_version\":1}", .invalid, "report_id", 0),
        Bad("{\"schema_version\":0}", .invalid, "schema_version", 18),
        Bad("{\"schema_version\":\"1\"}", .invalid, "schema_version", 18),
        Bad("{\"schema_version\":1.0}", .invalid, "schema_version", 18),
        Bad("{\"schema_version\":2}", .unknownSchemaVersion, "schema_version", 18),
        Bad("{\"report_id\":{\"new\":1},\"schema_version\":2}", .unknownSchemaVersion, "schema_version", 40),
        Bad("{\"schema_version\":2,\"text\":\"\\x\"}", .malformed, "text", 28),
        Bad("{\"schema_version\":1,\"report_id\":\"\"}", .invalid, "report_id", 32),
        Bad("{\"schema_version\":1,\"report_id\":\"a b\"}", .invalid, "report_id", 32),
        Bad("{\"schema_version\":1,\"report_id\":\"报\"}", .invalid, "report_id", 32),
        Bad("{\"schema_version\":1,\"report_id\":7}", .invalid, "report_id", 32),
        Bad("{\"channel\":\"fax\"}", .invalid, "channel", 11),
        Bad("{\"reported_at\":\"2026-11-22\"}", .invalid, "reported_at", 15),
        Bad("{\"schema_version\":1,\"report_id\":\"\(String(repeating: "a", count: 65))\"}", .invalid, "report_id", 32),
        .field("kind", "\"none\""),
        .field("occurred_at", "\"2026-02-30T08:15:00+08:00\""),
        .field("occurred_at", "\"2026-11-22T08:15:60+08:00\""),
        .field("occurred_at", "\"2026-11-22T08:15:00\""),
        .field("occurred_at", "\"2026-11-22T08:15:00.Z\""),
        .field("occurred_at", "1795306500000"),
        .field("reporter", "\"rider\""),
        .field("reporter", "{\"kind\":\"robot\"}", "reporter.kind", inside: 8),
        .field("reporter", "{\"anonymous\":\"no\"}", "reporter.anonymous", inside: 13),
        .field("life_risk", "\"Possible\""),
        .field("action_taken", "true"),
        .field("lang", "\"en\""),
        .field("category_hint", "\"\(String(repeating: "车", count: 65))\""),
        .field("related_report_id", "\"\""),
        .field("consent", "{\"share_with_dept\":1}", "consent.share_with_dept", inside: 19),
        .field("ext", "[1]"),
        .field("location", "{\"lat\":91,\"lon\":1}", "location.lat", inside: 7),
        .field("location", "{\"lat\":1,\"lon\":-180.5}", "location.lon", inside: 15),
        .field("location", "{\"lat\":1e999,\"lon\":1}", "location.lat", inside: 7),
        .field("location", "{\"lat\":1}", "location.lon"),
        .field("location", "{\"lon\":1,\"lat\":null}", "location.lat"),
        .field("location", "{\"lat\":0,\"lon\":0.0}", "location"),
        .field("location", "{\"lat\":1,\"lon\":1,\"crs\":\"WGS84\"}", "location.crs", inside: 23),
        .field("location", "{\"accuracy_m\":-1}", "location.accuracy_m", inside: 14),
        .field("location", "{\"segment\":{\"from\":1}}", "location.segment.from", inside: 19),
        .field("location", "{\"road_class\":\"motorway\"}", "location.road_class", inside: 14),
        .field("location", "{\"address\":\"\(String(repeating: "a", count: 501))\"}", "location.address", inside: 11),
        .field("media", "{\"ref\":\"m\"}"),
        .field("media", "[{\"ref\":\"m\"},{\"sha256\":null}]", "media[1].ref", inside: 13),
        .field("media", "[{\"ref\":\"\"}]", "media[0].ref", inside: 8),
        .field("media", "[{\"ref\":\"m\",\"sha256\":\"abc\"}]", "media[0].sha256", inside: 21),
        .field("media", "[null]", "media[0]", inside: 1),
    ]

    @Test(arguments: syntax + schema)
    func `a bad report is rejected with its reason, field and byte`(bad: Bad) throws {
        let bytes = Array(bad.json.utf8)
        do throws(Rejection) {
            _ = try ReportCodec.decode(bytes)
            Issue.record("it was taken")
        } catch {
            #expect(error.reason == bad.reason, "\(error.sentence)")
            #expect(TextCheck.problems(of: error.sentence).isEmpty)
            if bad.field != nil || bad.reason == .invalid { #expect(error.field == bad.field, "\(error.sentence)") }
            if let offset = bad.offset { #expect(error.offset == offset, "\(error.sentence)") }
        }
        let problems = ReportCodec.problems(of: bytes)
        for text in problems.flatMap({ [$0.problem, $0.hint] }) { #expect(TextCheck.problems(of: text).isEmpty) }
        #expect(problems.contains { $0.field == bad.field ?? $0.field && $0.offset == bad.offset ?? $0.offset })
    }

    @Test func `bytes that are no UTF-8 are malformed`() throws {
        var bytes = Sample.report("")
        bytes[bytes.count - 3] = 0xFF
        #expect(throws: Rejection.self) { try ReportCodec.decode(bytes) }
        #expect(ReportCodec.problems(of: bytes).map(\.field) == ["text"])
    }

    @Test func `a record without a value and one that is too large have reasons of their own`() {
        func reason(_ bytes: [UInt8]?) -> RejectionReason? {
            do throws(Rejection) {
                _ = try ReportCodec.decode(bytes)
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(reason(nil) == .tombstone)
        #expect(reason([UInt8](repeating: 0x20, count: 900 * 1024 + 1)) == .tooBig)
        #expect(reason(Sample.report(String(repeating: " ", count: 900 * 1024 - Sample.report("").count))) == nil)
    }

    @Test func `all problems are listed at once, each with its field and a hint`() {
        let json = """
            {"schema_version":1,"report_id":"a b","channel":"fax","reported_at":"yesterday","text":7,\
            "reporter":{"kind":"robot","anonymous":0},"location":{"lat":95,"crs":"x"},\
            "media":[{"sha256":"z"},{"ref":"m"},{"ref":""}],"weather":1,"ext":{"weather":2}}
            """
        let problems = ReportCodec.problems(of: Array(json.utf8))
        #expect(
            problems.map(\.field) == [
                "programme", "report_id", "channel", "reported_at", "text", "reporter.kind", "reporter.anonymous",
                "location.lon", "location.lat", "location.crs", "media[0].ref", "media[0].sha256", "media[2].ref",
            ])
        for problem in problems {
            #expect([problem.problem, problem.hint].flatMap(TextCheck.problems).isEmpty)
            for language in Language.allCases {
                let text = problem.problem[language]
                #expect(!text.contains("yesterday") && !text.contains("robot"))
            }
        }
    }

    @Test func `the sentence of a rejection never shows text of the message`() {
        let secret = "13800138000"
        for more in [
            ",\"life_risk\":\"\(secret)\"", ",\"related_report_id\":\"\(secret) \"", ",\"reporter\":\"\(secret)\"",
        ] {
            do throws(Rejection) {
                _ = try ReportCodec.decode(Sample.report(more))
                Issue.record("it was taken")
            } catch {
                #expect(!error.sentence.en.contains(secret) && !error.sentence.zh.contains(secret))
            }
        }
    }

    @Test func `reasons are the closed list that the reference names`() {
        #expect(
            RejectionReason.allCases.map(\.rawValue) == [
                "malformed", "tombstone", "too-big", "unknown-schema-version", "invalid", "stale", "future",
                "id-reused", "contact-in-id",
                "unknown-programme", "unknown-case", "unknown-department", "unknown-operator-kind", "bad-signature",
                "not-for-people",
                "case-full", "out-of-area", "spam", "not-hazard",
            ])
    }
}
