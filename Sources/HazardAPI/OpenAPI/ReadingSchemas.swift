internal import ChineseText
internal import HazardCore
internal import HazardStatistics
internal import JSONText

/// The figures of `GET /v1/stats`.
extension APISchema {
    static let figures = [statistics, figure, modelAgreement]

    /// Decisions of people on what a model had said, of one month.
    static let modelAgreement = APISchema(
        "ModelAgreement",
        object(
            [
                "month": string, "of": names(LinearModel.Subject.self), "agreed": count, "decided": count,
                "percent": number(0, 100),
            ],
            required: ["month", "of", "agreed", "decided", "percent"]))

    static let statistics = APISchema(
        "Statistics",
        object([
            "from": time, "to": time, "as_of": time, "filters": someObject, "group_by": optionalNames(KPIGrouping.self),
            "counts": object([
                "cases": count, "received_reports": count, "valid_reports": count, "active_reporters": count,
                "opened_by_state": someObject,
            ]),
            "kpis": list(figure), "groups": objects,
            "left_by_retention": object(["cases": optionalInteger, "by_outcome": someObject]),
            "model_agreement": ["type": ["array", "null"], "items": modelAgreement.reference],
        ]))

    static let figure = APISchema(
        "Figure",
        object(
            [
                "id": names(KPI.self), "name": object(["zh": string, "en": string]), "unit": names(KPIUnit.self),
                "value": optionalNumber, "numerator": optionalInteger, "denominator": optionalInteger,
                "grade": optionalString, "target": optionalNumber, "clock": names(KPIClock.self), "formula": string,
            ], required: ["id", "unit", "value", "numerator", "denominator"]))
}

/// The ledgers of the programmes.
extension APISchema {
    static let rewards = [reward, rewardBalance, rewardPage]

    static let reward = APISchema(
        "Reward",
        object([
            "schema_version": integer, "entry_id": string, "programme": identifier, "account": string,
            "case_id": caseID, "report_id": optionalIdentifier, "rule": string, "kind": names(RewardKind.self),
            "amount": integer, "unit": string, "state": names(RewardState.self), "reason": optionalString, "at": time,
            "claim_until": optionalTime, "claimed_at": optionalTime, "reverses": optionalString, "version": integer,
        ]))

    static let rewardBalance = APISchema(
        "RewardBalance",
        object([
            "programme": identifier, "account": string, "kind": names(RewardKind.self), "unit": string,
            "granted": integer, "to_claim": integer, "claimed": integer, "waiting": integer, "owed": integer,
        ]))

    static let rewardPage = APISchema(
        "RewardPage",
        object([
            "rewards": list(reward), "not_entered": objects, "balances": list(rewardBalance), "funds": objects,
            "next": optionalString, "complete": boolean,
        ]))
}

/// Records that could not be used.
extension APISchema {
    static let deadLetters = [deadLetter, deadLetterPage, replayed]

    static let deadLetter = APISchema(
        "DeadLetter",
        object([
            "partition": count, "offset": count, "reason": optionalString, "reason_name": optionalString,
            "message": optionalString, "topic": optionalString, "source_partition": optionalInteger,
            "source_offset": optionalInteger,
            "received_at": optionalString, "key": optionalString, "id": optionalString, "size": count,
            "value_base64": optionalString, "text": optionalString,
        ]))

    static let replayed = APISchema("Replayed", object(["replayed": string, "topic": string]))

    static let deadLetterPage = APISchema(
        "DeadLetterPage", object(["dead_letters": list(deadLetter), "next": optionalString]))
}
