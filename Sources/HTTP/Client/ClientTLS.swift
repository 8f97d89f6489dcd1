import CEvent
import Wording

/// TLS over a client's socket: OpenSSL works on memory buffers, the socket applies the deadline.
final class ClientTLS: Transport {
    private let socket: ClientSocket
    /// Owned; the session holds a reference of its own too.
    private let context: OpaquePointer
    /// Owned, and with it both memory buffers.
    private let session: OpaquePointer
    /// What the network has sent, for OpenSSL to read; owned by the session.
    private let incoming: OpaquePointer
    /// What OpenSSL has written, for the network; owned by the session.
    private let outgoing: OpaquePointer

    var server: String { socket.server }

    /// Performs the TLS handshake.
    ///
    /// - Throws: `tls` when the handshake fails or the certificate is not trusted; `closed` or `timeout` of the socket.
    init(_ socket: ClientSocket, address: ServerAddress, trust: HTTPClient.Trust) throws(HTTPClientFailure) {
        ERR_clear_error()
        guard let context = SSL_CTX_new(TLS_client_method()) else {
            throw .tls(socket.server, reason: TLSError.last())
        }
        guard let session = SSL_new(context), let incoming = BIO_new(BIO_s_mem()), let outgoing = BIO_new(BIO_s_mem())
        else {
            SSL_CTX_free(context)
            throw .tls(socket.server, reason: TLSError.last())
        }
        SSL_set_bio(session, incoming, outgoing)
        self.socket = socket
        self.context = context
        self.session = session
        self.incoming = incoming
        self.outgoing = outgoing
        try prepare(address, trust)
        SSL_set_connect_state(session)
        while true {
            let code = SSL_do_handshake(session)
            guard code != 1 else { break }
            try exchange(code)
        }
        try flush()
    }

    deinit {
        SSL_free(session)
        SSL_CTX_free(context)
    }

    func extend(by timeout: Duration) {
        socket.extend(by: timeout)
    }

    func write(_ bytes: [UInt8]) throws(HTTPClientFailure) {
        guard SSL_write(session, bytes, Int32(bytes.count)) > 0 else { throw failure() }
        try flush()
    }

    func read() throws(HTTPClientFailure) -> [UInt8] {
        while true {
            var code: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 16 * 1024) { buffer, count in
                code = SSL_read(session, buffer.baseAddress, Int32(buffer.count))
                count = max(0, Int(code))
            }
            guard bytes.isEmpty else { return bytes }
            guard SSL_get_error(session, code) != SSL_ERROR_ZERO_RETURN else { return [] }
            try exchange(code)
        }
    }

    private func prepare(_ address: ServerAddress, _ trust: HTTPClient.Trust) throws(HTTPClientFailure) {
        SSL_ctrl(session, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        guard case .verified(let roots) = trust else { return }
        let isLoaded =
            roots.map { SSL_CTX_load_verify_locations(context, $0, nil) }
            ?? SSL_CTX_set_default_verify_paths(context)
        guard isLoaded == 1 else {
            let reason = TLSError.last()
            throw .tls(
                server, reason: LocalText(zh: "无法读取根证书：\(reason.zh)", en: "roots cannot be read: \(reason.en)"))
        }
        SSL_set_verify(session, SSL_VERIFY_PEER, nil)
        // OpenSSL compares an IP address with the certificate's addresses and a name with its names.
        let parameters = SSL_get0_param(session)
        if X509_VERIFY_PARAM_set1_ip_asc(parameters, address.host) != 1 {
            ERR_clear_error()
            SSL_set1_host(session, address.host)
            var name = Array(address.host.utf8CString)
            SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name), &name)
        }
    }

    /// Sends what OpenSSL has written, and reads from the socket when OpenSSL waits for input.
    private func exchange(_ code: Int32) throws(HTTPClientFailure) {
        guard SSL_get_error(session, code) == SSL_ERROR_WANT_READ else { throw failure() }
        try flush()
        let bytes = try socket.read()
        guard !bytes.isEmpty else { throw .closed(server) }
        BIO_write(incoming, bytes, Int32(bytes.count))
    }

    private func flush() throws(HTTPClientFailure) {
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(outgoing))
        guard !bytes.isEmpty else { return }
        BIO_read(outgoing, &bytes, Int32(bytes.count))
        try socket.write(bytes)
    }

    private func failure() -> HTTPClientFailure {
        let result = SSL_get_verify_result(session)
        guard result == Int(X509_V_OK) else { return .untrusted(server, reason: Distrust.reason(result)) }
        let reason = TLSError.last()
        // What OpenSSL says of an answer that begins with letters in the place of a TLS record.
        if reason.en == "wrong version number" { return .speaksPlainHTTP(server) }
        return .tls(server, reason: reason)
    }
}

/// Why a certificate is not trusted.
private enum Distrust {
    /// The sentence of a result of OpenSSL's verification.
    static func reason(_ result: Int) -> LocalText {
        switch Int32(truncatingIfNeeded: result) {
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            LocalText(
                zh: "签发它的机构不在信任的根证书之中", en: "the authority that signed it is not among the trusted roots")
        case X509_V_ERR_CERT_HAS_EXPIRED: LocalText(zh: "已经过期", en: "it has expired")
        case X509_V_ERR_CERT_NOT_YET_VALID: LocalText(zh: "尚未生效", en: "it is not valid yet")
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH:
            LocalText(zh: "它是为另一个名称或地址签发的", en: "it was made for another name or address")
        default:
            {
                let text = X509_verify_cert_error_string(result).map { String(cString: $0) } ?? "error \(result)"
                return LocalText(zh: "OpenSSL：\(text)", en: text)
            }()
        }
    }
}
