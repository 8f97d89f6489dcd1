internal import Credentials
internal import HTTP

/// One address of the API: how it is called, who may call it, what answers it, and what the OpenAPI document says of it.
///
/// `Route.all` lists every route. The server, the OpenAPI document and the page's list of links are made of that list.
struct Route: Sendable {
    var method: Method
    var path: PathTemplate
    /// The OpenAPI `operationId`, unique in the document.
    var name: String
    /// One sentence in English for the OpenAPI document.
    var summary: String
    var access: RouteAccess
    /// The query and header fields that the route reads. A query field that is not here is a 400.
    var parameters: [RouteParameter] = []
    /// The media types that a body may have; empty when the route takes no body.
    var body: [MediaContent] = []
    /// The content decides what a body is, whatever media type its sender names.
    var takesAnyType = false
    /// The answers that are no problem.
    var answers: [RouteAnswer]
    /// The problems of the route's own, without those of `access`.
    var problems: [ProblemAnswer] = []
    /// The form of the problems.
    var problemContent = [MediaContent(type: MediaType.problem, schema: .problem)]
    /// The handler never blocks: the server calls it without a worker, so that it answers however busy these are.
    var isImmediate = false
    /// A page of the desk.
    var isPage = false
    /// The route is part of the OpenAPI document, as all are but most pages.
    var isDocumented = true
    var handler: Handler

    /// Whether a browser's session counts as the caller: to read, and for the forms of pages, which check their origin.
    var takesCookie: Bool { method == .get || isPage }

    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"

        /// The values of `Allow`: whatever answers GET answers HEAD.
        var allowed: [String] { self == .get ? ["GET", "HEAD"] : [rawValue] }
    }

    /// Answers one request; called on a worker thread, so it may block.
    typealias Handler = @Sendable (APIServices, RoutedRequest) throws(Problem) -> HTTPAnswer

    /// A handler that answers with one response, as all do but the live stream's.
    static func response(
        _ answer: @escaping @Sendable (APIServices, RoutedRequest) throws(Problem) -> HTTPResponse
    ) -> Handler {
        { services, request throws(Problem) in .response(try answer(services, request)) }
    }
}

/// Who may call a route.
enum RouteAccess: Sendable {
    /// Everybody, with a token or without.
    case everyone
    /// Callers of these roles.
    case roles(Set<AccessRole>)
    /// Gateways, which send their token as the `api_key` of Open311, in the query or in the form.
    case apiKey

    func allows(_ role: AccessRole) -> Bool {
        switch self {
        case .everyone: true
        case .roles(let roles): roles.contains(role)
        case .apiKey: role == .gateway
        }
    }

    /// Callers with any token.
    static let anyRole = RouteAccess.roles(Set(AccessRole.allCases))

    /// Callers that read cases.
    static let caseReaders = RouteAccess.roles([.department, .verifier, .dispatcher, .operator, .supervisor, .viewer])
}

/// A media type of a body or an answer, and the schema of its content.
struct MediaContent: Sendable {
    var type: String
    var schema: APISchema

    static func json(_ schema: APISchema) -> MediaContent { MediaContent(type: MediaType.json, schema: schema) }

    /// One JSON object a line.
    static func lines(_ schema: APISchema) -> MediaContent { MediaContent(type: MediaType.lines, schema: schema) }

    static let text = MediaContent(type: MediaType.text, schema: .text)
    static let form = MediaContent(type: MediaType.form, schema: .text)
    static let multipart = MediaContent(type: MediaType.multipart, schema: .text)
    static let html = MediaContent(type: MediaType.html, schema: .text)
}

/// An answer of a route that is no problem.
struct RouteAnswer: Sendable {
    var status: Int
    var meaning: String
    var content: [MediaContent]

    init(_ status: Int, _ meaning: String, _ content: MediaContent...) {
        self.init(status, meaning, content)
    }

    init(_ status: Int, _ meaning: String, _ content: [MediaContent]) {
        self.status = status
        self.meaning = meaning
        self.content = content
    }
}

/// A status that is answered with a problem (RFC 9457).
struct ProblemAnswer: Sendable {
    var status: Int
    var meaning: String

    static let invalid = ProblemAnswer(status: 400, meaning: "Not usable; every wrong field is named")
    static let notUnderstood = ProblemAnswer(status: 400, meaning: "Not understood as a request")
    static let unauthorized = ProblemAnswer(status: 401, meaning: "No token, or one that is not known")
    static let forbidden = ProblemAnswer(status: 403, meaning: "Not for this caller")
    static let notFound = ProblemAnswer(status: 404, meaning: "There is none")
    static let refused = ProblemAnswer(
        status: 409, meaning: "Refused; with wait, `allowed` lists the moves of this sender now")
    static let gone = ProblemAnswer(
        status: 410, meaning: "Gone: the position belongs to another log, or the report's retention is over")
    static let tooLarge = ProblemAnswer(status: 413, meaning: "The body is too large")
    static let wrongMediaType = ProblemAnswer(status: 415, meaning: "Not a media type that is taken here")
    static let unusable = ProblemAnswer(
        status: 422, meaning: "The configuration has problems, which `errors` lists; nothing has changed")
    static let elsewhere = ProblemAnswer(status: 421, meaning: "Another server has the shard, which `shard` names")
    static let unavailable = ProblemAnswer(status: 503, meaning: "Not now: send the same again later")
}
