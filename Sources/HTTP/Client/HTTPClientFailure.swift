package import Wording

/// Why a request got no usable response.
package enum HTTPClientFailure: BilingualError, Equatable {
    /// The URL or the target is not valid; the text says what is expected.
    case badAddress(LocalText)
    /// No connection: refused, unreachable, an unknown host.
    case cannotConnect(String, reason: LocalText)
    case timeout(String, after: Duration)
    /// The TLS handshake failed.
    case tls(String, reason: LocalText)
    /// The certificate is not trusted: its authority is unknown, it has expired, or it is for another name.
    case untrusted(String, reason: LocalText)
    /// The server answers `https` in plain HTTP.
    case speaksPlainHTTP(String)
    /// The server answers plain `http` in TLS.
    case speaksTLS(String)
    /// The server closed the connection before its response was complete.
    case closed(String)
    /// The response is not valid HTTP.
    case badResponse(String, reason: LocalText)

    package var text: LocalText {
        switch self {
        case .badAddress(let what): LocalText(zh: "地址有误：\(what.zh)", en: "bad address \(what.en)")
        case .cannotConnect(let server, let reason):
            LocalText(zh: "无法连接 \(server)：\(reason.zh)", en: "cannot connect to \(server): \(reason.en)")
        case .timeout(let server, let limit):
            LocalText(
                zh: "\(server) 在 \(limit / .seconds(1)) 秒内没有应答", en: "\(server) did not answer within \(limit)")
        case .tls(let server, let reason):
            LocalText(zh: "与 \(server) 建立 TLS 失败：\(reason.zh)", en: "TLS with \(server) failed: \(reason.en)")
        case .untrusted(let server, let reason):
            LocalText(
                zh: "\(server) 的证书不受信任：\(reason.zh)", en: "the certificate of \(server) is not trusted: \(reason.en)")
        case .speaksPlainHTTP(let server):
            LocalText(
                zh: "\(server) 不使用 TLS，只说明文 HTTP：地址应以 http:// 开头",
                en: "\(server) speaks plain HTTP, not TLS: its address begins with http://")
        case .speaksTLS(let server):
            LocalText(
                zh: "\(server) 使用 TLS：地址应以 https:// 开头",
                en: "\(server) speaks TLS: its address begins with https://")
        case .closed(let server):
            LocalText(
                zh: "\(server) 在应答完成之前断开了连接",
                en: "\(server) closed the connection before its response was complete")
        case .badResponse(let server, let reason):
            LocalText(
                zh: "\(server) 的应答不是有效的 HTTP（\(reason.zh)）",
                en: "the response of \(server) cannot be read: \(reason.en)")
        }
    }
}
