import HazardCore
import HazardWire
import JSONText
import TestSupport
import Testing
import Wording

/// Fields of a report outside its schema: what is stored, and what the sender is warned of.
struct UnknownFieldTests {
    private static let limit = 16 * 1024

    private static func ext(_ more: String) throws -> JSONValue {
        try JSONValue(reading: try ReportCodec.decode(Sample.report(more)).ext ?? Array("null".utf8))
    }

    private static func warnings(_ more: String) throws -> WireProblems {
        var warnings = WireProblems()
        _ = try ReportCodec.decode(Sample.report(more), warning: &warnings)
        return warnings
    }

    private static func fields(_ count: Int) -> String {
        (0..<count).map { ",\"field_\($0)\":\($0)" }.joined()
    }

    // MARK: - What is stored

    @Test func `no number of unknown fields refuses a report; 16 KB of them are stored`() throws {
        let value = Sample.report(Self.fields(40_000))
        #expect(ReportCodec.problems(of: value).isEmpty)
        let ext = try #require(try ReportCodec.decode(value).ext)
        #expect((Self.limit - 64...Self.limit + 2).contains(ext.count))
        #expect(try JSONValue(reading: ext).object?.allSatisfy { $0.key.hasPrefix("field_") } == true)
    }

    @Test func `a field that has no room is dropped, the smaller ones are stored`() throws {
        let big = String(repeating: "x", count: Self.limit)
        let stored = try Self.ext(",\"a\":1,\"photo\":\"\(big)\",\"b\":[2]")
        #expect(stored == ["a": 1, "b": [2]])
        let of = try Self.ext(",\"weather\":\"dry\",\"ext\":{\"photo\":\"\(big)\",\"wind\":3}")
        #expect(of == ["weather": "dry", "wind": 3])
        #expect(try Self.ext(",\"ext\":{\"photo\":\"\(big)\"}") == .null)
    }

    @Test func `which fields are stored does not depend on their order`() throws {
        var seeded = Seeded(7)
        for _ in 0..<20 {
            let fields = (0..<400).map { number in
                ",\"f\(number)\":\"" + String(repeating: "y", count: seeded.int(0...300)) + "\""
            }
            let given = "," + "\"ext\":{\"kept\":\"" + String(repeating: "z", count: seeded.int(0...9000)) + "\"}"
            let one = try Self.ext(fields.joined() + given)
            let other = try Self.ext(given + fields.reversed().joined())
            #expect(Set(one.object ?? []) == Set(other.object ?? []))
        }
    }

    @Test func `a name that stands in ext and beside it is stored once, as ext has it`() throws {
        #expect(try Self.ext(",\"a\":1,\"ext\":{\"a\":2}") == ["a": 2])
        let warnings = try Self.warnings(",\"b\":0,\"a\":1,\"ext\":{\"a\":2}")
        #expect(warnings.map(\.field) == ["a"])
    }

    // MARK: - Warnings

    @Test func `a dropped field is named in a warning, at most 20 of them with the number of all`() throws {
        let warnings = try Self.warnings(Self.fields(40_000))
        #expect(warnings.count == 20 && warnings.total > 38_000)
        #expect(warnings.allSatisfy { $0.problem.en.contains("16384 bytes") && $0.problem.zh.contains("16384") })
        let big = String(repeating: "x", count: Self.limit)
        #expect(try Self.warnings(",\"ext\":{\"a\":1,\"b\":\"\(big)\"}").map(\.field) == ["ext.b"])
    }

    @Test(arguments: [
        ("\"catagory_hint\":\"T02\"", "catagory_hint", "category_hint"), ("\"reporterr\":{}", "reporterr", "reporter"),
        ("\"occured_at\":\"x\"", "occured_at", "occurred_at"), ("\"reportId\":1", "reportId", "report_id"),
        ("\"location\":{\"lat\":1,\"lon\":2,\"lng\":104.5}", "location.lng", "lon"),
        ("\"location\":{\"lat\":1,\"lon\":2,\"longitude\":2}", "location.longitude", "lon"),
        ("\"location\":{\"lat\":1,\"lon\":2,\"Latitude\":2}", "location.Latitude", "lat"),
        ("\"location\":{\"adress\":\"x\"}", "location.adress", "address"),
        ("\"media\":[{\"ref\":\"a\"},{\"ref\":\"b\",\"sha265\":\"x\"}]", "media[1].sha265", "sha256"),
        ("\"reporter\":{\"plattform\":\"x\"}", "reporter.plattform", "platform"),
    ])
    func `a misspelt field is named with the known name that was probably meant`(
        _ field: String, _ path: String, _ meant: String
    ) throws {
        let warnings = try Self.warnings("," + field)
        #expect(warnings.map(\.field) == [path])
        #expect(warnings.first?.hint == LocalText(zh: "是否想写 \(meant)？", en: "did you mean \(meant)?"))
    }

    @Test func `a field of the gateway's own that is stored is no reason to warn`() throws {
        #expect(try Self.warnings(",\"weather\":\"dry\",\"gateway_build\":7,\"ext\":{\"catagory_hint\":1}").isEmpty)
        #expect(try Self.warnings("").isEmpty)
    }

    @Test func `a field inside an object is not stored, so it is named`() throws {
        let warnings = try Self.warnings(",\"location\":{\"district\":\"1\",\"floor_number\":7},\"consent\":{\"q\":1}")
        #expect(warnings.map(\.field) == ["location.floor_number", "consent.q"])
        #expect(warnings.allSatisfy { $0.problem.en.hasSuffix("not stored") && $0.hint.en.contains("ext") })
        let many = (0..<5000).map { ",\"q\($0)\":1" }.joined().dropFirst()
        let told = try Self.warnings(",\"location\":{\(many)}")
        #expect(told.count == 20 && told.total == 5000)
    }

    @Test func `feedback and commands have the same warnings`() throws {
        var warnings = WireProblems()
        _ = try FeedbackCodec.decode(
            Sample.feedback(",\"department\":\"d\",\"suggested_departement\":\"x\""), warning: &warnings)
        #expect(warnings.map(\.hint.en) == ["did you mean suggested_department?"])
        _ = try CommandCodec.decode(
            Sample.command("close", "{\"code\":\"solved\",\"cod\":1}", more: ",\"raeson\":\"x\""), warning: &warnings)
        #expect(warnings.map(\.field) == ["raeson", "arguments.cod"])
    }

    @Test func `warnings are sentences in both languages`() throws {
        let big = String(repeating: "x", count: Self.limit)
        for more in [",\"catagory_hint\":1", ",\"location\":{\"q\":1}", ",\"photo\":\"\(big)\""] {
            for warning in try Self.warnings(more) {
                #expect([warning.problem, warning.hint].flatMap(TextCheck.problems).isEmpty)
            }
        }
    }

    // MARK: - Problems

    @Test func `a message with many problems lists 20 of them and how many there are`() {
        let media = (0..<20).map { _ in "{\"ref\":1,\"sha256\":2,\"mime\":3,\"taken_at\":4}" }.joined(separator: ",")
        let problems = ReportCodec.problems(of: Sample.report(",\"media\":[\(media)]"))
        #expect(problems.count == 20)
        #expect(problems.total == 80)
        #expect(problems.first?.field == "media[0].ref" && problems.last?.field == "media[4].taken_at")
    }
}
