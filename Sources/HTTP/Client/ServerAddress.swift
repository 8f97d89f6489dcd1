import Wording

/// The scheme, host and port of a server, parsed from a URL.
struct ServerAddress: CustomStringConvertible {
    let isSecure: Bool
    /// Without the brackets of an IPv6 address.
    let host: String
    let port: Int

    /// - Throws: `badAddress`, which says what is expected.
    init(_ url: String) throws(HTTPClientFailure) {
        let expected = LocalText(
            zh: "\(url)：应为 http://主机:端口 或 https://主机:端口", en: "\(url): expected http://host:port or https://host:port")
        guard let scheme = ["http://", "https://"].first(where: url.hasPrefix) else { throw .badAddress(expected) }
        isSecure = scheme == "https://"
        var rest = url.dropFirst(scheme.count)
        if rest.hasSuffix("/") {
            rest.removeLast()
        }
        guard HostName.isValid(String(rest)) else { throw .badAddress(expected) }
        var portText: Substring?
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            let tail = rest[rest.index(after: end)...]
            guard tail.isEmpty || tail.hasPrefix(":") else { throw .badAddress(expected) }
            portText = tail.isEmpty ? nil : tail.dropFirst()
        } else {
            let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2 else { throw .badAddress(expected) }
            host = parts.first.map(String.init) ?? ""
            portText = parts.count == 2 ? parts[1] : nil
        }
        guard !host.isEmpty, let port = portText.map({ Int($0) }) ?? (isSecure ? 443 : 80), (1...65535).contains(port)
        else { throw .badAddress(expected) }
        self.port = port
    }

    var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
