internal import HazardCore
internal import JSONText

/// Open311 GeoReport v2.
extension APISchema {
    static let open311 = [
        open311Services, open311Definition, open311Form, open311Taken, open311Requests, open311Tokens, open311Errors,
    ]

    static let open311Services = APISchema(
        "Open311Services",
        array(
            of: object(
                [
                    "service_code": string, "service_name": sentence, "description": sentence, "metadata": boolean,
                    "type": ["type": "string", "enum": ["realtime"]], "keywords": string, "group": string,
                ], required: ["service_code", "service_name", "description", "metadata", "type"])))

    static let open311Definition = APISchema(
        "Open311Definition",
        object(
            [
                "service_code": string,
                "attributes": array(
                    of: object([
                        "variable": boolean, "code": string, "datatype": string, "required": boolean,
                        "datatype_description": optionalString, "order": integer, "description": sentence,
                        "values": array(of: object(["key": string, "name": sentence])),
                    ])),
            ], required: ["service_code", "attributes"]))

    /// The fields of the form; others are ignored.
    static let open311Form = APISchema(
        "Open311Form",
        object(
            [
                "api_key": string, "jurisdiction_id": identifier, "service_code": string,
                "attribute[condition]": string, "lat": number(-90, 90), "long": number(-180, 180),
                "address_string": text(upTo: 500), "description": text(upTo: 4000), "media_url": optionalString,
                "account_id": optionalString, "device_id": optionalString, "email": optionalString,
                "phone": optionalString, "first_name": optionalString, "last_name": optionalString,
            ], required: ["service_code"]))

    static let open311Taken = APISchema(
        "Open311Taken",
        array(
            of: object(
                ["service_request_id": identifier, "service_notice": optionalString, "account_id": optionalString],
                required: ["service_request_id"])))

    static let open311Requests = APISchema(
        "Open311Requests",
        array(
            of: object(
                [
                    "service_request_id": identifier, "status": ["type": "string", "enum": ["open", "closed"]],
                    "status_notes": sentence, "service_name": sentence, "service_code": string,
                    "description": optionalString, "agency_responsible": optionalString,
                    "service_notice": optionalString, "requested_datetime": time, "updated_datetime": time,
                    "expected_datetime": optionalTime, "address": optionalString, "address_id": optionalString,
                    "zipcode": optionalString, "lat": optionalNumber, "long": optionalNumber,
                    "media_url": optionalString,
                    "extended_attributes": object([
                        "case_id": caseID, "state": names(CaseState.self), "priority": names(Priority.self),
                        "jurisdiction_id": identifier, "role": names(ReportRole.self), "condition": optionalString,
                        "close_code": optionalNames(CloseCode.self), "overdue": boolean,
                    ]),
                ], required: ["service_request_id", "status", "service_code", "requested_datetime"])))

    static let open311Tokens = APISchema(
        "Open311Tokens", array(of: object(["service_request_id": identifier, "token": identifier])))

    static let open311Errors = APISchema(
        "Open311Errors",
        array(of: object(["code": integer, "description": sentence], required: ["code", "description"])))

    private static func array(of items: JSONValue) -> JSONValue { ["type": "array", "items": items] }
}
