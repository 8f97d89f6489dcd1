import Foundation
import JSONText
import Testing

/// `hazard evaluate` with the shipped configuration, on lines written for these tests.
struct EvaluateTests {
    private func figures(of subject: String, _ lines: [String]) async throws -> JSONValue {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let file = try folder.write("labelled.jsonl", lines.joined(separator: "\n") + "\n")
        let words = [
            "evaluate", file, "--of", subject, "--json", "--config", Hazard.config.appending(path: "hazard.yaml").path,
        ]
        let outcome = try await Hazard.run(words)
        #expect(outcome.code == 0 && outcome.lines.count == 1, "\(outcome.errorOutput)")
        return try JSONValue(reading: Array((outcome.lines.first ?? "").utf8))
    }

    private static func report(_ id: String, _ fields: String) -> String {
        "{\"schema_version\":1,\"report_id\":\"\(id)\",\"programme\":\"jianyang.sentinel\",\"channel\":\"phone\","
            + "\"reported_at\":\"2026-11-22T08:15:00+08:00\",\(fields)}"
    }

    private static let lamp = report("e-1", "\"category_hint\":\"U01\"")

    @Test func `departments are scored by the lead that the routing table chooses for whole reports`() async throws {
        let bridge = Self.report("e-1", "\"category_hint\":\"T02\"")
        // A code of an emergency also needs words of one.
        let foreign = Self.report(
            "e-2",
            "\"category_hint\":\"05-02\",\"category_scheme\":\"gbt30428.yuncheng.2026\",\"text\":\"燃气味很重\"")
        let silent = Self.report("e-3", "\"text\":\"…\"")
        let found = try await figures(
            of: "department",
            [
                "{\"report\":\(bridge),\"department\":\"urban-management\"}",
                "{\"report\":\(foreign),\"department\":\"gas\"}", "{\"report\":\(silent),\"department\":\"triage\"}",
                "{\"report\":\(bridge),\"department\":\"traffic-police\"}",
            ])
        #expect(found["reports"]?.int == 4 && found["accuracy"]?.double == 0.75)
        // The label of the bridge's report is its co-department, which counts as lead or co but not as lead.
        #expect(found["lead_or_co"]?.double == 1 && found["fallback"]?.double == 0.25)
        let confusion = found["confusions"]?[0]
        #expect(
            confusion?["expected"]?.string == "urban-management" && confusion?["actual"]?.string == "traffic-police")
        #expect(found["worst"]?[0]?["report"]?.string == "e-1 lane-obstruction, lane-obstruction-default")
    }

    @Test func `urgency is scored for danger to life, for priority, and for either`() async throws {
        let found = try await figures(
            of: "urgency",
            [
                "{\"text\":\"电线垂下来了，怕触电\",\"urgent\":true}", "{\"text\":\"路灯不亮\",\"urgent\":false}",
                "{\"text\":\"小广告贴满了电线杆\",\"urgent\":true}",
            ])
        let either = found["readings"]?.array?.last
        #expect(either?["reading"]?.string == "either" && either?["found"]?.int == 1)
        #expect(either?["precision"]?.double == 1 && either?["recall"]?.double == 0.5)
        #expect(found["missed"]?[0]?["line"]?.int == 3)
    }

    @Test func `duplicates are scored by what the merging rule joins, in the order of receipt`() async throws {
        func lamp(_ id: String, _ minute: Int, _ latitude: Double, _ rest: String) -> String {
            let report =
                "{\"schema_version\":1,\"report_id\":\"\(id)\",\"programme\":\"jianyang.sentinel\",\"channel\":\"web\","
                + "\"reported_at\":\"2026-11-22T08:\(10 + minute):00+08:00\",\"category_hint\":\"U01\","
                + "\"location\":{\"lat\":\(latitude),\"lon\":104.5,\"crs\":\"wgs84\",\"district\":\"510185\"}}"
            return "{\"report\":\(report)\(rest)}"
        }
        // The same lamp twice, 11 m apart; another lamp 22 m away, which the rule cannot tell apart; the first lamp
        // again, far away.
        let found = try await figures(
            of: "duplicates",
            [
                lamp("d-1", 0, 30.4, ",\"group\":\"a\",\"things\":[\"7\"]"),
                lamp("d-2", 1, 30.4001, ",\"group\":\"a\",\"things\":[\"7\"]"),
                lamp("d-3", 2, 30.3998, ",\"things\":[\"8\"]"), lamp("d-4", 3, 30.5, ",\"group\":\"a\""),
                lamp("d-5", 4, 30.6, ",\"closed_at\":\"2026-11-22T08:14:30+08:00\""), lamp("d-6", 5, 30.6, ""),
            ])
        #expect(found["reports"]?.int == 6 && found["joined"]?.int == 2)
        #expect(
            found["repeats"]?.int == 2 && found["repeats_found"]?.int == 1 && found["missed"]?[0]?["line"]?.int == 4)
        #expect(found["pairs_right"]?.int == 1 && found["pairs_wrong"]?.int == 2)
        #expect(found["mistakes"]?[0]?["second"]?.int == 3)
        #expect(found["suggestions"]?["repeats_found"]?.int == 1 && found["suggestions"]?["shown"]?.double == 0)
    }

    @Test func `a repeat that the rule leaves apart counts as found when it is suggested`() async throws {
        func lamp(_ id: String, _ minute: Int, _ address: String, _ rest: String) -> String {
            "{\"report\":{\"schema_version\":1,\"report_id\":\"\(id)\",\"programme\":\"jianyang.sentinel\",\"channel\":\"web\","
                + "\"reported_at\":\"2026-11-22T08:\(10 + minute):00+08:00\",\"category_hint\":\"U01\",\"text\":\"灯不亮\","
                + "\"location\":{\"address\":\"\(address)\",\"district\":\"510185\"}}\(rest)}"
        }
        // Two names for one place, which the rule does not take for one; then another place.
        let found = try await figures(
            of: "duplicates",
            [
                lamp("s-1", 0, "沱江边老码头石梯旁", ",\"group\":\"a\""),
                lamp("s-2", 1, "沱江边的老码头石梯", ",\"group\":\"a\""), lamp("s-3", 2, "东溪镇新市街口", ""),
            ])
        #expect(found["repeats"]?.int == 1 && found["repeats_found"]?.int == 0, "\(found)")
        let suggested = found["suggestions"]
        #expect(suggested?["repeats_found"]?.int == 1 && suggested?["repeat_recall"]?.double == 1)
        #expect(suggested?["shown"]?.double ?? 0 > 0.3 && suggested?["shown"]?.double ?? 1 < 0.4)
    }

    @Test(arguments: [
        ("department", "{\"report\":{\"schema_version\":1},\"department\":\"gas\"}", "report.report_id"),
        ("department", "{\"department\":\"gas\"}", "\"report\""), ("urgency", "{\"text\":\"x\"}", "\"urgent\":true"),
        ("category", "{\"text\":\"x\",\"category\":\"X99\"}", "X99"), ("category", "{", "line 1"),
        ("duplicates", "{\"report\":\(EvaluateTests.lamp),\"closed_at\":\"soon\"}", "closed_at"),
    ])
    func `a line that cannot be scored ends with 2, and the error names the line and what is expected`(
        subject: String, line: String, fix: String
    ) async throws {
        let folder = try HazardFolder()
        defer { folder.delete() }
        let file = try folder.write("labelled.jsonl", line + "\n")
        let config = Hazard.config.appending(path: "hazard.yaml").path
        let outcome = try await Hazard.run(["evaluate", file, "--of", subject, "--config", config])
        #expect(outcome.code == 2 && outcome.output.isEmpty)
        #expect(outcome.errorOutput.contains("line 1") && outcome.errorOutput.contains(fix), "\(outcome.errorOutput)")
    }
}
