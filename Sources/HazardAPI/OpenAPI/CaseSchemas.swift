internal import HazardCore
internal import JSONText

/// Cases, tasks and who reported.
extension APISchema {
    static let cases = [oneCase, casePage, similarCases, reporter, account, category, task, taskPage]

    static let oneCase = APISchema(
        "Case",
        object([
            "schema_version": integer, "case_id": caseID, "shard": count, "version": integer,
            "state": names(CaseState.self), "programme": identifier, "kind": names(ReportKind.self),
            "category": category.reference, "condition": optionalString, "priority": names(Priority.self),
            "text": optionalString, "location": ["type": ["object", "null"]], "media": objects, "opened_at": time,
            "registered_at": optionalTime, "dispatched_at": optionalTime, "resolved_at": optionalTime,
            "closed_at": optionalTime, "due_at": optionalTime, "due_clock": optionalString,
            "make_safe_due_at": optionalTime, "close_code": optionalNames(CloseCode.self), "flags": someObject,
            "reports": objects, "tasks": objects, "decision": someObject, "rewards": objects, "links": objects,
            "history": objects,
        ]))

    static let category = APISchema(
        "Category",
        object([
            "code": string, "id": string, "name": string, "scheme": optionalString, "scheme_code": optionalString,
        ]))

    static let casePage = APISchema(
        "CasePage", object(["cases": list(oneCase), "next": optionalString, "complete": boolean]))

    /// What is possibly the same as a case; also the data of the stream's event `similar`.
    static let similarCases = APISchema(
        "SimilarCases",
        object(
            [
                "case_id": caseID,
                "similar": [
                    "type": "array", "maxItems": .int(Int64(Resemblance.most)),
                    "items": object(
                        [
                            "case_id": caseID, "state": names(CaseState.self), "opened_at": time,
                            "basis": names(Resemblance.Basis.self), "score": number(0, 1.25),
                            "place": ["type": ["number", "null"], "minimum": 0, "maximum": 1],
                            "metres": optionalInteger, "wording": number(0, 1), "seconds_apart": count,
                        ],
                        required: [
                            "case_id", "state", "opened_at", "basis", "score", "place", "metres", "wording",
                            "seconds_apart",
                        ]),
                ],
            ], required: ["case_id", "similar"]))

    static let account = APISchema("Account", object(["account": string, "case_id": caseID]))

    static let reporter = APISchema(
        "Reporter",
        object([
            "case_id": caseID, "report_id": identifier,
            "reporter": object([
                "ref": optionalString, "kind": optionalNames(ReporterKind.self), "platform": optionalString,
                "anonymous": boolean,
            ]), "contact_token": optionalString,
        ]))

    static let task = APISchema(
        "Task",
        object([
            "schema_version": integer, "event_id": string, "case_id": caseID, "task_id": string, "version": integer,
            "shard_seq": integer, "department": identifier, "role": names(TaskRole.self),
            "state": names(TaskState.self), "programme": identifier, "category": category.reference,
            "condition": optionalString, "priority": names(Priority.self), "text": optionalString,
            "location": ["type": ["object", "null"]], "media": objects, "opened_at": time, "ack_by": optionalTime,
            "due_at": optionalTime, "due_clock": optionalString, "make_safe_due_at": optionalTime,
            "duplicates": count, "rule": string, "needs_review": boolean, "reason": optionalString,
        ]))

    static let taskPage = APISchema(
        "TaskPage", object(["tasks": list(task), "next": optionalString, "complete": boolean]))
}
