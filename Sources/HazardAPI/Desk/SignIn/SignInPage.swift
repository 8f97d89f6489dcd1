internal import HazardCore
internal import Credentials
internal import Digest
internal import HTTP
internal import Wording

/// `/sign-in`: a form with one field, the token. It works without script.
struct SignInPage: Sendable {
    /// Wrong tokens of one address.
    private let attempts = AddressLimit(burst: 20, every: .seconds(6))
    private let links = UsedLinks()

    func show(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        let query = request.routed.query
        let next = LocalPath.checked(query.longText("next"))
        try query.finish()
        guard request.hasTokens else { return DeskRequest.redirect(next) }
        return page(request, next: next, problem: nil)
    }

    func signIn(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        let next = LocalPath.checked(request.form["next"])
        guard request.hasTokens else { return DeskRequest.redirect(next) }
        let tokens = request.context.tokens
        guard let given = request.form["token"],
            let token = AccessToken.find(given, among: tokens, at: request.now.milliseconds)
        else {
            try countAttempt(request)
            return page(
                request, next: next,
                problem: request(
                    "不认识此令牌：请核对，或向管理员索取", "The token is not known: check it, or ask the administrator for one"))
        }
        guard token.role != .gateway else {
            return page(request, next: next, problem: request("接入方的令牌只供程序使用", "A gateway's token is for programs only"))
        }
        return try begin(token, request, next: next)
    }

    // MARK: - Links

    /// `GET /sign-in/{secret}`: a button. Programs that preview links only load pages, so this uses nothing up.
    func showLink(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        let token = try token(ofLink: request)
        var content = DeskFrame.Content(title: request("登录", "Sign in"), html: "")
        content.html =
            "<form method=\"post\" action=\"/sign-in/\(HTML.escaped(request.routed.value(of: "secret")))\" "
            + "class=\"card narrow\"><p>\(request("以此身份登录：", "You sign in as "))<b>\(HTML.escaped(token.name))</b></p>"
            + HTML.element(
                "p", request("此链接只能用一次。", "This link works once."), "class=\"quiet\"")
            + "<button class=\"main\">\(request("登录", "Sign in"))</button></form>"
        content.isPlain = true
        return request.page(content)
    }

    /// `POST /sign-in/{secret}`: opens the session, once.
    func redeem(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        let token = try token(ofLink: request)
        guard let link = token.link, links.use(link, in: request.context.media, at: request.now.milliseconds) else {
            throw Self.linkGone
        }
        return try begin(
            token, request, next: token.role == .department ? "/d/" + (token.departments.first ?? "") : "/")
    }

    /// - Throws: A 404 for a link that is not known, too old or used; a 429 after many wrong ones.
    private func token(ofLink request: DeskRequest) throws(Problem) -> AccessToken {
        let now = request.now.milliseconds
        let found = AccessToken.find(
            link: request.routed.value(of: "secret"), among: request.context.tokens, at: now)
        guard let found, let link = found.link, !links.isUsed(link, in: request.context.media) else {
            try countAttempt(request)
            throw Self.linkGone
        }
        return found
    }

    private static let linkGone = Problem(
        404, "unknown-link", zh: "此登录链接无效、已用过，或已超过 15 分钟：请向管理员要新的",
        en: "this link is not known, was used, or is older than 15 minutes: ask the administrator for a new one")

    private func countAttempt(_ request: DeskRequest) throws(Problem) {
        guard let wait = attempts.wait(for: request.origin.address) else { return }
        throw Problem(
            429, "too-many", zh: "尝试过多：请 \(wait) 秒后再试", en: "too many attempts: try again in \(wait) s",
            headers: ["Retry-After": String(wait)])
    }

    // MARK: - The session

    private func begin(_ token: AccessToken, _ request: DeskRequest, next: String) throws(Problem) -> HTTPResponse {
        do throws(DigestFailure) {
            let secret = try request.routed.sessions.begin(token: token.sha256)
            var answer = DeskRequest.redirect(next)
            answer.headers.add(
                "Set-Cookie",
                Cookies.text(
                    Sessions.cookie, secret, seconds: Sessions.mostAge.components.seconds,
                    isSecure: request.origin.isSecure))
            return answer
        } catch {
            throw Problem(503, "no-random-numbers", zh: "现在无法登录", en: "nobody can sign in now")
        }
    }

    func signOut(_ request: DeskRequest) throws(Problem) -> HTTPResponse {
        if let secret = Cookies.value(Sessions.cookie, in: request.routed.http.head) {
            request.routed.sessions.end(secret)
        }
        var answer = DeskRequest.redirect("/sign-in")
        answer.headers.add(
            "Set-Cookie", Cookies.text(Sessions.cookie, "", seconds: 0, isSecure: request.origin.isSecure))
        return answer
    }

    private func page(_ request: DeskRequest, next: String, problem: String?) -> HTTPResponse {
        let said = problem.map { "<div class=\"problem\" role=\"alert\">\(HTML.element("p", $0))</div>" } ?? ""
        var content = DeskFrame.Content(
            title: request("登录", "Sign in"),
            html: """
                \(said)<form method="post" action="/sign-in" class="card narrow">\
                <input type="hidden" name="next" value="\(HTML.escaped(next))">\
                <label for="token">\(request("令牌", "Token"))</label>\
                <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>\
                <p class="quiet">\(request("令牌由本服务的管理员发放。", "The administrator of this server gives out tokens."))</p>\
                <button class="main">\(request("登录", "Sign in"))</button></form>
                """)
        content.isPlain = true
        content.status = problem == nil ? 200 : 403
        return request.page(content)
    }
}
