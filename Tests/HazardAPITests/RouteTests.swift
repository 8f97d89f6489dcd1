import HTTP
import HazardAPI
import HazardCore
import JSONText
import TestSupport
import Testing

/// The description of the API and the server are made of one table: what the description says is what the server does.
struct RouteTests {
    /// One operation of the description.
    private struct Operation {
        let path: String
        let method: String
        let value: JSONValue

        /// The roles that may call it; nil for everybody.
        var roles: [String]? { value["x-roles"]?.array?.compactMap(\.string) }

        /// The path with a value in the place of every placeholder.
        var target: String {
            path.replacing("{case_id}", with: Town.openCase(1).id.text).replacing("{report_id}", with: "g1-0-1")
                .replacing("{department}", with: "traffic-police").replacing("{partition}", with: "0")
                .replacing("{offset}", with: "0").replacing("{asset}", with: "duty.js")
                .replacing("{service_code}", with: "T02").replacing("{service_request_id}", with: "g1-0-1")
                .replacing("{token}", with: "g1-0-1").replacing("{export_id}", with: "e1")
        }
    }

    private static func operations(_ town: Town) throws -> [Operation] {
        let paths = try town.get("/v1/openapi.json").json["paths"]?.object ?? []
        return paths.flatMap { path in
            (path.value.object ?? []).map {
                Operation(path: path.key, method: $0.key.uppercased(), value: $0.value)
            }
        }
    }

    private static let tokens = [
        "gateway": "gateway", "traffic-police": "department", "verifier": "verifier", "dispatcher": "dispatcher",
        "operator": "operator", "supervisor": "supervisor", "viewer": "viewer",
    ]

    @Test func `every route is allowed to the roles that the description names, cell by cell`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit([Town.openCase(1)])
        let operations = try Self.operations(town)
        #expect(operations.count == 36)
        for operation in operations where operation.path != "/v1/stream" && !operation.path.hasPrefix("/open311/") {
            let open = try town.client().send(operation.method, operation.target)
            #expect((open.status == 401) == (operation.roles != nil), "\(operation.path) without a token")
            for (token, role) in Self.tokens {
                let answer = try town.client(token: token).send(operation.method, operation.target)
                let isAllowed = operation.roles?.contains(role) ?? true
                let isRefused = answer.json["type"]?.string == "urn:hazard:problem:role-not-allowed"
                #expect(isRefused == !isAllowed, "\(operation.method) \(operation.path) as \(role): \(answer.status)")
            }
        }
    }

    @Test func `the routes of Open311 are allowed to the roles that the description names, with 403 for all others`()
        throws
    {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        try town.commit([Town.openCase(1)])
        for operation in try Self.operations(town) where operation.path.hasPrefix("/open311/") {
            let open = try town.client().send(operation.method, operation.target)
            #expect((open.status == 403) == (operation.roles != nil), "\(operation.path) without a key")
            for (token, role) in Self.tokens {
                let answer = try town.client(token: token).send(operation.method, operation.target)
                let isAllowed = operation.roles?.contains(role) ?? true
                #expect((answer.status == 403) == !isAllowed, "\(operation.method) \(operation.path) as \(role)")
            }
        }
    }

    @Test func `the stream is allowed to the roles that read cases`() throws {
        let town = try Town { $0.tokens = try TownPolicy.tokens() }
        let stream = try #require(try Self.operations(town).first { $0.path == "/v1/stream" })
        for (token, role) in Self.tokens where stream.roles?.contains(role) != true {
            #expect(try town.get("/v1/stream", token: token).status == 403)
        }
        #expect(Self.tokens.values.filter { stream.roles?.contains($0) != true } == ["gateway"])
    }

    @Test func `the description speaks of tokens only where there are any`() throws {
        let (open, closed) = (try Town(), try Town { $0.tokens = try TownPolicy.tokens() })
        for (town, hasTokens) in [(open, false), (closed, true)] {
            let description = try town.get("/v1/openapi.json").json
            #expect((description["components"]?["securitySchemes"] != nil) == hasTokens)
            #expect(try Self.operations(town).contains { $0.value["security"] != nil } == hasTokens)
        }
    }

    @Test func `every query field of the description is known to its route, and no other is`() throws {
        let town = try Town()
        let operations = try Self.operations(town).filter { $0.method == "GET" && $0.path.hasPrefix("/v1/") }
        for operation in operations where operation.path != "/v1/openapi.json" {
            let unknown = try town.get(operation.target + "?colour=red")
            #expect(unknown.fields.contains("colour"), "\(operation.path)")
            let parameters = operation.value["parameters"]?.array ?? []
            for name in parameters.filter({ $0["in"]?.string == "query" }).compactMap({ $0["name"]?.string }) {
                // A known field that is sent twice has its own problem.
                let text = try town.get(operation.target + "?\(name)=1&\(name)=1").text
                #expect(text.contains("stands twice"), "\(operation.path) \(name)")
            }
        }
    }

    @Test func `every operation is named once, and every placeholder of a path is described`() throws {
        let operations = try Self.operations(try Town())
        let names = operations.compactMap { $0.value["operationId"]?.string }
        #expect(Set(names).count == operations.count)
        for operation in operations {
            let described = (operation.value["parameters"]?.array ?? []).filter { $0["in"]?.string == "path" }
            let placeholders = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }
            #expect(
                described.compactMap { $0["name"]?.string } == placeholders.map { String($0.dropFirst().dropLast()) })
            #expect(described.allSatisfy { $0["required"]?.bool == true })
        }
    }

    @Test func `no cache stores an answer that does not say so, and no browser guesses its type`() throws {
        let town = try Town()
        for target in ["/v1/cases", "/v1/nowhere", "/metrics", "/", "/-/ready"] {
            let answer = try town.get(target)
            #expect(answer.headers["cache-control"] == "no-store", "\(target)")
            #expect(answer.headers["x-content-type-options"] == "nosniff", "\(target)")
        }
    }
}
