package import Digest
internal import Foundation

/// The signatures that receivers check.
package enum WebhookSignature {
    /// The headers of Standard Webhooks (standardwebhooks.com): `v1` and the HMAC-SHA256 of `id.timestamp.body`.
    ///
    /// - Parameters:
    ///   - id: The same for each attempt: receivers ignore what they have seen.
    ///   - seconds: The present time in seconds since 1970.
    ///   - body: What is sent.
    ///   - secret: The content of `secret_file`: `whsec_` and base64, or the secret itself.
    /// - Returns: The value of `webhook-signature`.
    /// - Throws: `DigestFailure` when libcrypto refuses the key.
    package static func standard(
        id: String, seconds: Int64, body: [UInt8], secret: String
    ) throws(DigestFailure) -> String {
        let prefix = "whsec_"
        let bytes =
            secret.hasPrefix(prefix)
            ? Data(base64Encoded: String(secret.dropFirst(prefix.count))).map { Array($0) } ?? [] : Array(secret.utf8)
        let code = try MessageKey(bytes: bytes).code(of: Array("\(id).\(seconds).".utf8) + body)
        return "v1," + base64(code)
    }

    /// 钉钉: the HMAC of `timestamp` in milliseconds, a line feed and the secret, keyed with the secret.
    ///
    /// - Throws: `DigestFailure` when libcrypto refuses the key.
    static func dingtalk(milliseconds: Int64, secret: String) throws(DigestFailure) -> String {
        base64(try MessageKey(bytes: Array(secret.utf8)).code(of: Array("\(milliseconds)\n\(secret)".utf8)))
    }

    /// 飞书: the HMAC of nothing, keyed with `timestamp` in seconds, a line feed and the secret.
    ///
    /// - Throws: `DigestFailure` when libcrypto refuses the key.
    static func feishu(seconds: Int64, secret: String) throws(DigestFailure) -> String {
        base64(try MessageKey(bytes: Array("\(seconds)\n\(secret)".utf8)).code(of: []))
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
