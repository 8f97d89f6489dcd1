package import Credentials

/// The HTTP interface.
package struct APISettings: Sendable {
    package var listen = [APIAddress(host: "127.0.0.1", port: 8421)]
    /// Who may call; when empty, every program on this machine may, and the API listens nowhere else.
    package var tokens: [AccessToken] = []
    package var tls: TLSSettings?
    /// Reverse proxies: all clients behind one share its address, so `limits.connections_per_address` is not for it.
    package var proxies: [NetworkRange] = []
    /// Host names under which browsers reach the pages, besides localhost and IP addresses.
    package var hosts: [String] = []
    /// Where each reading of a case or a reporter is written.
    package var accessLog = AccessLogPlace.standardError

    package init() {}
}

/// Where the API writes who read which case or reporter.
package enum AccessLogPlace: Hashable, Sendable {
    case standardError, off
    case file(String)
}

/// An address to listen on.
package struct APIAddress: Hashable, Sendable, CustomStringConvertible {
    /// A host name or an IP address, IPv6 without brackets.
    package var host: String
    /// 0 lets the system choose a port.
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:8421`, `localhost:8421` or `[::1]:8421`; nil for anything else.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        guard let port = UInt16(digits), digits.allSatisfy(\.isNumber) else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.init(host: String(host), port: Int(port))
    }

    /// Whether only programs on this machine can reach the address.
    package var isLoopback: Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// The paths of the certificate and its key, PEM files.
package struct TLSSettings: Hashable, Sendable {
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}
