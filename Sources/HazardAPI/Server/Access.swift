internal import Credentials
internal import HTTP
internal import HazardCore

/// Identifies the caller of a request: by its bearer token, or without tokens by its address.
struct Access: Sendable {
    let rules: ServedRules
    let sessions: Sessions
    let now: @Sendable () -> Instant

    private var tokens: [AccessToken] { rules.tokens }

    /// The caller of a request.
    ///
    /// Without tokens, only this machine may call. The `Host` must be this machine's too, so that a web page cannot lead
    /// a browser here by a host name of its own (DNS rebinding).
    ///
    /// With `byCookie` the session of a browser counts too.
    ///
    /// - Throws: A 401 when nobody can be identified, a 403 for a foreign `Host`.
    func caller(of head: RequestHead, byCookie: Bool = false) throws(Problem) -> Caller {
        guard tokens.isEmpty else {
            if byCookie, head.header("authorization") == nil, let session = session(of: head) {
                guard let token = AccessToken.find(sha256: session.token, among: tokens, at: now().milliseconds) else {
                    throw Problem(
                        401, "unauthorized", zh: "登录所用的令牌已失效：请重新登录",
                        en: "the token of this session is no longer known: sign in again", headers: Self.challenge)
                }
                return caller(token)
            }
            return try bearer(of: head)
        }
        guard Loopback.contains(head.remoteAddress) else {
            throw Problem(
                401, "no-tokens", zh: "没有配置令牌，只答复本机：请配置 `api.tokens`",
                en: "no tokens are configured, so only this machine is answered: configure `api.tokens`",
                headers: Self.challenge)
        }
        guard let host = head.header("host"), Loopback.contains(Loopback.name(ofHost: host)) else {
            throw Problem(
                403, "foreign-host", zh: "没有配置令牌时，Host 只能是 localhost、127.0.0.1 或 [::1]",
                en: "without tokens the server answers only to localhost, 127.0.0.1 and [::1] as its Host")
        }
        return Caller(name: nil, role: .supervisor)
    }

    private func bearer(of head: RequestHead) throws(Problem) -> Caller {
        guard let field = head.header("authorization") else {
            throw Problem(
                401, "unauthorized", zh: "请发送 `Authorization: Bearer <令牌>`", en: "send `Authorization: Bearer <token>`",
                headers: Self.challenge)
        }
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw Problem(
                401, "unauthorized", zh: "Authorization 应为 `Bearer <令牌>`", en: "Authorization must be `Bearer <token>`",
                headers: Self.challenge)
        }
        guard let caller = caller(withToken: parts[1]) else {
            throw Problem(
                401, "unauthorized", zh: "不认识此令牌，或它已过期：请向服务的管理员索取",
                en: "the token is not known here, or it has expired: ask the administrator of this server for one",
                headers: ["WWW-Authenticate": "Bearer realm=\"hazard\", error=\"invalid_token\""])
        }
        return caller
    }

    /// The caller with this token; nil when no token has this secret.
    func caller(withToken secret: some StringProtocol) -> Caller? {
        AccessToken.find(secret, among: tokens, at: now().milliseconds).map(caller)
    }

    private func caller(_ token: AccessToken) -> Caller {
        var caller = Caller(
            name: token.name, role: token.role, departments: token.departments.map(rules.policy.currentDepartment))
        caller.reportPrefixes = token.reportPrefixes
        return caller
    }

    /// The session that the cookie names; nil without one, and when it is over.
    func session(of head: RequestHead) -> Session? {
        Cookies.value(Sessions.cookie, in: head).flatMap { sessions.find($0) }
    }

    private static let challenge: HTTPHeaders = ["WWW-Authenticate": "Bearer realm=\"hazard\""]
}
