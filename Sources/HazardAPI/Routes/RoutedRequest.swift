internal import HTTP
internal import Wording

/// A request together with the route that answers it.
struct RoutedRequest: Sendable {
    let http: HTTPRequest
    let route: Route
    /// The language that the caller reads.
    let language: Language
    /// What the answer shows of cases and people.
    let reads: ReadNotes
    private let values: [String]
    private let access: Access
    /// Set for a message that a page sends for its reader.
    private var sender: Caller?
    private var items: [QueryItem]?

    init(
        _ http: HTTPRequest, _ route: Route, _ values: [String], _ access: Access, reads: ReadNotes = ReadNotes()
    ) {
        self.reads = reads
        self.http = http
        self.route = route
        self.values = values
        self.access = access
        language = Language(acceptLanguage: http.header("accept-language"))
    }

    var body: [UInt8] { http.body }

    /// The first value of that header name, whatever its case.
    func header(_ name: String) -> String? { http.header(name) }

    /// The text in the place of a placeholder of the path.
    func value(of placeholder: String) -> String {
        route.path.placeholders.firstIndex(of: placeholder).map { values[$0] } ?? ""
    }

    /// The query, with the route's own parameters as the known fields.
    var query: QueryFields {
        QueryFields(items ?? http.query, known: route.parameters.filter { $0.place == .query }.map(\.name))
    }

    /// Who sends a request of Open311, whose key may be in the form.
    func open311Caller(formKey: String?) throws(Problem) -> Caller {
        try access.open311Caller(of: http.head, formKey: formKey)
    }

    /// Who sends the request.
    var caller: Caller {
        get throws(Problem) {
            if let sender { return sender }
            return try access.caller(of: http.head, byCookie: route.takesCookie)
        }
    }

    /// The session that the request's cookie names; nil without one.
    var session: Session? { access.session(of: http.head) }

    var sessions: Sessions { access.sessions }

    /// The request that a page makes of the API for its reader: a message about a case, which waits for its outcome.
    func message(_ body: [UInt8], about caseID: String, by sender: Caller, to route: Route) -> RoutedRequest {
        var request = RoutedRequest(HTTPRequest(head: http.head, body: body), route, [caseID], access)
        request.sender = sender
        request.items = [QueryItem(name: "wait", value: "10")]
        return request
    }

    /// The request that a page makes of the API for its reader: a list or a figure.
    func question(_ items: [QueryItem], by sender: Caller, to route: Route, _ values: [String] = []) -> RoutedRequest {
        var request = RoutedRequest(HTTPRequest(head: http.head, body: []), route, values, access, reads: reads)
        request.sender = sender
        request.items = items
        return request
    }
}
