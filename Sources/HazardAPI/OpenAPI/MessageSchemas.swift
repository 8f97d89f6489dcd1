internal import HazardCore
internal import HazardWire
internal import JSONText

/// Reports, feedback and commands, and how each is answered.
extension APISchema {
    static let messages = [
        report, reportTaken, lineResult, reportOutcome, feedback, command, commandArguments, messageTaken, location,
        media, mediaStored,
    ]

    // MARK: - Reports

    static let report = APISchema(
        "Report",
        object(
            [
                "schema_version": schemaVersion, "report_id": identifier, "programme": identifier,
                "channel": names(Channel.self), "kind": optionalNames(ReportKind.self), "occurred_at": optionalTime,
                "reported_at": time,
                "reporter": object([
                    "ref": text(upTo: 200), "kind": optionalNames(ReporterKind.self), "platform": text(upTo: 64),
                    "anonymous": optionalBoolean,
                ]),
                "contact_token": text(upTo: 200), "text": text(upTo: 4000), "lang": optionalNames(ReportLanguage.self),
                "category_hint": text(upTo: 64), "condition_hint": text(upTo: 64), "category_scheme": text(upTo: 64),
                "life_risk": optionalNames(LifeRisk.self), "action_taken": optionalNames(ActionTaken.self),
                "location": optional(location), "media": list(media, upTo: 20), "thread_id": text(upTo: 64),
                "related_report_id": optionalIdentifier, "consent": object(["share_with_dept": boolean]),
                "trace_id": text(upTo: 64), "ext": someObject,
            ], required: ["schema_version", "report_id", "programme", "channel", "reported_at"]))

    static let location = APISchema(
        "Location",
        object([
            "lat": number(-90, 90), "lon": number(-180, 180), "crs": optionalNames(CoordinateSystem.self),
            "accuracy_m": number(0, 1_000_000), "address": text(upTo: 500),
            "segment": object(["from": string, "to": string]), "road_class": optionalNames(RoadClass.self),
            "grid": text(upTo: 100), "community": text(upTo: 100), "subdistrict": text(upTo: 100),
            "district": text(upTo: 64),
        ]))

    static let media = APISchema(
        "Media",
        object(
            ["ref": someText(upTo: 1024), "sha256": optionalString, "mime": text(upTo: 100), "taken_at": optionalTime],
            required: ["ref"]))

    static let mediaStored = APISchema(
        "MediaStored",
        object(
            [
                "sha256": ["type": "string", "pattern": "^[0-9a-f]{64}$"],
                "mime": ["type": "string", "enum": ["image/jpeg", "image/png", "image/heic"]], "ref": string,
                "place": object(["lat": number(-90, 90), "lon": number(-180, 180), "crs": string]),
            ], required: ["sha256", "mime", "ref"]))

    static let reportTaken = APISchema(
        "ReportTaken",
        object(
            [
                "report_id": identifier, "warnings": list(fieldProblem), "warning_count": integer,
                "salvaged": boolean, "problems": list(fieldProblem), "problem_count": integer,
                "notice": object([
                    "numbers": ["type": "array", "items": string],
                    "text": object(["zh": string, "en": string], required: ["zh", "en"]),
                ]),
            ], required: ["report_id"]))

    static let lineResult = APISchema(
        "LineResult",
        object(
            ["line": integer, "report_id": identifier, "status": integer, "problems": list(fieldProblem)],
            required: ["line", "status"]))

    static let reportOutcome = APISchema(
        "ReportOutcome",
        object([
            "report_id": identifier, "case_id": caseID, "role": names(ReportRole.self), "state": names(CaseState.self),
            "progress": [
                "type": "array", "items": object(["department": identifier, "state": names(TaskState.self)]),
            ],
        ]))

    // MARK: - Feedback and commands

    static let feedback = APISchema(
        "Feedback",
        object(
            [
                "schema_version": schemaVersion, "event_id": identifier, "case_id": caseID,
                "department": optionalIdentifier,
                "actor": object(["role": names(FeedbackRole.self), "ref": optionalString], required: ["role"]),
                "kind": names(FeedbackKind.self), "seq": ["type": ["integer", "null"], "minimum": 0],
                "at": optionalTime, "reason": text(upTo: 1000), "suggested_department": optionalIdentifier,
                "result": optionalNames(TaskResult.self), "note": text(upTo: 1000), "text": text(upTo: 4000),
                "score": ["type": ["integer", "null"], "minimum": 1, "maximum": 5], "media": list(media, upTo: 20),
                "until": optionalTime,
            ], required: ["actor", "kind"]))

    static let command = APISchema(
        "Command",
        object(
            [
                "schema_version": schemaVersion, "command_id": identifier, "case_id": caseID,
                "operator": someText(upTo: 64),
                "role": names(CommandRole.allCases.filter { $0 != .system }),
                "kind": names(CommandKind.allCases.filter { $0 != .rewardSettled }), "at": optionalTime,
                "reason": text(upTo: 1000), "arguments": commandArguments.reference,
            ], required: ["operator", "role", "kind"]))

    static let commandArguments = APISchema(
        "CommandArguments",
        object([
            "category": text(upTo: 64), "condition": text(upTo: 64),
            "departments": [
                "type": "array", "maxItems": 50,
                "items": object(
                    ["department": identifier, "role": names(TaskRole.self)], required: ["department"]),
            ],
            "department": optionalIdentifier, "result": optionalNames(CheckResult.self),
            "code": ["type": ["string", "null"], "enum": closeCodes], "into": caseID, "case_id": caseID,
            "until": optionalTime, "request": optionalIdentifier,
            "reports": ["type": "array", "items": identifier, "maxItems": 200], "kind": optionalIdentifier,
            "entry_id": ["type": ["string", "null"], "minLength": 1, "maxLength": 256], "report_id": optionalIdentifier,
            "rule": optionalIdentifier,
            "amount": optionalInteger,
        ]))

    /// How an operator may close a case.
    private static let closeCodes: JSONValue = .array(
        [CloseCode.solved, .notSolvable, .referred, .suggestionKept].map { .string($0.rawValue) } + [.null])

    static let messageTaken = APISchema(
        "MessageTaken",
        object(["event_id": identifier, "command_id": identifier, "not_checked": sentence, "gone_by": time]))
}
