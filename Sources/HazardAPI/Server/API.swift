internal import Credentials
package import HTTP
internal import HazardText
package import Telemetry
internal import Wording

/// The API as an application of the HTTP server: finds the route of a request, checks the caller, and answers.
package final class API: Sendable {
    private let routes = RouteTable(Route.all)
    private let context: APIContext
    private let access: Access
    private let metrics: APIMetrics
    private let services: APIServices
    private let refusals: RefusalLog

    /// Registers its metrics with the context's registry.
    ///
    /// - Throws: `MetricFault` when they are registered already: one API for a registry.
    package init(_ context: APIContext) throws(MetricFault) {
        self.context = context
        access = Access(rules: context.rules, sessions: Sessions(), now: context.now)
        metrics = try APIMetrics(context.metrics)
        services = APIServices(context, metrics)
        refusals = RefusalLog(context.logger, metrics)
    }

    /// The application that a server is made with.
    package var application: HTTPApplication {
        HTTPApplication(
            admit: { self.admit($0) },
            refusal: { status, detail in
                // The server refuses before it has read a head, so nothing says which language the client reads.
                let problem = Problem(status, "not-understood", LocalText(untranslated: detail))
                return Self.withCommonHeaders(problem.response(in: .en))
            },
            onLimit: { self.refusals.reached($0, by: $1) },
            handler: { self.answer($0) })
    }

    // MARK: - From the head

    /// Refuses what the head shows to be wrong, before the server reads a body.
    func admit(_ head: RequestHead) -> Admission {
        let match = routes.match(Open311Format.segments(of: head))
        do throws(Problem) {
            let route = try route(for: head, match)
            try checkCaller(of: head, route)
            let limit = try bodyLimit(head, route)
            // No worker is needed: monitoring has its answer however busy the workers are.
            if route.isImmediate, head.contentLength == 0,
                case .response(let response) = answer(HTTPRequest(head: head, body: []))
            {
                return .answer(response)
            }
            return .read(limit: limit)
        } catch {
            return .answer(answer(error, to: head, match))
        }
    }

    /// - Throws: A 401 or 403 when the caller may not call the route.
    private func checkCaller(of head: RequestHead, _ route: Route) throws(Problem) {
        let roles: Set<AccessRole>
        switch route.access {
        case .everyone: return
        case .roles(let allowed): roles = allowed
        case .apiKey: return try access.checkOpen311Key(of: head, isPossiblyInBody: !route.body.isEmpty)
        }
        let caller = try access.caller(of: head, byCookie: route.takesCookie)
        guard !roles.contains(caller.role) else { return }
        let names = roles.map(\.rawValue).sorted()
        throw Problem(
            403, "role-not-allowed",
            zh: "此操作只限角色：\(names.map { NameLists.tokenRoles[$0].zh }.joined(separator: "、"))；"
                + "令牌的角色是 \(NameLists.tokenRoles[caller.role.rawValue].zh)",
            en: "this is for \(names.joined(separator: ", ")), not for \(caller.role.rawValue)")
    }

    /// The most bytes that the request's body may have.
    private func bodyLimit(_ head: RequestHead, _ route: Route) throws(Problem) -> Int {
        guard !route.body.isEmpty else { return 0 }
        if route.takesAnyType { return context.limits.media }
        let wanted = route.body.map(\.type)
        let type = MediaType.name(of: head)
        guard let type, wanted.contains(type) else {
            throw Problem(
                415, "wrong-media-type",
                zh: "Content-Type 应为 \(wanted.joined(separator: " 或 "))，\(type == nil ? "请求未写明" : "请求写的是另一种")",
                en:
                    "expected Content-Type \(wanted.joined(separator: " or ")), found \(type == nil ? "none" : "another")",
                headers: ["Accept": wanted.joined(separator: ", ")])
        }
        switch type {
        case MediaType.lines: return context.limits.lines
        case MediaType.form: return context.limits.form
        case MediaType.multipart: return context.limits.media + context.limits.form
        default: return context.limits.object
        }
    }

    /// The route of a request's path and method.
    private func route(for head: RequestHead, _ match: RouteTable.Match?) throws(Problem) -> Route {
        guard let match else {
            throw Problem(
                404, "unknown-path", zh: "没有这个地址：全部地址见 /v1/openapi.json，版本也可能不同",
                en: "there is nothing here: /v1/openapi.json lists every address")
        }
        guard let route = match.route(for: head.method) else {
            let allowed = match.allowed.joined(separator: ", ")
            throw Problem(
                405, "wrong-method", zh: "此地址只支持 \(match.allowed.joined(separator: "、"))",
                en: "only \(allowed) is offered here",
                headers: ["Allow": allowed])
        }
        return route
    }

    // MARK: - Answering

    /// Answers an admitted request.
    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        let match = routes.match(Open311Format.segments(of: request.head))
        do throws(Problem) {
            let route = try route(for: request.head, match)
            let routed = RoutedRequest(request, route, match?.values ?? [], access)
            let answer = try route.handler(services, routed)
            switch answer {
            case .response(let response):
                metrics.answered(match?.template, response.status)
                context.accessLog.answered(routed, status: response.status)
                return .response(Self.withCommonHeaders(response))
            case .stream(let stream, let headers):
                metrics.answered(match?.template, 200)
                context.accessLog.answered(routed, status: 200)
                return .stream(stream, headers: Self.withCommonHeaders(headers))
            }
        } catch {
            return .response(answer(error, to: request.head, match))
        }
    }

    /// A problem in the language that its reader asks for.
    private func answer(_ problem: Problem, to head: RequestHead, _ match: RouteTable.Match?) -> HTTPResponse {
        metrics.answered(match?.template, problem.status)
        let caller = problem.status == 403 ? try? access.caller(of: head, byCookie: true) : nil
        refusals.answered(problem, to: head, route: match?.template, caller: caller?.name)
        let language = Language(acceptLanguage: head.header("accept-language"))
        guard let format = Open311Format(of: head) else {
            return Self.withCommonHeaders(problem.response(in: language))
        }
        return Self.withCommonHeaders(problem.open311Response(format, language))
    }

    private static func withCommonHeaders(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.headers = withCommonHeaders(response.headers)
        return response
    }

    /// No cache stores an answer unless the answer says so, and no browser takes one for a script or a page that it is not.
    private static func withCommonHeaders(_ headers: HTTPHeaders) -> HTTPHeaders {
        var headers = headers
        if headers["Cache-Control"] == nil { headers["Cache-Control"] = "no-store" }
        headers["X-Content-Type-Options"] = "nosniff"
        return headers
    }
}
