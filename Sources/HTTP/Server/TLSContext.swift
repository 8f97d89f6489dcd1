import CEvent
import Wording

/// The TLS context of a server: its certificate and protocol options.
final class TLSContext {
    /// An `SSL_CTX`, owned: freed here. Each session holds its own reference.
    private let context: OpaquePointer

    /// `SSL_OP_NO_RENEGOTIATION` and `SSL_OP_NO_COMPRESSION`, macros that Swift cannot import.
    private static let options: UInt64 = 1 << 30 | 1 << 17

    /// - Throws: `tls` that names the file that cannot be used; `system` without memory.
    init(_ files: TLSFiles) throws(HTTPServerFailure) {
        ERR_clear_error()
        guard let context = SSL_CTX_new(TLS_server_method()) else {
            throw .system(call: "SSL_CTX_new", reason: TLSError.last())
        }
        self.context = context
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        SSL_CTX_set_options(context, Self.options)
        guard SSL_CTX_use_certificate_chain_file(context, files.chain) == 1 else {
            throw .tls(file: files.chain, reason: TLSError.last())
        }
        guard SSL_CTX_use_PrivateKey_file(context, files.key, SSL_FILETYPE_PEM) == 1 else {
            throw .tls(file: files.key, reason: TLSError.last())
        }
        guard SSL_CTX_check_private_key(context) == 1 else {
            throw .tls(
                file: files.key,
                reason: LocalText(
                    zh: "私钥与 \(files.chain) 中的证书不匹配",
                    en: "the key does not belong to the certificate in \(files.chain)"))
        }
    }

    deinit { SSL_CTX_free(context) }

    /// A new session, owned by the caller.
    func session() -> OpaquePointer? {
        SSL_new(context)
    }
}

/// The sentence of OpenSSL's last error on this thread.
enum TLSError {
    static func last() -> LocalText {
        let code = ERR_peek_error()
        defer { ERR_clear_error() }
        guard code != 0 else { return LocalText(zh: "OpenSSL 未说明原因", en: "OpenSSL gives no reason") }
        let reason = sentence(code)
        return LocalText(zh: chinese[reason] ?? "OpenSSL：\(reason)", en: reason)
    }

    /// The errors that operators meet most.
    private static let chinese = [
        "wrong version number": "对方没有使用 TLS", "certificate verify failed": "对方的证书不受信任",
        "no start line": "文件中没有 PEM 格式的证书或私钥", "unsupported protocol": "对方的 TLS 版本过旧",
    ]

    private static func sentence(_ code: UInt) -> String {
        // Both texts are constants of the library.
        if let reason = ERR_reason_error_string(code) {
            return String(cString: reason)
        }
        var buffer = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(code, &buffer, buffer.count)
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
