import Dispatch
import EmbeddedLog
import Foundation
import HTTP
import HazardAPI
import HazardCore
import JSONText
import MessageLog
import Synchronization
import Telemetry
import TestSupport
import Testing

/// Large and hostile requests, and a log that takes nothing.
struct LoadTests {
    private static func report(_ more: [JSONValue.Member], _ id: String = "g1-1") -> JSONValue {
        .object((ReportIntakeTests.report(id).object ?? []) + more)
    }

    private static func fields(_ count: Int) -> [JSONValue.Member] {
        (0..<count).map { .init("field_\($0)", .int(Int64($0))) }
    }

    // MARK: - Answers are bounded

    @Test func `40,000 unknown fields are a 202 with 20 warnings and their number`() throws {
        let answer = try Town().post("/v1/reports", Self.report(Self.fields(40_000)))
        #expect(answer.status == 202)
        #expect(answer.json["warnings"]?.array?.count == 20)
        #expect((answer.json["warning_count"]?.int ?? 0) > 38_000)
        #expect(answer.body.count < 10_000)
    }

    @Test(arguments: [("zh-CN", "是否想写 category_hint？"), ("en", "did you mean category_hint?")])
    func `a misspelt field is named in the 202, in the language of the sender`(
        _ language: String, _ hint: String
    ) throws {
        let sent = Self.report([.init("catagory_hint", "T02")])
        let town = try Town()
        let answer = try town.post("/v1/reports", sent, headers: ["Accept-Language": language])
        #expect(answer.status == 202 && answer.json["report_id"]?.string == "g1-1")
        #expect(answer.json["warnings"]?[0]?["field"]?.string == "catagory_hint")
        #expect(answer.json["warnings"]?[0]?["hint"]?.string == hint)
        let lines = try town.client().post("/v1/reports", sent.bytes, type: "application/x-ndjson")
        #expect(lines.json["warnings"]?[0]?["field"]?.string == "catagory_hint")
        #expect(try town.post("/v1/reports", ReportIntakeTests.report()).json["warnings"] == nil)
    }

    @Test func `an invalid request lists 20 problems and says how many there are`() throws {
        let media = JSONValue.array((0..<20).map { _ in ["ref": 1, "sha256": 2, "mime": 3] })
        let answer = try Town().post("/v1/reports", Self.report([.init("media", media)]))
        #expect(answer.status == 400)
        #expect(answer.fields.count == 20 && answer.json["error_count"]?.int == 60)
        #expect(answer.json["detail"]?.string?.hasSuffix("(60 problems, the first 20 are listed)") == true)
        let query = (0..<1000).map { "q\($0)=1" }.joined(separator: "&")
        let asked = try Town().get("/v1/cases?" + query)
        #expect(asked.status == 400 && asked.fields.count == 20 && asked.json["error_count"]?.int == 1000)
    }

    @Test func `of very many bad lines the first are explained, and every one has its result`() throws {
        let town = try Town()
        let body = Array(String(repeating: "{}\n", count: 20_000).utf8)
        let answer = try town.client().post("/v1/reports", body, type: "application/x-ndjson")
        #expect(answer.status == 400)
        let lines = answer.text.split(separator: "\n")
        #expect(lines.count == 20_000 && answer.body.count < 2_000_000)
        let last = try JSONValue(reading: Array((lines.last ?? "").utf8))
        #expect(last["line"]?.int == 20_000 && last["status"]?.int == 400)
        #expect(last["problems"]?.array?.isEmpty == true && last["problem_count"]?.int == 6)
    }

    @Test func `a request of more lines than 100,000 is 413`() throws {
        let body = Array(String(repeating: "{\n", count: 100_001).utf8)
        let town = try Town()
        let answer = try town.client().post("/v1/reports", body, type: "application/x-ndjson")
        #expect(answer.status == 413 && answer.json["type"]?.string == "urn:hazard:problem:too-many-lines")
    }

    @Test func `many lines are written in batches, all of them and in order`() throws {
        let town = try Town()
        let body = (0..<2500).map { ReportIntakeTests.report("r-\($0)").bytes }.joined(separator: [UInt8(ascii: "\n")])
        let answer = try town.client().post("/v1/reports", Array(body), type: "application/x-ndjson")
        #expect(answer.status == 202)
        let ids = try answer.text.split(separator: "\n").map {
            try JSONValue(reading: Array($0.utf8))["report_id"]?.string
        }
        #expect(ids == (0..<2500).map { "r-\($0)" })
        #expect(try (0..<2).reduce(0) { try $0 + town.count(town.topics.reports, shard: $1) } == 2500)
    }

    // MARK: - Monitoring

    @Test func `health and readiness are answered while every worker is busy`() throws {
        let gate = DispatchSemaphore(value: 0)
        let waiting = Mutex(0)
        let town = try Town { context in
            context.metrics.source {
                waiting.withLock { $0 += 1 }
                gate.wait()
                return []
            }
        }
        let busy = try (0..<40).map { _ in Later { [client = try town.client()] in try client.get("/metrics").status } }
        while waiting.withLock({ $0 < 16 }) { usleep(1000) }
        for target in ["/-/healthy", "/-/ready", "/version"] {
            #expect(try town.client(timeout: .seconds(5)).get(target).status == 200)
        }
        for _ in busy { gate.signal() }
        for request in busy { #expect(try request.value() == 200) }
    }

    @Test func `the server is not ready while its log takes no posts, and ready again after one that it takes`() throws
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hazard-full-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var settings = EmbeddedLogSettings()
        settings.maxBytes = 400_000
        let small = try EmbeddedLog(directory: folder.path, settings: settings)
        defer { small.close(within: .seconds(1)) }
        let town = try Town { context in
            try small.create(context.topics.sharded.map { TopicDescription(name: $0, partitions: 2) })
            context.log = small
        }
        #expect(try town.get("/-/ready").status == 200)
        let text = String(repeating: "a", count: 800_000)
        let tooMuch = Self.report([.init("filler", .string(text))])
        let refused = try town.post("/v1/reports", tooMuch)
        #expect(refused.status == 503 && refused.headers["retry-after"] != nil)
        let ready = try town.get("/-/ready")
        #expect(ready.status == 503)
        #expect(ready.text.contains("the log has taken no request") && ready.text.contains("disk-full"))
        #expect(try town.get("/-/healthy").status == 200)
        #expect(try town.post("/v1/reports", ReportIntakeTests.report("g1-2")).status == 202)
        #expect(try town.get("/-/ready").text == "ok\n")
    }
}
