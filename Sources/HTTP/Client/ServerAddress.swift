/// A server's scheme, host and port, read from a URL.
struct ServerAddress: CustomStringConvertible {
    let isSecure: Bool
    /// Without the brackets of an IPv6 address.
    let host: String
    let port: Int

    /// - Throws: `badAddress`, saying what is expected.
    init(_ url: String) throws(HTTPClientFailure) {
        let wanted = "\(url): expected http://host:port or https://host:port"
        guard let scheme = ["http://", "https://"].first(where: url.hasPrefix) else { throw .badAddress(wanted) }
        isSecure = scheme == "https://"
        var rest = url.dropFirst(scheme.count)
        if rest.hasSuffix("/") {
            rest.removeLast()
        }
        guard HostName.isValid(String(rest)) else { throw .badAddress(wanted) }
        var portText: Substring?
        if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
            host = String(rest[rest.index(after: rest.startIndex)..<end])
            let tail = rest[rest.index(after: end)...]
            guard tail.isEmpty || tail.hasPrefix(":") else { throw .badAddress(wanted) }
            portText = tail.isEmpty ? nil : tail.dropFirst()
        } else {
            let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count <= 2 else { throw .badAddress(wanted) }
            host = parts.first.map(String.init) ?? ""
            portText = parts.count == 2 ? parts[1] : nil
        }
        guard !host.isEmpty, let port = portText.map({ Int($0) }) ?? (isSecure ? 443 : 80), (1...65535).contains(port)
        else { throw .badAddress(wanted) }
        self.port = port
    }

    var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
