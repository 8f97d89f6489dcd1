package import Credentials
package import HTTP
package import Wording

/// Checks whether the API may listen on the configured addresses.
package enum ListenCheck {
    /// The problems of these addresses and tokens, a sentence each; empty when the server may listen.
    ///
    /// Without tokens everybody who connects may do everything, so only this machine may connect.
    package static func problems(_ addresses: [ListenAddress], tokens: [AccessToken]) -> [LocalText] {
        guard tokens.isEmpty else { return departments(tokens) }
        return addresses.filter { !Loopback.contains($0.host) }.map { address in
            LocalText(
                zh: "api.listen：其他机器可以连到 \(address)，却没有配置令牌：请只监听 127.0.0.1，或配置 `api.tokens`",
                en: "api.listen: \(address) can be reached from other machines, and no tokens are configured: "
                    + "listen on 127.0.0.1, or configure `api.tokens`")
        }
    }

    private static func departments(_ tokens: [AccessToken]) -> [LocalText] {
        tokens.filter { $0.role == .department && $0.departments.isEmpty }.map { token in
            LocalText(
                zh: "api.tokens：令牌“\(token.name)”的角色是 department，但没有指明部门：请设置它的 `departments`",
                en: "api.tokens: token \"\(token.name)\" has role department but names none: set its `departments`")
        }
    }
}

/// The addresses and names of this machine itself.
enum Loopback {
    /// Whether this host, without a port, is `localhost`, in 127.0.0.0/8, or `::1`.
    static func contains(_ host: String) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The host of a `Host` field, without its port.
    static func name(ofHost field: String) -> String {
        if field.hasPrefix("["), let end = field.firstIndex(of: "]") { return String(field[...end]) }
        return String(field.prefix { $0 != ":" })
    }
}
