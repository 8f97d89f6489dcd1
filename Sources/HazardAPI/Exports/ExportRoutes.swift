internal import Credentials
internal import JSONText

/// Exports of what people decided.
extension Route {
    static let exports = [
        Route(
            method: .post, path: "/v1/exports", name: "beginExport",
            summary:
                "Begins an export of what people decided in a time, for training; it is recorded who asked for what and when",
            access: .roles([.supervisor]), parameters: RouteParameter.export,
            answers: [RouteAnswer(201, "The export; its rows follow in pages for an hour", .json(.export))],
            problems: [.invalid, .unavailable],
            handler: response { services, request throws(Problem) in try services.exports.begin(request) }),
        Route(
            method: .get, path: "/v1/exports/{export_id}/rows", name: "exportRows",
            summary:
                "Rows of an export: texts masked, reporters under pseudonyms of this export only; after the page without "
                + "`next` the export is over",
            access: .roles([.supervisor]), parameters: [RouteParameter.after],
            answers: [RouteAnswer(200, "A page, which may be empty", .json(.exportRows))],
            problems: [.invalid, .notFound, .unavailable],
            handler: response { services, request throws(Problem) in try services.exports.rows(request) }),
    ]
}

extension RouteParameter {
    static let export = [
        RouteParameter("of", APISchema.names(ExportSubject.self), "What was decided"),
        RouteParameter("since", APISchema.string, "Decisions from this time or day on; all without it"),
        RouteParameter(
            "until", APISchema.string, "Decisions before this time, or to the end of a day; until now without it"),
        RouteParameter("reason", APISchema.string, "Why, for the record"),
        RouteParameter("operator", APISchema.string, "Who asks; needed where there are no tokens"),
    ]
}

/// Exports of what people decided.
extension APISchema {
    static let exports = [export, exportRows]

    static let export = APISchema(
        "Export",
        object([
            "export_id": string, "of": names(ExportSubject.self), "since": time, "until": time,
            "shards": ["type": "array", "items": count], "complete": boolean,
        ]))

    static let exportRows = APISchema("ExportRows", object(["rows": objects, "next": optionalString]))
}
