import Credentials
import HTTP
import HazardAPI
import HazardCore
import JSONText
import TestSupport
import Testing
import Wording

struct AccessTests {
    @Test func `without tokens this machine may do everything`() throws {
        let town = try Town()
        #expect(try town.get("/v1/cases").status == 200)
        #expect(try town.get("/v1/dead-letters").status == 200)
    }

    @Test func `without tokens a foreign host name is refused`() throws {
        let town = try Town()
        #expect(try town.get("/v1/cases", headers: ["Host": "evil.example"]).status != 200)
    }

    @Test func `with tokens a request without one is 401 and says how to send one`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        for target in ["/v1/cases", "/v1/reports/x", "/v1/stream", "/metrics", "/v1/dead-letters"] {
            let answer = try town.get(target)
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
            #expect(answer.headers["content-type"] == "application/problem+json")
        }
        #expect(try town.post("/v1/reports", ReportIntakeTests.report()).status == 401)
    }

    @Test func `an unknown token is 401`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        #expect(try town.get("/v1/cases", token: "guess").status == 401)
        #expect(try town.get("/v1/cases", headers: ["Authorization": "Basic dmlld2VyOg=="]).status == 401)
        #expect(try town.get("/v1/cases", headers: ["Authorization": "bearer viewer"]).status == 200)
    }

    @Test(arguments: [
        ("/v1/cases", ["dispatcher", "operator", "supervisor", "viewer", "traffic-police"]),
        ("/v1/reports/x", ["gateway", "dispatcher", "operator", "supervisor", "viewer"]),
        ("/v1/departments/sanitation/tasks", ["dispatcher", "operator", "supervisor", "viewer", "sanitation"]),
        ("/v1/dead-letters", ["supervisor"]),
    ])
    func `each kind of reading is allowed to its roles only`(_ target: String, _ allowed: [String]) throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        for token in ["gateway", "dispatcher", "operator", "supervisor", "viewer", "traffic-police", "sanitation"] {
            let status = try town.get(target, token: token).status
            let isAllowed = allowed.contains(token) || target == "/v1/cases" && token == "sanitation"
            #expect((status == 403) == !isAllowed, "\(token) \(target) \(status)")
        }
    }

    @Test(arguments: [
        ("gateway", 202), ("operator", 202), ("supervisor", 202), ("dispatcher", 202), ("viewer", 403),
        ("traffic-police", 403),
    ])
    func `gateways, dispatchers, operators and supervisors may send reports`(_ token: String, _ status: Int) throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        #expect(try town.post("/v1/reports", ReportIntakeTests.report(), token: token).status == HTTPStatus(status))
    }

    @Test func `the roles of the configuration are those of the contract`() {
        let roles = ["gateway", "department", "verifier", "dispatcher", "operator", "supervisor", "viewer"]
        #expect(AccessRole.allCases.map(\.rawValue) == roles)
    }

    @Test func `a verifier reads cases, sends feedback as a verifier only, and sends no commands`() throws {
        let town = try Town {
            $0.tokens = [AccessToken(name: "grid", role: .verifier, sha256: try TownPolicy.digest("grid"))]
        }
        let value = Town.openCase(1)
        try town.commit([value])
        let path = "/v1/cases/\(value.id.text)"
        #expect(try town.get(path, token: "grid").status == 200)
        #expect(try town.post("/v1/reports", ReportIntakeTests.report(), token: "grid").status == 403)
        func feedback(_ role: JSONValue, _ kind: JSONValue) -> JSONValue {
            [
                "schema_version": 1, "event_id": "v-1", "kind": kind, "at": "2026-11-22T08:20:00+08:00",
                "actor": ["role": role, "ref": "grid-1"], "department": role == "department" ? "sanitation" : .null,
            ]
        }
        #expect(try town.post(path + "/feedback", feedback("verifier", "pass"), token: "grid").status == 202)
        #expect(try town.post(path + "/feedback", feedback("department", "accept"), token: "grid").status == 403)
        #expect(try town.post(path + "/commands", "{}", token: "grid").status == 403)
    }

    @Test func `health, version and the description need no token`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        for target in ["/-/healthy", "/-/ready", "/version", "/v1/openapi.json", "/sign-in"] {
            #expect(try town.get(target).status == 200)
        }
        #expect(try town.get("/metrics", token: "viewer").status == 200)
    }

    @Test func `one token of two departments is valid for both, and a list must name one of them`() throws {
        let town = try Town {
            $0.tokens = [
                AccessToken(
                    name: "both", role: .department, departments: ["traffic-police", "sanitation"],
                    sha256: try TownPolicy.digest("both"))
            ]
        }
        try town.commit([Town.openCase(1), Town.openCase(2, departments: ["sanitation"])])
        for number in 1...2 {
            #expect(try town.get("/v1/cases/\(Town.openCase(number).id.text)", token: "both").status == 200)
        }
        for department in ["traffic-police", "sanitation"] {
            #expect(try town.get("/v1/departments/\(department)/tasks", token: "both").status == 200)
            let list = try town.get("/v1/cases?department=\(department)", token: "both")
            #expect(list.json["cases"]?.array?.count == 1)
        }
        #expect(try town.get("/v1/cases", token: "both").fields == ["department"])
        #expect(try town.get("/v1/departments/triage/tasks", token: "both").status == 403)
    }

    @Test func `without tokens the server may listen on addresses of this machine only`() throws {
        let addresses = ["127.0.0.1", "localhost", "::1", "127.8.8.8"].map { ListenAddress(host: $0, port: 8080) }
        #expect(ListenCheck.problems(addresses, tokens: []).isEmpty)
        let open = ["0.0.0.0", "::", "10.1.2.3", "board.example", "127.0.0.1.example"]
        for host in open {
            let problems = ListenCheck.problems([ListenAddress(host: host, port: 8080)], tokens: [])
            #expect(problems.count == 1)
            #expect(problems.first?.en.contains("api.tokens") == true)
        }
        #expect(ListenCheck.problems([ListenAddress(host: "::", port: 1)], tokens: try TownPolicy.tokens()).isEmpty)
    }

    @Test func `a department's token without a department is a problem`() {
        let token = AccessToken(name: "tp", role: .department, sha256: [])
        let problems = ListenCheck.problems([ListenAddress(host: "127.0.0.1", port: 1)], tokens: [token])
        #expect(problems.count == 1)
        #expect(problems.first?.en.contains("\"tp\"") == true)
    }
}
