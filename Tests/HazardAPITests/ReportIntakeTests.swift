import Credentials
import EmbeddedLog
import Digest
import HazardAPI
import HazardCore
import HTTP
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

struct ReportIntakeTests {
    static func report(_ id: String = "g1-1", district: String? = "510185") -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("schema_version", 1), .init("report_id", .string(id)), .init("programme", "jianyang.sentinel"),
            .init("channel", "phone"), .init("reported_at", "2026-11-18T08:15:00+08:00"), .init("text", "桥头堵死"),
        ]
        if let district { members.append(.init("location", .object([.init("district", .string(district))]))) }
        return .object(members)
    }

    @Test func `a report is 202 with its id, and goes into the log byte for byte`() throws {
        let town = try Town()
        let sent = Self.report()
        let answer = try town.post("/v1/reports", sent)
        #expect(answer.status == 202)
        #expect(answer.json["report_id"]?.string == "g1-1")
        let home = KeyPartitioner.partition(of: "510185".utf8, among: 2)
        let record = try town.next(town.topics.reports, shard: home)
        #expect(record?.value == sent.bytes)
        #expect(record?.key == Array("510185".utf8))
    }

    @Test func `a report without a district goes to the shard of its programme`() throws {
        let town = try Town()
        #expect(try town.post("/v1/reports", Self.report(district: nil)).status == 202)
        let home = KeyPartitioner.partition(of: "jianyang.sentinel".utf8, among: 2)
        #expect(try town.next(town.topics.reports, shard: home)?.key == Array("jianyang.sentinel".utf8))
    }

    @Test func `a repeated report is accepted`() throws {
        let town = try Town()
        #expect(try town.post("/v1/reports", Self.report()).status == 202)
        #expect(try town.post("/v1/reports", Self.report()).status == 202)
    }

    @Test func `an emergency that cannot be used is 202 with its problems and the number, and goes into the log`()
        throws
    {
        let policy = try ShippedPolicy.load()
        let town = try Town { $0.policy = policy }
        let sent: JSONValue = [
            "schema_version": 1, "report_id": "em-1", "programme": "nobody.knows", "channel": "phone",
            "reported_at": "yesterday", "text": "着火了，明火很大，有人被困", "category_hint": "F03",
        ]
        let answer = try town.post("/v1/reports", sent)
        #expect(answer.status == 202)
        #expect(answer.json["report_id"] == "em-1" && answer.json["salvaged"] == true)
        let fields = answer.json["problems"]?.array?.compactMap { $0["field"]?.string } ?? []
        #expect(Set(fields) == ["programme", "reported_at"])
        #expect(answer.json["notice"]?["numbers"]?[0] == "119")
        #expect(answer.json["notice"]?["text"]?["zh"]?.string?.contains("119") == true)
        #expect(try town.count(town.topics.reports, shard: 0) + town.count(town.topics.reports, shard: 1) == 1)
        let body = [sent, Self.report(), ["report_id": "x", "text": "路灯不亮"]].map(\.bytes).joined(separator: [10])
        let ndjson = try town.client().post("/v1/reports", Array(body), type: "application/x-ndjson")
        let lines = try ndjson.body.split(separator: 10).map { try JSONValue(reading: Array($0)) }
        #expect(lines.map { $0["status"]?.int } == [202, 202, 400])
        #expect(lines.first?["salvaged"] == true)
    }

    @Test func `an invalid report is 400 with every problem and its hint`() throws {
        let town = try Town()
        let answer = try town.post(
            "/v1/reports",
            [
                "schema_version": 1, "report_id": "bad id", "programme": "nobody.knows", "channel": "pigeon",
                "reported_at": "yesterday", "text": "x",
            ])
        #expect(answer.status == 400)
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(Set(answer.fields) == ["report_id", "channel", "reported_at", "programme"])
        #expect(answer.json["errors"]?.array?.allSatisfy { $0["hint"]?.string?.isEmpty == false } == true)
        #expect(try town.count(town.topics.reports, shard: 0) + town.count(town.topics.reports, shard: 1) == 0)
    }

    @Test func `an unknown programme is a problem although all other fields are valid`() throws {
        let town = try Town()
        let answer = try town.post(
            "/v1/reports",
            [
                "schema_version": 1, "report_id": "g1-1", "programme": "nobody.knows", "channel": "phone",
                "reported_at": "2026-11-18T08:15:00+08:00", "text": "x",
            ])
        #expect(answer.status == 400)
        #expect(answer.fields == ["programme"])
    }

    /// Minutes from now, the status, and a part of the problem.
    private static let ages: [(Int64, Int, String)] = [
        (-181 * 1440, 400, "181 days back"), (-179 * 1440, 202, ""), (10, 202, ""), (11, 400, "11 minutes ahead"),
        (2880, 400, "2 days ahead"),
    ]

    @Test(arguments: ages)
    func `a report that is too old or from the future is refused with the limit, and not written`(
        _ minutes: Int64, _ status: Int, _ problem: String
    ) throws {
        let town = try Town()
        let time = TimeText.text(Town.start.adding(minutes: minutes), .china)
        let text = String(decoding: Self.report().bytes, as: UTF8.self)
            .replacing("2026-11-18T08:15:00+08:00", with: time)
        let answer = try town.client().post("/v1/reports", Array(text.utf8))
        #expect(answer.status.code == status)
        #expect(answer.fields == (status == 400 ? ["reported_at"] : []))
        #expect(answer.text.contains(problem))
        let written = try town.count(town.topics.reports, shard: 0) + town.count(town.topics.reports, shard: 1)
        #expect(written == (status == 400 ? 0 : 1))
    }

    @Test func `the configured age of reports applies, and of many lines the old ones are refused`() throws {
        let town = try Town { $0.limits.reportAge.maxAge = .seconds(3600) }
        let old = String(decoding: Self.report("old").bytes, as: UTF8.self)
        let new = old.replacing("old", with: "new").replacing(
            "2026-11-18T08:15:00+08:00", with: TimeText.text(Town.start, .china))
        let answer = try town.client().post(
            "/v1/reports", Array((old + "\n" + new).utf8), type: "application/x-ndjson")
        #expect(answer.status == 202)
        let results = try answer.text.split(separator: "\n").map { try JSONValue(reading: Array($0.utf8)) }
        #expect(results.map { $0["status"]?.int } == [400, 202])
        #expect(
            results[0]["problems"]?.array?.first?["problem"]?.string?.contains("intake.max_age is 60 minutes") == true)
    }

    @Test func `a body that is not JSON is 400`() throws {
        let town = try Town()
        #expect(try town.client().post("/v1/reports", Array("{\"a\":".utf8)).status == 400)
        #expect(try town.client().post("/v1/reports", []).status == 400)
        #expect(try town.client().post("/v1/reports", [0xFF, 0xFE]).status == 400)
    }

    @Test func `of many lines the valid ones are accepted, and each line has its result`() throws {
        let town = try Town()
        let lines = [Self.report("a").bytes, Array("not json".utf8), [], Self.report("b").bytes]
        let body = Array(lines.joined(separator: Array("\r\n".utf8)))
        let answer = try town.client().post("/v1/reports", body, type: "application/x-ndjson; charset=utf-8")
        #expect(answer.status == 202)
        let results = try answer.text.split(separator: "\n").map { try JSONValue(reading: Array($0.utf8)) }
        #expect(results.map { $0["line"]?.int } == [1, 2, 4])
        #expect(results.map { $0["status"]?.int } == [202, 400, 202])
        #expect(results.map { $0["report_id"]?.string } == ["a", nil, "b"])
        #expect(results[1]["problems"]?.array?.isEmpty == false)
        let home = KeyPartitioner.partition(of: "510185".utf8, among: 2)
        #expect(try town.count(town.topics.reports, shard: home) == 2)
        #expect(try town.next(town.topics.reports, shard: home)?.value == Self.report("a").bytes)
    }

    @Test func `lines without a valid one are 400 with their results`() throws {
        let town = try Town()
        let answer = try town.client().post("/v1/reports", Array("x\ny\n".utf8), type: "application/x-ndjson")
        #expect(answer.status == 400)
        #expect(answer.text.split(separator: "\n").count == 2)
        #expect(try town.client().post("/v1/reports", Array("\n\n".utf8), type: "application/x-ndjson").status == 400)
    }

    @Test func `a body above its limit is 413, an object at 1 MB and lines at 16 MB`() throws {
        let town = try Town()
        let large = [UInt8](repeating: UInt8(ascii: " "), count: 1024 * 1024 + 1)
        let answer = try town.client().post("/v1/reports", large)
        #expect(answer.status == 413)
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(try town.client().post("/v1/reports", large, type: "application/x-ndjson").status == 400)
        let larger = [UInt8](repeating: UInt8(ascii: "\n"), count: 16 * 1024 * 1024 + 1)
        #expect(try town.client().post("/v1/reports", larger, type: "application/x-ndjson").status == 413)
    }

    @Test func `another media type is 415 with the accepted ones`() throws {
        let town = try Town()
        let answer = try town.client().post("/v1/reports", Self.report().bytes, type: "text/plain")
        #expect(answer.status == 415)
        #expect(answer.headers["accept"] == "application/json, application/x-ndjson")
    }

    @Test func `a log that cannot be written is 503 with Retry-After`() throws {
        let town = try Town()
        town.log.close(within: .seconds(1))
        let answer = try town.post("/v1/reports", Self.report())
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] != nil)
    }

    @Test func `a report is signed when the server has a signing key`() throws {
        let key = try MessageKey(bytes: Array("secret".utf8))
        let town = try Town {
            $0.signer = ServerSigner(key)
            $0.tokens = try TownPolicy.tokens()
        }
        #expect(try town.post("/v1/reports", Self.report(), token: "gateway").status == 202)
        let home = KeyPartitioner.partition(of: "510185".utf8, among: 2)
        let record = try #require(try town.next(town.topics.reports, shard: home))
        let signedFor = Array("gateway;gateway".utf8)
        #expect(record.header("hazard-signed-for") == signedFor)
        let expected = "server;" + Hex.encode(try key.code(of: signedFor + [0] + (record.value ?? [])))
        #expect(record.header("hazard-signature") == Array(expected.utf8))
    }

    @Test func `a valid traceparent becomes a header of the record`() throws {
        let town = try Town()
        let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        _ = try town.post("/v1/reports", Self.report(), headers: ["traceparent": trace])
        _ = try town.post("/v1/reports", Self.report("g1-2"), headers: ["traceparent": "nonsense"])
        let home = KeyPartitioner.partition(of: "510185".utf8, among: 2)
        #expect(try town.next(town.topics.reports, shard: home)?.header("traceparent") == Array(trace.utf8))
        #expect(try town.next(town.topics.reports, shard: home, from: 1)?.headers.isEmpty == true)
    }
}

/// A gateway with `report_prefixes` sends and looks up only its own reports.
struct ReportPrefixTests {
    @Test func `a report of another gateway is 403, alone and in a batch, and nothing of it is written`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens(prefixes: ["g1-", "g3-"]) }
        #expect(try town.post("/v1/reports", ReportIntakeTests.report("g2-1"), token: "gateway").status == 403)
        #expect(try town.post("/v1/reports", ReportIntakeTests.report("g3-1"), token: "gateway").status == 202)
        let lines = ["g1-1", "g2-2"].map { ReportIntakeTests.report($0).bytes }
        let answer = try town.client(token: "gateway").post(
            "/v1/reports", Array(lines.joined(separator: [10])), type: "application/x-ndjson")
        #expect(answer.status == 202)
        #expect(answer.text.contains(#""line":2,"status":403"#))
        let home = KeyPartitioner.partition(of: "510185".utf8, among: 2)
        #expect(try town.count(town.topics.reports, shard: home) == 2)
        #expect(try town.post("/v1/reports", ReportIntakeTests.report("g2-3"), token: "operator").status == 202)
    }

    @Test func `a report of another gateway is not looked up`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens(prefixes: ["g1-"]) }
        try town.commit([Town.openCase(1)])
        #expect(try town.get("/v1/reports/g1-0-1", token: "gateway").status == 200)
        #expect(try town.get("/v1/reports/g2-0-1", token: "gateway").status == 403)
        #expect(try town.get("/v1/reports/g2-0-1", token: "operator").status == 404)
    }
}
