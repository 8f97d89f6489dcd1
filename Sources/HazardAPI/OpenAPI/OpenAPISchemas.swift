internal import HazardCore
internal import HazardStatistics
internal import JSONText

/// The shapes that the description names.
enum OpenAPISchemas {
    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/" + name)] }

    /// A query field of that name.
    static func query(_ name: String) -> JSONValue {
        let schema: JSONValue =
            switch name {
            case "limit": ["type": "integer", "minimum": 1, "maximum": 500, "default": 50]
            case "overdue": ["type": "boolean"]
            case "priority": names(Priority.self)
            case "group_by": names(KPIGrouping.self)
            case "wait": ["type": "number", "exclusiveMinimum": 0, "maximum": 30]
            default: string
            }
        return ["name": .string(name), "in": "query", "schema": schema]
    }

    static var all: JSONValue {
        [
            "Text": string, "Object": ["type": "object"],
            "Problem": object(
                ["type": string, "title": string, "status": integer, "detail": string, "errors": list("WireProblem")],
                required: ["type", "title", "status", "detail", "errors"]),
            "WireProblem": object(["field": string, "problem": string, "hint": string]),
            "Report": report, "Feedback": feedback, "Command": command,
            "ReportTaken": object(["report_id": string], required: ["report_id"]),
            "LineResult": object(
                ["line": integer, "report_id": string, "status": integer, "problems": list("WireProblem")],
                required: ["line", "status"]),
            "ReportOutcome": object([
                "report_id": string, "case_id": string, "role": names(ReportRole.self), "state": names(CaseState.self),
                "progress": objects,
            ]),
            "MessageTaken": object(["event_id": string, "command_id": string, "not_checked": string]),
            "Case": object([
                "schema_version": integer, "case_id": string, "shard": integer, "version": integer,
                "state": names(CaseState.self), "programme": string, "priority": names(Priority.self),
                "opened_at": time, "due_at": time, "reports": objects, "tasks": objects, "history": objects,
            ]),
            "CasePage": object(["cases": list("Case"), "next": maybeString, "complete": ["type": "boolean"]]),
            "Reporter": object([
                "case_id": string, "report_id": string,
                "reporter": object([
                    "ref": maybeString, "kind": maybeString, "platform": maybeString, "anonymous": ["type": "boolean"],
                ]), "contact_token": maybeString,
            ]),
            "Task": object([
                "schema_version": integer, "event_id": string, "case_id": string, "task_id": string, "version": integer,
                "department": string, "role": names(TaskRole.self), "state": names(TaskState.self), "ack_by": time,
                "due_at": time,
            ]),
            "TaskPage": object(["tasks": list("Task"), "next": maybeString, "complete": ["type": "boolean"]]),
            "Statistics": object([
                "from": time, "to": time, "as_of": time, "filters": ["type": "object"], "group_by": maybeString,
                "counts": ["type": "object"], "kpis": list("Figure"), "groups": objects,
                "left_by_retention": ["type": "object"],
            ]),
            "Figure": object(
                [
                    "id": names(KPI.self), "name": ["type": "object"], "unit": names(KPIUnit.self),
                    "value": maybeNumber, "numerator": ["type": ["integer", "null"]],
                    "denominator": ["type": ["integer", "null"]], "grade": maybeString, "target": maybeNumber,
                    "clock": names(KPIClock.self), "formula": string,
                ], required: ["id", "unit", "value", "numerator", "denominator"]),
            "Reward": reward, "RewardBalance": rewardBalance,
            "RewardPage": object([
                "rewards": list("Reward"), "not_entered": objects, "balances": list("RewardBalance"),
                "funds": objects, "next": maybeString, "complete": ["type": "boolean"],
            ]),
            "DeadLetter": object([
                "partition": integer, "offset": integer, "reason": maybeString, "reason_name": maybeString,
                "message": maybeString, "topic": maybeString, "source_partition": ["type": ["integer", "null"]],
                "source_offset": ["type": ["integer", "null"]], "received_at": maybeString, "key": maybeString,
                "id": maybeString,
                "size": integer, "value_base64": maybeString, "text": maybeString,
            ]),
            "DeadLetterPage": object(["dead_letters": list("DeadLetter"), "next": maybeString]),
        ]
    }

    private static var reward: JSONValue {
        object([
            "schema_version": integer, "entry_id": string, "programme": string, "account": string, "case_id": string,
            "report_id": maybeString, "rule": string, "kind": names(RewardKind.self), "amount": integer,
            "unit": string, "state": names(RewardState.self), "reason": maybeString, "at": time, "claim_until": time,
            "claimed_at": time, "reverses": maybeString, "version": integer,
        ])
    }

    private static var rewardBalance: JSONValue {
        object([
            "programme": string, "account": string, "kind": names(RewardKind.self), "unit": string,
            "granted": integer, "to_claim": integer, "claimed": integer, "waiting": integer, "owed": integer,
        ])
    }

    private static var report: JSONValue {
        object(
            [
                "schema_version": version, "report_id": string, "programme": string, "channel": names(Channel.self),
                "kind": names(ReportKind.self), "occurred_at": time, "reported_at": time,
                "reporter": ["type": "object"],
                "text": ["type": ["string", "null"], "maxLength": 4000], "category_hint": maybeString,
                "location": ["type": ["object", "null"]], "media": objects,
            ], required: ["schema_version", "report_id", "programme", "channel", "reported_at"])
    }

    private static var feedback: JSONValue {
        object(
            [
                "schema_version": version, "event_id": string, "case_id": string, "department": maybeString,
                "actor": object(["role": names(FeedbackRole.self), "ref": maybeString], required: ["role"]),
                "kind": names(FeedbackKind.self), "seq": ["type": ["integer", "null"]], "at": time,
                "reason": maybeString, "result": maybeString, "note": maybeString, "media": objects,
            ], required: ["actor", "kind"])
    }

    private static var command: JSONValue {
        object(
            [
                "schema_version": version, "command_id": string, "case_id": string, "operator": string,
                "role": ["type": "string", "enum": ["dispatcher", "operator", "supervisor"]],
                "kind": names(CommandKind.self), "at": time, "reason": maybeString, "arguments": ["type": "object"],
            ], required: ["operator", "role", "kind"])
    }

    // MARK: - Parts

    private static let string: JSONValue = ["type": "string"]
    private static let maybeString: JSONValue = ["type": ["string", "null"]]
    private static let maybeNumber: JSONValue = ["type": ["number", "null"]]
    private static let integer: JSONValue = ["type": "integer"]
    private static let time: JSONValue = ["type": ["string", "null"], "format": "date-time"]
    private static let objects: JSONValue = ["type": "array", "items": ["type": "object"]]
    private static let version: JSONValue = ["type": "integer", "const": 1]

    private static func object(
        _ properties: KeyValuePairs<String, JSONValue>, required: [String] = []
    ) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("type", "object"), .init("properties", .object(properties.map { .init($0.key, $0.value) })),
        ]
        if !required.isEmpty { members.append(.init("required", .array(required.map { .string($0) }))) }
        return .object(members)
    }

    private static func list(_ schema: String) -> JSONValue { ["type": "array", "items": reference(schema)] }

    private static func names<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> JSONValue {
        ["type": "string", "enum": .array(type.allCases.map { .string($0.rawValue) })]
    }
}
