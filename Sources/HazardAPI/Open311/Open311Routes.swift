internal import JSONText

/// Open311 GeoReport v2. Every path may end with `.json` or `.xml`.
extension Route {
    static let open311 = [
        Route(
            method: .get, path: "/open311/v2/services", name: "open311Services",
            summary: "Open311: the services, which are our categories", access: .everyone,
            parameters: [.jurisdiction], answers: [RouteAnswer(200, "Every service", .json(.open311Services), .xml)],
            problems: [.notFound], problemContent: open311Problems,
            handler: response { services, request throws(Problem) in try services.open311Services.list(request) }),
        Route(
            method: .get, path: "/open311/v2/services/{service_code}", name: "open311Service",
            summary: "Open311: the attributes of a service, which are its filing conditions", access: .everyone,
            parameters: [.jurisdiction], answers: [RouteAnswer(200, "Its attributes", .json(.open311Definition), .xml)],
            problems: [.notFound], problemContent: open311Problems,
            handler: response { services, request throws(Problem) in try services.open311Services.show(request) }),
        Route(
            method: .post, path: "/open311/v2/requests", name: "open311Send",
            summary: "Open311: take a service request as a report", access: .apiKey,
            parameters: [.jurisdiction, .apiKey],
            body: [MediaContent(type: MediaType.form, schema: .open311Form)],
            answers: [RouteAnswer(201, "Durable in the log, with its id", .json(.open311Taken), .xml)],
            problems: [.invalid, .notFound, .tooLarge, .wrongMediaType, .unavailable],
            problemContent: open311Problems,
            handler: response { services, request throws(Problem) in try services.open311Intake.receive(request) }),
        Route(
            method: .get, path: "/open311/v2/requests", name: "open311Requests",
            summary: "Open311: the reports of the caller's own prefixes, the newest first", access: .apiKey,
            parameters: [.jurisdiction, .apiKey] + RouteParameter.open311Filters,
            answers: [RouteAnswer(200, "A page", .json(.open311Requests), .xml)],
            problems: [.invalid, .notFound, .unavailable], problemContent: open311Problems,
            handler: response { services, request throws(Problem) in try services.open311Requests.list(request) }),
        Route(
            method: .get, path: "/open311/v2/requests/{service_request_id}", name: "open311Request",
            summary: "Open311: one report of the caller's own prefixes", access: .apiKey,
            parameters: [.jurisdiction, .apiKey],
            answers: [RouteAnswer(200, "A list with one request", .json(.open311Requests), .xml)],
            problems: [.notFound, .unavailable], problemContent: open311Problems,
            handler: response { services, request throws(Problem) in try services.open311Requests.show(request) }),
        Route(
            method: .get, path: "/open311/v2/tokens/{token}", name: "open311Token",
            summary: "Open311: the id of a request by its token; here both are the same", access: .apiKey,
            parameters: [.jurisdiction, .apiKey],
            answers: [RouteAnswer(200, "A list with one id", .json(.open311Tokens), .xml)],
            problems: [.notFound, .unavailable], problemContent: open311Problems,
            handler: response { services, request throws(Problem) in try services.open311Requests.token(request) }),
    ]

    private static let open311Problems = [MediaContent.json(.open311Errors), .xml]
}

extension MediaContent {
    /// The same content as in JSON, in the elements that Open311 names.
    fileprivate static let xml = MediaContent(type: MediaType.xml, schema: .text)
}

extension RouteParameter {
    fileprivate static let jurisdiction = RouteParameter(
        "jurisdiction_id", APISchema.identifier, "A programme, by its id")
    fileprivate static let apiKey = RouteParameter(
        Access.apiKey, APISchema.string, "A gateway's token; of POST it may stand in the form")
    fileprivate static let open311Filters = [
        RouteParameter("service_request_id", APISchema.string, "Ids with commas; every other filter is void then"),
        RouteParameter("service_code", APISchema.string, "Codes with commas"),
        RouteParameter("start_date", APISchema.time, "Received from then on; 90 days before `end_date` by default"),
        RouteParameter("end_date", APISchema.time, "Received until then; now by default"),
        RouteParameter("status", APISchema.string, "`open`, `closed`, or both with a comma"),
        RouteParameter("page", ["type": "integer", "minimum": 1, "default": 1], "The number of the page"),
        RouteParameter(
            "page_size", ["type": "integer", "minimum": 1, "maximum": 500, "default": 50],
            "The most requests of the page"),
    ]
}
