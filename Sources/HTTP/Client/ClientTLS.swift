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
        guard result == Int(X509_V_OK) else {
            let reason = X509_verify_cert_error_string(result).map { String(cString: $0) } ?? "error \(result)"
            return .tls(
                server,
                reason: LocalText(zh: "其证书不受信任：\(reason)", en: "its certificate is not trusted: \(reason)"))
        }
        return .tls(server, reason: TLSError.last())
    }
}
