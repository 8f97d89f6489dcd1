internal import HazardCore
internal import HazardWire
internal import JSONText

/// A named JSON schema of the OpenAPI document.
struct APISchema: Sendable {
    let name: String
    let shape: JSONValue

    init(_ name: String, _ shape: JSONValue) {
        self.name = name
        self.shape = shape
    }

    /// How other schemas and the routes refer to it.
    var reference: JSONValue { ["$ref": .string("#/components/schemas/" + name)] }

    /// Every schema of the document.
    static let all: [APISchema] =
        [text, anyObject, problem, fieldProblem] + messages + cases + figures + rewards + deadLetters + exports
        + open311

    // MARK: - Of every route

    static let text = APISchema("Text", string)
    static let anyObject = APISchema("Object", ["type": "object"])
    static let problem = APISchema(
        "Problem",
        object(
            [
                "type": ["type": "string", "pattern": "^urn:hazard:problem:[a-z-]+$"], "title": string,
                "status": integer, "detail": sentence, "errors": list(fieldProblem),
            ], required: ["type", "title", "status", "detail", "errors"]))
    static let fieldProblem = APISchema(
        "WireProblem", object(["field": string, "problem": sentence, "hint": sentence]))
}

/// The parts that schemas are made of.
extension APISchema {
    static let string: JSONValue = ["type": "string"]
    /// A part of a path: any text without control characters.
    static let pathPart: JSONValue = [
        "type": "string", "minLength": 1, "pattern": "^[^\\u0000-\\u001F\\u007F-\\u009F]+$",
    ]
    static let optionalString: JSONValue = ["type": ["string", "null"]]
    /// A text for people, in the language of `Accept-Language`.
    static let sentence: JSONValue = ["type": "string", "description": "In the language of Accept-Language"]
    static let integer: JSONValue = ["type": "integer"]
    static let optionalInteger: JSONValue = ["type": ["integer", "null"]]
    /// A whole number from 0.
    static let count: JSONValue = ["type": "integer", "minimum": 0]
    static let optionalNumber: JSONValue = ["type": ["number", "null"]]
    static let boolean: JSONValue = ["type": "boolean"]
    static let optionalBoolean: JSONValue = ["type": ["boolean", "null"]]
    /// RFC 3339 with an offset.
    static let optionalTime: JSONValue = [
        "type": ["string", "null"], "format": "date-time", "pattern": .string(timePattern),
    ]
    static let time: JSONValue = ["type": "string", "format": "date-time", "pattern": .string(timePattern)]
    private static let timePattern =
        "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?"
        + "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
    static let objects: JSONValue = ["type": "array", "items": ["type": "object"]]
    static let someObject: JSONValue = ["type": "object"]
    static let identifier: JSONValue = ["type": "string", "pattern": "^[A-Za-z0-9._:/-]{1,64}$"]
    static let optionalIdentifier: JSONValue = [
        "type": ["string", "null"], "pattern": "^[A-Za-z0-9._:/-]{1,64}$",
    ]
    static let caseID: JSONValue = [
        "type": "string",
        "pattern":
            "^(?!0000)[0-9]{4}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])-([0-9]{2}|[1-9][0-9]{2,})-(?!0+$)([0-9]{6}|[1-9][0-9]{6,})$",
        "examples": ["20261122-03-000123"],
    ]
    static let schemaVersion: JSONValue = ["type": "integer", "const": .int(Int64(SchemaVersion.current))]

    /// A text of one to so many characters.
    static func someText(upTo length: Int64) -> JSONValue {
        ["type": "string", "minLength": 1, "maxLength": .int(length)]
    }

    /// An optional text of at most so many characters.
    static func text(upTo length: Int64) -> JSONValue {
        ["type": ["string", "null"], "maxLength": .int(length)]
    }

    /// A number in a closed range.
    static func number(_ least: Double, _ most: Double) -> JSONValue {
        ["type": ["number", "null"], "minimum": .double(least), "maximum": .double(most)]
    }

    static func object(_ properties: KeyValuePairs<String, JSONValue>, required: [String] = []) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", "object"), .init("properties", .object(properties.map { .init($0.key, $0.value) })),
        ]
        if !required.isEmpty { members.append(.init("required", .array(required.map { .string($0) }))) }
        return .object(members)
    }

    static func list(_ schema: APISchema, upTo most: Int64? = nil) -> JSONValue {
        var members: [JSONValue.Member] = [.init("type", "array"), .init("items", schema.reference)]
        if let most { members.append(.init("maxItems", .int(most))) }
        return .object(members)
    }

    /// One of a closed list of names.
    static func names<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> JSONValue {
        names(type.allCases)
    }

    /// One of these names.
    static func names<Value: RawRepresentable<String>>(_ values: some Sequence<Value>) -> JSONValue {
        ["type": "string", "enum": .array(values.map { .string($0.rawValue) })]
    }

    /// One of a closed list of names, or null.
    static func optionalNames<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> JSONValue {
        ["type": ["string", "null"], "enum": .array(type.allCases.map { .string($0.rawValue) } + [.null])]
    }

    /// That schema, or null.
    static func optional(_ schema: APISchema) -> JSONValue { ["anyOf": [schema.reference, ["type": "null"]]] }
}
