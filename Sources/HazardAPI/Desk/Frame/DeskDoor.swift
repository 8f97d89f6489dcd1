internal import Credentials
internal import HTTP
internal import HazardCore
internal import Wording

/// The entrance to every page: who asks, from where, in which language; and a problem becomes a page.
extension Route {
    typealias PageHandler = @Sendable (APIServices, DeskRequest) throws(Problem) -> HTTPResponse

    /// The same page as part of the OpenAPI document.
    var documented: Route {
        var route = self
        route.isDocumented = true
        route.answers += [
            RouteAnswer(303, "To the page that shows what came of it, or to sign in", .html),
            RouteAnswer(400, "Not usable; the page says what is wrong", .html),
            RouteAnswer(401, "No token, or one that is not known", .html),
            RouteAnswer(403, "Not for this caller", .html), RouteAnswer(404, "There is none", .html),
            RouteAnswer(421, "Another server has the shard", .html),
            RouteAnswer(503, "Not now: try again later", .html),
        ]
        if method == .post {
            route.answers.append(RouteAnswer(409, "Refused; the page says why", .html))
            route.problems += [.tooLarge, .wrongMediaType]
        }
        return route
    }

    /// A page for callers of these roles, or for everybody when `roles` is nil. `takesFiles` allows photos in its form.
    static func page(
        _ method: Method, _ path: PathTemplate, _ name: String, roles: Set<AccessRole>? = nil,
        takesFiles: Bool = false, _ parameters: [RouteParameter] = [], _ handler: @escaping PageHandler
    ) -> Route {
        Route(
            method: method, path: path, name: name, summary: "A page for people", access: .everyone,
            parameters: parameters, body: method == .post ? [.form] + (takesFiles ? [.multipart] : []) : [],
            answers: [RouteAnswer(200, "The page", .html)], isPage: true, isDocumented: false,
            handler: response { services, routed throws(Problem) in
                DeskDoor(services: services, routed: routed, roles: roles).answer(handler)
            })
    }
}

struct DeskDoor {
    let services: APIServices
    let routed: RoutedRequest
    let roles: Set<AccessRole>?

    private var context: APIContext { services.service.context }

    func answer(_ handler: Route.PageHandler) -> HTTPResponse {
        let language = DutyWords.language(of: routed)
        var request = DeskRequest(routed: routed, context: context, language: language, reader: nil)
        do throws(Problem) {
            try request.origin.checkHost()
            let session = context.tokens.isEmpty ? nil : routed.session
            let reader = try reader()
            request = DeskRequest(
                routed: routed, context: context, language: language, reader: reader, csrf: session?.csrf)
            if let roles, let reader, !roles.contains(reader.role) {
                if reader.role == .department, routed.http.method != "POST", routed.http.path == "/",
                    let own = reader.departments.first
                {
                    return DeskRequest.redirect("/d/" + FormText.encoded(own))
                }
                throw Self.notForRole
            }
            if routed.http.method == "POST" { request.form = try form(request, session) }
            return try handler(services, request)
        } catch {
            if error.status == 401, roles != nil, routed.http.header("authorization") == nil, hasTokens {
                let next = routed.http.method == "POST" ? "/" : request.address()
                return DeskRequest.redirect("/sign-in?next=" + FormText.encoded(next))
            }
            return ProblemPage.response(error, request)
        }
    }

    private var hasTokens: Bool { !context.tokens.isEmpty }

    /// The caller; nil when a page for everybody is asked by nobody we know.
    private func reader() throws(Problem) -> Caller? {
        do throws(Problem) {
            return try routed.caller
        } catch {
            if roles == nil { return nil }
            throw error
        }
    }

    /// - Throws: A 403 for a form that does not come from a page of ours, a 400 for one that cannot be read.
    private func form(_ request: DeskRequest, _ session: Session?) throws(Problem) -> FormFields {
        try request.origin.checkOrigin()
        guard let form = fields() else {
            throw .invalid(
                "", LocalText(zh: "表单无法读取", en: "the form cannot be read"),
                hint: LocalText(zh: "请重新打开页面再试", en: "open the page again"))
        }
        // A bearer token is sent by no browser on its own.
        guard let session, routed.http.header("authorization") == nil else { return form }
        guard let given = form["csrf"], ConstantSecret.equal(given, session.csrf) else {
            throw Problem(
                403, "form-not-ours", zh: "表单已过期，或不是从本页发出的：请重新打开页面再试",
                en: "the form is out of date, or was not sent from our page: open the page again")
        }
        return form
    }

    private func fields() -> FormFields? {
        guard MediaType.name(of: routed.http.head) == MediaType.multipart else {
            return FormText.items(of: routed.body).map { FormFields($0) }
        }
        return MultipartText.parts(of: routed.body, contentType: routed.header("content-type") ?? "")
            .flatMap { FormFields(parts: $0) }
    }

    private static let notForRole = Problem(
        403, "role-not-allowed", zh: "您的角色不能查看此页", en: "this page is not for your role")
}
