internal import JSONText

/// The description of the API at `/v1/openapi.json` (OpenAPI 3.1), made from the same routes that requests are matched to.
enum OpenAPIDocument {
    static func bytes(version: String) -> [UInt8] {
        let paths = Route.allCases.map { route in
            JSONValue.Member(route.rawValue, [route.isPost ? "post" : "get": operation(route)])
        }
        let document: JSONValue = [
            "openapi": "3.1.0",
            "info": [
                "title": "Hazard Dispatcher", "version": .string(version),
                "description": .string(
                    "Reports in, cases and tasks out. Field names are snake_case, times RFC 3339 with offset, ids at most 64 "
                        + "characters of A–Z a–z 0–9 . _ - : /. More fields may be added: ignore those you do not know."
                ),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "paths": .object(paths),
            "components": [
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
                "schemas": OpenAPISchemas.all,
            ],
        ]
        return document.bytes
    }

    private static func operation(_ route: Route) -> JSONValue {
        let text = OpenAPIOperation(route)
        var members: [JSONValue.Member] = [
            .init("operationId", .string(text.name)), .init("summary", .string(text.summary)),
        ]
        if let roles = route.roles {
            members.append(.init("security", [["token": []]]))
            members.append(
                .init("x-roles", .array(roles.map(\.rawValue).sorted().map { .string($0) })))
        }
        let parameters = pathParameters(route) + text.query.map { OpenAPISchemas.query($0) }
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if let body = text.body { members.append(.init("requestBody", ["required": true, "content": content(body)])) }
        members.append(.init("responses", responses(text, route)))
        return .object(members)
    }

    private static func pathParameters(_ route: Route) -> [JSONValue] {
        route.rawValue.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
            let name = String(part.dropFirst().dropLast())
            let type = name == "partition" || name == "offset" ? "integer" : "string"
            return [
                "name": .string(name), "in": "path", "required": true, "schema": ["type": .string(type)],
            ]
        }
    }

    private static func responses(_ text: OpenAPIOperation, _ route: Route) -> JSONValue {
        var members = text.answers.map { answer in
            JSONValue.Member(
                String(answer.status), ["description": .string(answer.meaning), "content": content(answer.content)])
        }
        members += (text.problems + (route.roles == nil ? [] : [401, 403])).sorted().map { status in
            JSONValue.Member(
                String(status),
                [
                    "description": .string(OpenAPIOperation.meaning(ofProblem: status)),
                    "content": ["application/problem+json": ["schema": OpenAPISchemas.reference("Problem")]],
                ])
        }
        return .object(members)
    }

    private static func content(_ media: [(type: String, schema: String)]) -> JSONValue {
        .object(media.map { .init($0.type, ["schema": OpenAPISchemas.reference($0.schema)]) })
    }
}
