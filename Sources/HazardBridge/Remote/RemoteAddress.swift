internal import HTTP
internal import Wording

/// The address of a remote: its server, and the path and query that requests begin with.
///
/// Its description names the server only, because a path or a query may hold a secret.
package struct RemoteAddress: Sendable, CustomStringConvertible {
    /// `https://host:port`.
    package let server: String
    /// From the first slash on; empty, or without a slash at its end.
    let path: String
    /// What follows the question mark; nil without one.
    let query: String?

    /// - Throws: `settings`, which does not show the address, when it cannot be used.
    package init(_ text: String) throws(BridgeFault) {
        let scheme = ["http://", "https://"].first(where: text.hasPrefix)
        let rest = text.dropFirst(scheme?.count ?? 0)
        let host = rest.prefix { $0 != "/" && $0 != "?" }
        guard let scheme, !host.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.contains("#") else {
            throw .settings(
                LocalText(
                    zh: "远端地址有误：应以 http:// 或 https:// 开头，且不含空格",
                    en: "the remote's address must begin with http:// or https:// and have no spaces in it"))
        }
        server = scheme + host
        let parts = rest.dropFirst(host.count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var path = parts.first.map(String.init) ?? ""
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
        query = parts.count > 1 ? String(parts[1]) : nil
    }

    package var description: String { server }
}

/// Exchanges requests with one remote. It follows no redirect: a redirect could carry a key to another server.
struct RemoteClient: Sendable {
    let address: RemoteAddress
    private let client: HTTPClient

    /// A longer answer is refused.
    private static let mostBytes = 8 << 20

    /// - Throws: `settings` when the address cannot be used.
    init(_ address: RemoteAddress, timeout: Duration, roots: String?) throws(BridgeFault) {
        self.address = address
        do throws(HTTPClientFailure) {
            client = try HTTPClient(
                address.server, timeout: timeout,
                headers: ["User-Agent": "hazard-bridge", "Accept": "application/json"],
                trust: .verified(roots: roots), mostBytes: Self.mostBytes)
        } catch {
            throw .settings(
                LocalText(zh: "远端的主机名或端口有误", en: "the host or port of the remote's address cannot be used"))
        }
    }

    /// The answer to a GET of a path below the address.
    ///
    /// - Throws: `HTTPClientFailure` when there is no readable answer.
    func get(_ path: String, _ query: [(String, String)]) throws(HTTPClientFailure) -> HTTPResponse {
        try client.get(target(path, query))
    }

    /// The answer to a POST to a path below the address.
    ///
    /// - Throws: `HTTPClientFailure` when there is no readable answer.
    func post(
        _ path: String, _ body: [UInt8], type: String, query: [(String, String)] = [], headers: HTTPHeaders = [:]
    ) throws(HTTPClientFailure) -> HTTPResponse {
        try client.post(target(path, query), body, type: type, headers: headers)
    }

    private func target(_ path: String, _ query: [(String, String)]) -> String {
        let all = [address.query].compactMap { $0 } + query.map { "\($0.0)=\(FormText.encoded($0.1))" }
        let path = address.path + path
        return (path.isEmpty ? "/" : path) + (all.isEmpty ? "" : "?" + all.joined(separator: "&"))
    }
}
