import HTTP
import HazardAPI
import HazardCore
import JSONText
import Telemetry
import TestSupport
import Testing
import Wording

struct ServiceTests {
    // MARK: - Paths and methods

    @Test(arguments: ["/v2/cases", "/v1", "/v1/cases/", "/v1/cases/x/y", "/-/", "/v1//cases"])
    func `an unknown path is 404 with a problem`(_ target: String) throws {
        let answer = try Town().get(target)
        #expect(answer.status == 404)
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(answer.json["status"]?.int == 404)
        #expect(answer.json["type"]?.string == "urn:hazard:problem:unknown-path")
        #expect(answer.json["title"]?.string == "Not Found")
        #expect(answer.json["errors"]?.array?.isEmpty == true)
    }

    @Test(arguments: [
        ("DELETE", "/v1/cases", "GET, HEAD"), ("GET", "/v1/reports", "POST"), ("PUT", "/v1/reports", "POST"),
        ("POST", "/-/healthy", "GET, HEAD"), ("OPTIONS", "/v1/stream", "GET, HEAD"),
        ("GET", "/v1/cases/20261122-00-000001/feedback", "POST"),
    ])
    func `a wrong method is 405 with the allowed ones`(_ method: String, _ target: String, _ allowed: String) throws {
        let town = try Town()
        let answer = try town.client().send(method, target)
        #expect(answer.status == 405)
        #expect(answer.headers["allow"] == allowed)
    }

    @Test func `HEAD answers as GET without a body`() throws {
        let town = try Town()
        let answer = try town.client().send("HEAD", "/v1/cases")
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
    }

    @Test func `a request that the HTTP server refuses is a problem too`() throws {
        let answer = try Town().get("/v1/cases/%ZZ")
        #expect(answer.status == 400)
        #expect(answer.headers["content-type"] == "application/problem+json")
    }

    // MARK: - Health

    @Test func `a healthy process says ok`() throws {
        let town = try Town()
        #expect(try town.get("/-/healthy").text == "ok\n")
        #expect(try town.get("/-/ready").text == "ok\n")
    }

    @Test func `an unhealthy process is 503 with one reason a line`() throws {
        let town = try Town {
            $0.health = {
                HealthReport(
                    isAlive: false, aliveReasons: [LocalText(zh: "分片 3 停滞。", en: "Lane 3 stands still.")],
                    isReady: false,
                    readyReasons: [
                        LocalText(zh: "分片 1 正在恢复。", en: "Shard 1 is restored."),
                        LocalText(zh: "时钟跳变。", en: "The clock jumped."),
                    ])
            }
        }
        let healthy = try town.get("/-/healthy")
        #expect(healthy.status == 503)
        #expect(healthy.text == "Lane 3 stands still.\n")
        let ready = try town.get("/-/ready")
        #expect(ready.status == 503)
        #expect(ready.text == "Shard 1 is restored.\nThe clock jumped.\n")
        let chinese = try town.get("/-/ready", headers: ["accept-language": "zh"])
        #expect(chinese.text == "分片 1 正在恢复。\n时钟跳变。\n")
    }

    @Test func `before the lanes have reported the process is not ready`() throws {
        let town = try Town { context in
            let fresh = APIContext(
                log: context.log, topics: context.topics, policy: context.policy, shards: 2,
                storeDirectory: context.storeDirectory, version: "1")
            context.health = fresh.health
        }
        #expect(try town.get("/-/ready").status == 503)
        #expect(try town.get("/-/healthy").status == 200)
    }

    @Test func `the version and the metrics are text`() throws {
        let town = try Town()
        #expect(try town.get("/version").text == "1.2.3\n")
        _ = try town.get("/nowhere")
        let metrics = try town.get("/metrics")
        #expect(metrics.headers["content-type"] == MetricRegistry.contentType)
        #expect(metrics.text.contains("hazard_http_requests_total{route=\"/version\",status=\"200\"} 1\n"))
        #expect(metrics.text.contains("hazard_http_requests_total{route=\"none\",status=\"404\"} 1\n"))
    }

    // MARK: - Description

    @Test func `the description lists every address with its method`() throws {
        let document = try Town().get("/v1/openapi.json").json
        #expect(document["openapi"]?.string == "3.1.0")
        let expected: [String: String] = [
            "/": "get", "/v1/reports": "post", "/v1/reports/{report_id}": "get", "/v1/cases": "get",
            "/v1/cases/{case_id}": "get", "/v1/cases/{case_id}/feedback": "post",
            "/v1/cases/{case_id}/commands": "post", "/v1/cases/{case_id}/reports/{report_id}/reporter": "get",
            "/v1/departments/{department}/tasks": "get", "/v1/stream": "get", "/v1/stats": "get",
            "/v1/dead-letters/{partition}/{offset}/replay": "post", "/v1/dead-letters": "get",
            "/v1/dead-letters/{partition}/{offset}": "get", "/v1/openapi.json": "get",
            "/assets/{asset}": "get", "/-/healthy": "get", "/v1/rewards": "get", "/cases/{case_id}": "get",
            "/-/ready": "get", "/-/reload": "post", "/v1/accounts/{account}": "get", "/metrics": "get",
            "/version": "get", "/open311/v2/services": "get", "/open311/v2/services/{service_code}": "get",
            "/open311/v2/requests": "post", "/open311/v2/requests/{service_request_id}": "get",
            "/open311/v2/tokens/{token}": "get", "/v1/media": "post", "/v1/media/{sha256}": "get",
            "/v1/cases/{case_id}/similar": "get", "/v1/exports": "post", "/v1/exports/{export_id}/rows": "get",
        ]
        let paths = document["paths"]?.object ?? []
        #expect(Set(paths.map(\.key)) == Set(expected.keys))
        for path in paths {
            let method = expected[path.key] ?? ""
            let operation = path.value[method]
            #expect(operation?["responses"]?.object?.isEmpty == false)
            #expect(operation?["operationId"]?.string?.isEmpty == false)
        }
    }

    @Test func `every reference of the description has its schema, and no key is there twice`() throws {
        let document = try Town().get("/v1/openapi.json").json
        let schemas = Set(document["components"]?["schemas"]?.object?.map(\.key) ?? [])
        #expect(!schemas.isEmpty)
        func check(_ value: JSONValue) {
            for member in value.object ?? [] {
                if member.key == "$ref", let name = member.value.string {
                    #expect(schemas.contains(name.replacing("#/components/schemas/", with: "")), "\(name)")
                }
                check(member.value)
            }
            for element in value.array ?? [] { check(element) }
        }
        check(document)
    }
}
