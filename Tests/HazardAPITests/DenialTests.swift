import Credentials
import Dispatch
import HTTP
import HazardAPI
import JSONText
import Synchronization
import Telemetry
import TestSupport
import Testing

/// Requests that are refused because of who sends them are logged and counted; no answer is cached.
struct DenialTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var sink: LogSink {
            LogSink { line in self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        }
        func of(_ event: String) -> [String] { lines.withLock { $0.filter { $0.contains("\"event\":\"\(event)\"") } } }
    }

    @Test func `a 401 and a 403 are logged with name, route and address, at most once a second each`() throws {
        let lines = Lines()
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.logger = Logger(to: lines.sink)
        }
        let start = ContinuousClock.now
        for _ in 0..<30 {
            #expect(try town.get("/v1/cases", token: "guess").status == 401)
            #expect(try town.get("/v1/dead-letters", token: "viewer").status == 403)
        }
        // A slow machine may take more than one second for the sixty requests.
        let most = Int((ContinuousClock.now - start) / .seconds(1)) + 1
        let denied = lines.of("request-denied")
        #expect((2...2 * most).contains(denied.count))
        let unknown = try #require(denied.first { $0.contains("401") })
        #expect(unknown.contains("\"route\":\"/v1/cases\",\"address\":\"127.0.0.1\",\"name\":\"unknown\""))
        let known = try #require(denied.first { $0.contains("403") })
        #expect(known.contains("\"code\":\"role-not-allowed\",\"route\":\"/v1/dead-letters\""))
        #expect(known.contains("\"name\":\"viewer\""))
        #expect(!denied.contains { $0.contains("guess") })
        let metrics = try town.get("/metrics", token: "viewer").text
        #expect(metrics.contains("hazard_http_denied_total{status=\"401\",code=\"unauthorized\"} 30\n"))
        #expect(metrics.contains("hazard_http_denied_total{status=\"403\",code=\"role-not-allowed\"} 30\n"))
    }

    @Test func `a refusal of the handler is logged too`() throws {
        let lines = Lines()
        let town = try Town {
            $0.tokens = try TownPolicy.tokens()
            $0.logger = Logger(to: lines.sink)
        }
        #expect(try town.get("/v1/departments/sanitation/tasks", token: "traffic-police").status == 403)
        #expect(lines.of("request-denied").first?.contains("\"code\":\"other-department\"") == true)
        #expect(lines.of("request-denied").first?.contains("\"name\":\"traffic-police\"") == true)
    }

    @Test func `a limit that clients reach is logged and counted`() throws {
        let lines = Lines()
        let town = try Town({ $0.logger = Logger(to: lines.sink) }, server: { $0.limits.connectionsPerAddress = 1 })
        let (opened, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let stream = Later { [client = try town.client()] in
            try client.lines("/v1/stream") { _ in
                opened.signal()
                gate.wait()
                return false
            }.status
        }
        opened.wait()
        // The stream is the one connection of this address.
        for _ in 0..<5 { #expect(throws: HTTPClientFailure.self) { try town.get("/version") } }
        gate.signal()
        #expect(try stream.value() == 200)
        let reached = lines.of("http-limit-reached")
        #expect(reached.count == 1 && reached.first?.contains("\"limit\":\"connections-per-address\"") == true)
        #expect(reached.first?.contains("\"address\":\"127.0.0.1\",\"suppressed\":0") == true)
        var metrics = ""
        while metrics.isEmpty { metrics = (try? town.get("/metrics"))?.text ?? "" }
        #expect(!metrics.contains("limit=\"connections-per-address\"} 0\n"))
        #expect(metrics.contains("hazard_http_limit_reached_total{limit=\"connections\"} 0\n"))
        #expect(ServerLimit.allCases.allSatisfy { metrics.contains("limit=\"\($0.rawValue)\"") })
    }

    @Test(arguments: [
        "/", "/cases/20261118-00-000001", "/v1/cases", "/v1/cases?x=1", "/v1/cases/nothing", "/v1/reports/x",
        "/nowhere",
        "/v1/reports", "/-/healthy", "/-/ready", "/metrics", "/version", "/v1/openapi.json", "/assets/duty.js",
        "/assets/none", "/v1/cases/%ZZ", "/v1/stats", "/v1/rewards", "/v1/dead-letters",
    ])
    func `no answer may be stored by a cache or taken for another type`(_ target: String) throws {
        for town in [try Town(), try Town { $0.tokens = try TownPolicy.tokens() }] {
            let answer = try town.get(target)
            #expect(answer.headers["cache-control"] == "no-store", "\(answer.status)")
            #expect(answer.headers["x-content-type-options"] == "nosniff")
            #expect(answer.headers.all("cache-control").count == 1)
        }
    }

    @Test func `a stream may not be stored either`() throws {
        let head = Mutex(HTTPHeaders())
        let town = try Town()
        let answer = try town.client().lines("/v1/stream", { _ in false })
        head.withLock { $0 = answer.headers }
        #expect(answer.headers.all("cache-control") == ["no-store"])
        #expect(answer.headers["x-content-type-options"] == "nosniff")
    }
}
