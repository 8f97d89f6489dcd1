import CEvent
import Glibc

/// One client's connection: it owns a bufferevent and has one phase and one deadline. Loop thread only.
///
/// `ConnectionRequests` reads requests, `ConnectionAnswers` writes responses, `ConnectionStreaming` sends event streams.
final class HTTPConnection {
    enum Phase: Equatable {
        /// Between two requests.
        case idle
        /// A request is arriving, or the connection is new.
        case reading
        /// A worker has the request; nothing is read.
        case working
        /// Much output is pending; no further request is read before the client has received it.
        case writing
        /// The last output is being written, then the connection closes.
        case flushing
        /// As flushing, but input is read and discarded: unread input would make the kernel reset the connection and lose the
        /// response.
        case lingering
        case streaming
        case closed
    }

    let id: UInt64
    let peer: PeerAddress
    /// The table outlives its connections: it closes them before it is released.
    unowned let table: ConnectionTable
    /// Owned until `close`, which frees it together with the socket and the TLS session.
    private let bufferevent: OpaquePointer
    /// Owned by the bufferevent.
    private let session: OpaquePointer?

    private(set) var phase = Phase.reading
    /// When the phase began.
    private(set) var phaseStart = ContinuousClock.now
    var deadline: ContinuousClock.Instant?
    var reader: RequestReader
    /// The request being read or answered.
    var head: RequestHead?
    /// Bytes reserved for its body.
    var reserved = 0
    /// Bytes discarded while lingering.
    var discarded = 0
    var stream: EventStream?
    var nextHeartbeat: ContinuousClock.Instant?

    /// Takes over the socket and begins to read.
    ///
    /// Returns nil when libevent or OpenSSL has no memory; the socket is closed then.
    init?(_ descriptor: Int32, id: UInt64, peer: PeerAddress, table: ConnectionTable) {
        let options = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
        let base = table.loop.base
        let session = table.tls?.session()
        let made =
            session.map {
                bufferevent_openssl_socket_new(base, descriptor, $0, BUFFEREVENT_SSL_ACCEPTING, options)
            } ?? (table.tls == nil ? bufferevent_socket_new(base, descriptor, options) : nil)
        guard let made else {
            // libevent has freed the TLS session.
            Glibc.close(descriptor)
            return nil
        }
        bufferevent = made
        self.session = session
        self.id = id
        self.peer = peer
        self.table = table
        reader = RequestReader(headLimit: table.settings.limits.head)
        deadline = .now + table.headLimit
        if session != nil {
            bufferevent_openssl_set_allow_dirty_shutdown(made, 1)
        }
        bufferevent_setcb(
            made, { _, me in HTTPConnection.from(me)?.inputArrived() },
            { _, me in HTTPConnection.from(me)?.outputDrained() },
            { _, what, me in HTTPConnection.from(me)?.ended(what) }, Unmanaged.passUnretained(self).toOpaque())
        bufferevent_enable(made, Int16(EV_READ | EV_WRITE))
    }

    /// Whether the client has sent no request that is waiting for its answer: closing the connection loses nothing.
    var isWaiting: Bool {
        switch phase {
        case .idle, .lingering: true
        case .reading: head == nil
        case .working, .writing, .flushing, .streaming, .closed: false
        }
    }

    /// Written bytes that the kernel has not accepted yet.
    var pending: Int { evbuffer_get_length(bufferevent_get_output(bufferevent)) }

    var descriptor: Int32 { bufferevent_getfd(bufferevent) }

    /// Removes and returns all received bytes.
    func takeInput() -> [UInt8] {
        let input = bufferevent_get_input(bufferevent)
        let length = evbuffer_get_length(input)
        return [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            count = max(0, Int(evbuffer_remove(input, buffer.baseAddress, length)))
        }
    }

    func write(_ bytes: [UInt8]) {
        bufferevent_write(bufferevent, bytes, bytes.count)
    }

    /// Changes the phase, and switches reading on or off as the phase needs.
    func enter(_ next: Phase, deadline: ContinuousClock.Instant?) {
        guard phase != .closed else { return }
        self.deadline = deadline
        let didRead = Self.reads(phase)
        if phase != next { phaseStart = .now }
        phase = next
        if didRead, !Self.reads(next) {
            bufferevent_disable(bufferevent, Int16(EV_READ))
        } else if !didRead, Self.reads(next) {
            bufferevent_enable(bufferevent, Int16(EV_READ))
        }
    }

    /// Says in plain HTTP that this port speaks TLS, when OpenSSL has found a plain request in the place of a handshake.
    func answerPlainHTTP() {
        guard let session, SSL_is_init_finished(session) == 0,
            Self.plainReasons.contains(bufferevent_get_openssl_error(bufferevent) & Self.reasonMask)
        else { return }
        let text = "this port speaks HTTPS: use an address that begins with https://\n"
        let answer =
            "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n" + text
        let bytes = Array(answer.utf8)
        send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        shutdown(descriptor, Int32(SHUT_WR))
        // Unread input would make the kernel reset the connection and lose the answer.
        var unread = [UInt8](repeating: 0, count: 16 * 1024)
        while recv(descriptor, &unread, unread.count, Int32(MSG_DONTWAIT)) > 0 {}
    }

    /// `SSL_R_HTTP_REQUEST` and `SSL_R_HTTPS_PROXY_REQUEST`, and the mask of `ERR_GET_REASON`: Swift cannot import it.
    private static let plainReasons: Set<UInt> = [UInt(SSL_R_HTTP_REQUEST), UInt(SSL_R_HTTPS_PROXY_REQUEST)]
    private static let reasonMask: UInt = 0x7F_FFFF

    /// Closes the sending side; the client can still send.
    func halfClose() {
        endSession()
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Frees the bufferevent; the object remains in phase `closed`.
    func close(_ end: EventStream.End = .clientGone) {
        guard phase != .closed else { return }
        if phase != .lingering {
            endSession()
        }
        if phase == .streaming, end == .tooSlow {
            table.count { $0.streamsDropped += 1 }
        }
        phase = .closed
        bufferevent_free(bufferevent)
        table.remove(self)
        stream?.close(end)
        stream = nil
    }

    /// Sends the TLS close_notify and does not wait for the client's.
    private func endSession() {
        guard let session, SSL_is_init_finished(session) == 1 else { return }
        SSL_set_shutdown(session, SSL_RECEIVED_SHUTDOWN)
        SSL_shutdown(session)
        ERR_clear_error()
    }

    private static func reads(_ phase: Phase) -> Bool {
        switch phase {
        case .idle, .reading, .lingering, .streaming: true
        case .working, .writing, .flushing, .closed: false
        }
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> HTTPConnection? {
        me.map { Unmanaged<HTTPConnection>.fromOpaque($0).takeUnretainedValue() }
    }
}
