import ChineseText
import Foundation
import HTTP
import HazardAPI
import HazardCore
import JSONText
import TestSupport
import Testing

/// `POST /v1/exports` and its pages: what people decided, for training; and how often they agreed with a model.
struct ExportTests {
    /// A case of which a model said `answer`, and which a person then classified as what it is.
    private static func reviewed(_ number: Int, modelSaid answer: String) -> Case {
        var value = Town.openCase(number, shard: number % 2)
        value.text = "沱江一号桥引道三车道变一，电话13812345678"
        value.decision.evidence = [
            .model(
                ModelEvidence(
                    .category, name: "made-up", hash: "0123456789abcdef", answer: answer, thousandths: 700,
                    effect: .suggests))
        ]
        var command = Command(
            commandID: "c-\(number)", caseID: value.id, operatorName: "li", role: .dispatcher,
            action: .classify(category: "lane-obstruction", condition: nil), at: Town.start)
        command.reason = nil
        let decider = CaseDecider(policy: TownPolicy.policy)
        #expect(decider.decide(command, on: &value, at: Town.start) == .applied)
        value.version += 1
        return value
    }

    private static func export(
        _ town: Town, _ query: String, token: String? = nil
    ) throws -> (begun: JSONValue, rows: [JSONValue]) {
        let begun = try town.client(token: token).post("/v1/exports?" + query, [])
        #expect(begun.status == 201, "\(begun.text)")
        let id = begun.json["export_id"]?.string ?? ""
        var rows: [JSONValue] = []
        var next: String? = ""
        while let mark = next {
            let page = try town.get(
                "/v1/exports/\(id)/rows" + (mark.isEmpty ? "" : "?after=" + mark), token: token)
            #expect(page.status == 200, "\(page.text)")
            rows += page.json["rows"]?.array ?? []
            next = page.json["next"]?.string
        }
        let over = try town.get("/v1/exports/\(id)/rows", token: token)
        #expect(over.status == 404, "the export is over after its last page")
        return (begun.json, rows)
    }

    @Test func `a supervisor exports reviewed categories; texts are masked, pseudonyms are new each time`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit([
            Self.reviewed(1, modelSaid: "lane-obstruction"),
            Self.reviewed(2, modelSaid: "other"), Town.openCase(3),
        ])
        for role in ["operator", "dispatcher", "traffic-police", "viewer"] {
            #expect(try town.client(token: role).post("/v1/exports?of=category", []).status == 403)
        }
        #expect(try town.client(token: "supervisor").post("/v1/exports", []).status == 400)
        let (_, rows) = try Self.export(town, "of=category&since=2026-11-01&reason=first", token: "supervisor")
        #expect(rows.map { $0["label"]?.string } == ["lane-obstruction", "lane-obstruction"])
        let text = rows.first?["text"]?.string ?? ""
        #expect(text.contains("沱江") && !text.contains("13812345678"))
        let pseudonyms = rows.compactMap { $0["reporter"]?.string }
        #expect(pseudonyms.count == 2 && Set(pseudonyms).count == 1 && pseudonyms.first?.hasPrefix("r-") == true)
        let (_, again) = try Self.export(town, "of=category", token: "supervisor")
        #expect(again.first?["reporter"]?.string != pseudonyms.first)
        let later = try Self.export(town, "of=category&since=2027-01-01", token: "supervisor")
        #expect(later.rows.isEmpty)
        let record = try String(contentsOfFile: town.context.storeDirectory + "/exports.jsonl", encoding: .utf8)
        let lines = record.split(separator: "\n").map { try? JSONValue(reading: Array($0.utf8)) }
        #expect(lines.count == 6 && lines[0]?["by"]?.string == "supervisor" && lines[0]?["reason"]?.string == "first")
        #expect(lines[0]?["rows"]?.int == nil && lines[1]?["rows"]?.int == 2 && lines[0]?["at"]?.string != nil)
        #expect(!record.contains("account-of-the-rider"))
    }

    @Test func `without tokens the export names who asks`() throws {
        let town = try Town()
        #expect(try town.client().post("/v1/exports?of=category", []).status == 400)
        #expect(try Self.export(town, "of=urgency&operator=li").rows.isEmpty)
    }

    @Test func `a programme that hides its sources exports nothing`() throws {
        let town = try Town { $0.policy = TownPolicy.hidingSources }
        try town.commit([Self.reviewed(1, modelSaid: "other")])
        #expect(try Self.export(town, "of=category&operator=li").rows.isEmpty)
    }

    @Test func `reports that a person merged are one group`() throws {
        let town = try Town()
        var first = Town.openCase(1)
        var second = SecondCase.known(Town.openCase(3))
        let target: CaseID = if case .known(let other) = second { other.id } else { first.id }
        let command = Command(
            commandID: "c-1", caseID: first.id, operatorName: "li", role: .operator, action: .merge(into: target),
            at: Town.start)
        let decider = CaseDecider(policy: TownPolicy.policy)
        #expect(decider.decide(command, on: &first, with: &second, at: Town.start) == .applied)
        guard case .known(var other) = second else { return }
        first.version += 1
        other.version += 1
        try town.commit([first, other, Town.openCase(5)])
        let rows = try Self.export(town, "of=duplicates&operator=li").rows
        #expect(rows.count == 2 && Set(rows.map { $0["group"]?.string }).count == 1)
        #expect(rows.allSatisfy { $0["report"]?["report_id"]?.string?.hasPrefix("x-") == true })
        #expect(rows.allSatisfy { $0["report"]?["text"]?.string == "沱江一号桥引道三车道变一" })
    }

    @Test func `agreement with a model is counted by month of the decision, in figures and metrics`() throws {
        let town = try Town()
        try town.commit([
            Self.reviewed(1, modelSaid: "lane-obstruction"),
            Self.reviewed(2, modelSaid: "other"),
            Self.reviewed(3, modelSaid: "lane-obstruction"),
        ])
        let answer = try town.get("/v1/stats").json["model_agreement"]?.array
        #expect(answer?.count == 1 && answer?[0]["month"]?.string == "2026-11")
        #expect(answer?[0]["agreed"]?.int == 2 && answer?[0]["decided"]?.int == 3)
        #expect(answer?[0]["percent"]?.double == 66.67)
        #expect(try town.get("/v1/stats?category=T02").json["model_agreement"]?.array == nil)
        let metrics = try town.get("/metrics").text
        #expect(metrics.contains(#"hazard_model_decisions{of="category",month="2026-11",outcome="agreed"} 2"#))
        #expect(metrics.contains(#"hazard_model_decisions{of="category",month="2026-11",outcome="changed"} 1"#))
    }
}
