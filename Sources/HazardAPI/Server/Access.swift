internal import Digest
internal import HTTP

/// Finds out who asks: by bearer token, or without tokens by being on this machine.
struct Access: Sendable {
    let tokens: [AccessToken]

    /// The caller behind a request.
    ///
    /// Without tokens the `Host` must be this machine's too, so that no web page can lead a browser here by a name of
    /// its own.
    func caller(of head: RequestHead) throws(Problem) -> Caller {
        guard tokens.isEmpty else { return try bearer(of: head) }
        guard Loopback.contains(head.remoteAddress) else {
            throw Problem(
                401, "no-tokens", "no tokens are configured, so only this machine is answered: configure `api.tokens`",
                headers: Self.challenge)
        }
        guard let host = head.header("host"), Loopback.contains(Loopback.name(ofHost: host)) else {
            throw Problem(
                403, "foreign-host",
                "without tokens the server answers only to localhost, 127.0.0.1 and [::1] as its Host")
        }
        return Caller(name: nil, role: .supervisor)
    }

    private func bearer(of head: RequestHead) throws(Problem) -> Caller {
        guard let field = head.header("authorization") else {
            throw Problem(
                401, "unauthorized", "send `Authorization: Bearer <token>`", headers: Self.challenge)
        }
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let digest = try? SHA256.digest(of: Array(parts[1].utf8))
        else {
            throw Problem(
                401, "unauthorized", "Authorization must be `Bearer <token>`", headers: Self.challenge)
        }
        // Every token is compared, so that the time says nothing of which one came close.
        let matching = tokens.filter { ConstantTime.equal($0.digest, digest) }
        guard let found = matching.first else {
            throw Problem(
                401, "unauthorized", "the token is not known here: ask whoever runs this server for one",
                headers: ["WWW-Authenticate": "Bearer realm=\"hazard\", error=\"invalid_token\""])
        }
        return Caller(
            name: found.name, role: found.role,
            departments: found.role == .department ? matching.compactMap(\.department) : [])
    }

    private static let challenge: HTTPHeaders = ["WWW-Authenticate": "Bearer realm=\"hazard\""]
}
