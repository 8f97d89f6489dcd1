internal import Credentials
internal import JSONText

/// The description of the API at `/v1/openapi.json` (OpenAPI 3.1), made of the route table.
enum OpenAPIDocument {
    /// The document as JSON. Without tokens nothing is said of security: then only this machine is answered.
    static func bytes(of routes: [Route], version: String, hasTokens: Bool) -> [UInt8] {
        var components: [JSONValue.Member] = [.init("schemas", .object(APISchema.all.map { .init($0.name, $0.shape) }))]
        if hasTokens { components.insert(.init("securitySchemes", securitySchemes), at: 0) }
        let document: JSONValue = [
            "openapi": "3.1.0",
            "info": [
                "title": "Hazard Dispatcher", "version": .string(version), "description": .string(overview),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "paths": paths(routes, hasTokens: hasTokens), "components": .object(components),
        ]
        return document.bytes
    }

    private static let securitySchemes: JSONValue = [
        "token": ["type": "http", "scheme": "bearer"],
        "apiKey": ["type": "apiKey", "in": "query", "name": "api_key"],
    ]

    private static let overview =
        "Reports in, cases and tasks out. Field names are snake_case, times RFC 3339 with offset, ids at most 64 "
        + "characters of A–Z a–z 0–9 . _ - : /. More fields may be added: ignore those you do not know. Errors are problem "
        + "documents (RFC 9457); their `type` and codes are for programs, their sentences for people, in Chinese or English "
        + "as Accept-Language asks, in English when it names neither."

    /// The operations of every path, in the order of the routes.
    private static func paths(_ routes: [Route], hasTokens: Bool) -> JSONValue {
        var paths: [(path: String, operations: [JSONValue.Member])] = []
        for route in routes where route.isDocumented {
            let operation = JSONValue.Member(route.method.rawValue.lowercased(), operation(route, hasTokens: hasTokens))
            if let index = paths.firstIndex(where: { $0.path == route.path.text }) {
                paths[index].operations.append(operation)
            } else {
                paths.append((route.path.text, [operation]))
            }
        }
        return .object(paths.map { .init($0.path, .object($0.operations)) })
    }

    private static func operation(_ route: Route, hasTokens: Bool) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("operationId", .string(route.name)), .init("summary", .string(route.summary)),
        ]
        switch route.access {
        case .everyone: break
        case .roles(let roles):
            if hasTokens { members.append(.init("security", [["token": []]])) }
            members.append(.init("x-roles", .array(roles.map(\.rawValue).sorted().map { .string($0) })))
        case .apiKey:
            if hasTokens { members.append(.init("security", [["apiKey": []], ["token": []]])) }
            members.append(.init("x-roles", ["gateway"]))
        }
        let parameters = pathParameters(of: route) + route.parameters
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters.map(description)))) }
        if !route.body.isEmpty {
            members.append(.init("requestBody", ["required": true, "content": content(route.body)]))
        }
        members.append(.init("responses", responses(of: route)))
        return .object(members)
    }

    private static func pathParameters(of route: Route) -> [RouteParameter] {
        route.path.placeholders.compactMap { name in RouteParameter.placeholders.first { $0.name == name } }
    }

    private static func description(of parameter: RouteParameter) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("name", .string(parameter.name)), .init("in", .string(parameter.place.rawValue)),
        ]
        // OpenAPI wants a path's parameters to be required; all others of ours may be left out.
        if parameter.place == .path { members.append(.init("required", true)) }
        members.append(.init("description", .string(parameter.summary)))
        members.append(.init("schema", parameter.place == .query ? emptyToo(parameter.schema) : parameter.schema))
        return .object(members)
    }

    /// A field of a query that has no value counts as left out.
    private static func emptyToo(_ schema: JSONValue) -> JSONValue {
        if schema["type"] != "string" { return ["anyOf": [schema, ["const": ""]]] }
        return .object(
            (schema.object ?? []).map { member in
                switch (member.key, member.value) {
                case ("pattern", .string(let pattern)): .init("pattern", .string("^$|" + pattern))
                case ("enum", .array(let names)): .init("enum", .array(names + [""]))
                default: member
                }
            })
    }

    private static func responses(of route: Route) -> JSONValue {
        var answers = route.answers
        for problem in problems(of: route) {
            answers.append(RouteAnswer(problem.status, problem.meaning, route.problemContent))
        }
        // What is no HTTP is refused before a route is known.
        let refused = RouteAnswer(400, ProblemAnswer.notUnderstood.meaning, [problemDocument])
        if let index = answers.firstIndex(where: { $0.status == 400 }) {
            if answers[index].content.allSatisfy({ $0.type != MediaType.problem }) {
                answers[index].content += refused.content
            }
        } else {
            answers.append(refused)
        }
        return .object(
            answers.sorted { $0.status < $1.status }.map { answer in
                .init(
                    String(answer.status),
                    ["description": .string(answer.meaning), "content": content(answer.content)])
            })
    }

    private static let problemDocument = MediaContent(type: MediaType.problem, schema: .problem)

    private static func problems(of route: Route) -> [ProblemAnswer] {
        switch route.access {
        case .everyone: route.problems
        case .roles: route.problems + [.unauthorized, .forbidden]
        case .apiKey: route.problems + [.forbidden]
        }
    }

    private static func content(_ content: [MediaContent]) -> JSONValue {
        .object(content.map { .init($0.type, ["schema": $0.schema.reference]) })
    }
}
