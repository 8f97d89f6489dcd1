internal import Credentials
internal import HTTP

extension Access {
    /// Checks the key of a request from its head. A key that may still come in the body is checked by the handler.
    ///
    /// - Throws: A 403 without a key of a gateway.
    func checkOpen311Key(of head: RequestHead, isPossiblyInBody: Bool) throws(Problem) {
        let hasKey = head.query(Self.apiKey)?.isEmpty == false || head.header("authorization") != nil
        if isPossiblyInBody, head.contentLength != 0, !hasKey, !rules.tokens.isEmpty { return }
        _ = try open311Caller(of: head, formKey: nil)
    }

    /// The caller of a request of Open311: by `api_key` in the form, else in the query, else by the header Authorization.
    ///
    /// Without tokens, only this machine may call, as everywhere.
    ///
    /// - Throws: A 403 when the key is missing or unknown, or not a gateway's. That is the status that Open311 has for it.
    func open311Caller(of head: RequestHead, formKey: String?) throws(Problem) -> Caller {
        guard !rules.tokens.isEmpty else {
            try checkOrigin(of: head)
            return try caller(of: head)
        }
        let known: Caller
        if let key = [formKey, head.query(Self.apiKey)].compactMap(\.self).first(where: { !$0.isEmpty }) {
            guard let caller = caller(withToken: key) else { throw Self.unknownKey }
            known = caller
        } else if head.header("authorization") != nil {
            guard let caller = try? caller(of: head) else { throw Self.unknownKey }
            known = caller
        } else {
            throw Problem(
                403, "missing-api-key", zh: "请在 api_key 中发送接入方的令牌", en: "send the token of a gateway as api_key")
        }
        guard known.role == .gateway else {
            throw Problem(
                403, "role-not-allowed", zh: "api_key 应为接入方（gateway）的令牌",
                en: "the api_key must be the token of a gateway")
        }
        return known
    }

    /// Without tokens, a form that a foreign web page sends through a browser of this machine is refused. A browser sends
    /// a form to any server without asking it first.
    private func checkOrigin(of head: RequestHead) throws(Problem) {
        guard head.method == "POST", let origin = head.header("origin") else { return }
        let host = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init)
        guard origin.contains("://"), Loopback.contains(Loopback.name(ofHost: host ?? "")) else {
            throw Problem(
                403, "foreign-origin", zh: "没有配置令牌时，不接受其他网站的表单",
                en: "without tokens, forms of other web sites are not taken")
        }
    }

    static let apiKey = "api_key"

    private static let unknownKey = Problem(
        403, "unknown-api-key", zh: "不认识此 api_key：请向服务的管理员索取",
        en: "the api_key is not known here: ask the administrator of this server for one")
}
