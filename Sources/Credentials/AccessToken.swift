internal import Digest

/// A bearer token that opens the HTTP API. Only its hash is stored.
package struct AccessToken: Hashable, Sendable {
    /// Whom the token was given to, for people.
    package var name: String
    package var role: AccessRole
    /// For the role `department`: the departments whose tasks the caller works, at least one. Empty for other roles.
    package var departments: [String]
    /// SHA-256 of the token's UTF-8 bytes: 32 bytes.
    package var sha256: [UInt8]
    /// For the role `gateway`: the report ids that it may send and look up begin with one of these; nil allows every id.
    package var reportPrefixes: ReportPrefixes?
    /// When the token stops to be valid, in milliseconds since 1970-01-01 UTC; nil is never.
    package var expiresAt: Int64?
    /// A link that signs its holder in with this token, once; nil without one.
    package var link: SignInLink?

    package init(name: String, role: AccessRole, departments: [String] = [], sha256: [UInt8]) {
        self.name = name
        self.role = role
        self.departments = departments
        self.sha256 = sha256
    }

    /// The token with this secret that is valid at `now`, in milliseconds since 1970; nil when no token has it.
    ///
    /// Two entries may have the same secret: then the first one counts, with the departments of both, or the prefixes of both.
    package static func find(_ secret: some StringProtocol, among tokens: [AccessToken], at now: Int64) -> AccessToken?
    {
        guard let hash = try? SHA256.digest(of: Array(secret.utf8)) else { return nil }
        return find(sha256: hash, among: tokens, at: now)
    }

    /// The valid token with a link of this secret that is not too old; nil when there is none.
    package static func find(link secret: some StringProtocol, among tokens: [AccessToken], at now: Int64)
        -> AccessToken?
    {
        guard let hash = try? SHA256.digest(of: Array(secret.utf8)) else { return nil }
        let matching = tokens.filter { token in token.link.map { ConstantTime.equal($0.sha256, hash) } ?? false }
        guard let token = matching.first, let link = token.link, now < link.until,
            token.expiresAt.map({ now < $0 }) ?? true
        else { return nil }
        return token
    }

    /// The valid token whose secret has this hash; nil when no token has it.
    package static func find(sha256 hash: [UInt8], among tokens: [AccessToken], at now: Int64) -> AccessToken? {
        // The code compares every token, so that the time it takes tells nothing about the one that comes closest.
        let matching = tokens.filter { ConstantTime.equal($0.sha256, hash) }.filter {
            $0.expiresAt.map { now < $0 } ?? true
        }
        guard var token = matching.first else { return nil }
        token.departments = token.role == .department ? matching.flatMap(\.departments) : []
        let gateways = matching.filter { $0.role == .gateway }
        token.reportPrefixes =
            token.role == .gateway && gateways.allSatisfy { $0.reportPrefixes != nil }
            ? ReportPrefixes(gateways.flatMap { $0.reportPrefixes?.prefixes ?? [] }) : nil
        return token
    }
}

/// A link that signs its holder in, made by `hazard token create --link`. Only its hash is stored.
package struct SignInLink: Hashable, Sendable {
    /// How long after it was made it can be used, in milliseconds.
    package static let lifetime: Int64 = 15 * 60_000

    /// SHA-256 of the link's secret: 32 bytes.
    package var sha256: [UInt8]
    /// When it stops to be valid, in milliseconds since 1970-01-01 UTC.
    package var until: Int64

    package init(sha256: [UInt8], until: Int64) {
        self.sha256 = sha256
        self.until = until
    }
}
