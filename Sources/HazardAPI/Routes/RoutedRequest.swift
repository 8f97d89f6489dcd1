internal import HTTP
internal import Wording

/// A request together with the route that answers it.
struct RoutedRequest: Sendable {
    let http: HTTPRequest
    let route: Route
    /// The language that the caller reads.
    let language: Language
    private let values: [String]
    private let access: Access

    init(_ http: HTTPRequest, _ route: Route, _ values: [String], _ access: Access) {
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
        QueryFields(http.query, known: route.parameters.filter { $0.place == .query }.map(\.name))
    }

    /// Who sends a request of Open311, whose key may be in the form.
    func open311Caller(formKey: String?) throws(Problem) -> Caller {
        try access.open311Caller(of: http.head, formKey: formKey)
    }

    /// Who sends the request.
    var caller: Caller {
        get throws(Problem) { try access.caller(of: http.head) }
    }
}
