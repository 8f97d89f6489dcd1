/// Why a request got no usable response.
package enum HTTPClientFailure: Error, Equatable, CustomStringConvertible {
    case badAddress(String)
    /// No connection: refused, unreachable, an unknown host.
    case cannotConnect(String, reason: String)
    case timeout(String, after: Duration)
    /// TLS could not be agreed on, or the certificate is not believed.
    case tls(String, reason: String)
    /// The server closed the connection before its response was complete.
    case closed(String)
    case badResponse(String, reason: String)

    package var description: String {
        switch self {
        case .badAddress(let what): "bad address \(what)"
        case .cannotConnect(let server, let reason): "cannot connect to \(server): \(reason)"
        case .timeout(let server, let limit): "\(server) did not answer within \(limit)"
        case .tls(let server, let reason): "TLS with \(server) failed: \(reason)"
        case .closed(let server): "\(server) closed the connection before its response was complete"
        case .badResponse(let server, let reason): "the response of \(server) cannot be read: \(reason)"
        }
    }
}
