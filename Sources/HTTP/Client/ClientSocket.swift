import Glibc
import Wording

/// A connection to a server: a request is written to it and a response is read from it.
protocol Transport: AnyObject {
    /// Host and port, for error messages.
    var server: String { get }
    /// Moves the deadline to `timeout` from now.
    func extend(by timeout: Duration)
    /// Writes all bytes.
    ///
    /// - Throws: `closed`, `timeout` or `tls`.
    func write(_ bytes: [UInt8]) throws(HTTPClientFailure)
    /// The next bytes; empty at the end.
    ///
    /// - Throws: `closed`, `timeout` or `tls`.
    func read() throws(HTTPClientFailure) -> [UInt8]
}

/// A connected socket; every wait ends at one deadline.
final class ClientSocket: Transport {
    let server: String
    /// Owned: closed with the object.
    private let descriptor: Int32
    private var timeout: Duration
    private var deadline: ContinuousClock.Instant

    private static let readBytes = 64 * 1024

    /// Connects to the first of the host's addresses that answers.
    /// - Throws: `cannotConnect` with the last address's reason, or `timeout`.
    init(_ address: ServerAddress, timeout: Duration) throws(HTTPClientFailure) {
        let server = address.description
        self.server = server
        self.timeout = timeout
        deadline = .now + timeout
        let candidates: [AddressLookup.Found]
        do throws(AddressLookup.Failure) {
            candidates = try AddressLookup.find(address.host, port: address.port, toListen: false)
        } catch {
            throw .cannotConnect(server, reason: error.reason)
        }
        var failure = HTTPClientFailure.cannotConnect(
            server, reason: LocalText(zh: "主机没有地址", en: "the host has no address"))
        for candidate in candidates {
            do throws(HTTPClientFailure) {
                descriptor = try Self.connect(candidate, server: server, timeout: timeout, deadline: deadline)
                return
            } catch {
                failure = error
            }
        }
        throw failure
    }

    deinit { close(descriptor) }

    func extend(by timeout: Duration) {
        self.timeout = timeout
        deadline = .now + timeout
    }

    func write(_ bytes: [UInt8]) throws(HTTPClientFailure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { raw in
                send(descriptor, raw.baseAddress, raw.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                try wait(POLLOUT)
            } else if errno != EINTR {
                throw .closed(server)
            }
        }
    }

    func read() throws(HTTPClientFailure) -> [UInt8] {
        while true {
            var code: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: Self.readBytes) { buffer, count in
                let received = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                code = received < 0 ? errno : 0
                count = max(0, received)
            }
            switch code {
            case 0: return bytes
            case EAGAIN: try wait(POLLIN)
            case EINTR: continue
            default: throw .closed(server)
            }
        }
    }

    private func wait(_ event: Int32) throws(HTTPClientFailure) {
        guard Self.poll(descriptor, event, until: deadline) else { throw .timeout(server, after: timeout) }
    }

    /// Waits for the socket; false when the deadline came first.
    private static func poll(_ descriptor: Int32, _ event: Int32, until deadline: ContinuousClock.Instant) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        while true {
            let left = ContinuousClock.now.duration(to: deadline).milliseconds
            guard left > 0 else { return false }
            let count = Glibc.poll(&entry, 1, Int32(min(left, 60_000)))
            if count > 0 || count < 0 && errno != EINTR {
                return true
            }
        }
    }

    private static func connect(
        _ address: AddressLookup.Found, server: String, timeout: Duration, deadline: ContinuousClock.Instant
    ) throws(HTTPClientFailure) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw .cannotConnect(server, reason: SystemError.last()) }
        var code = address.withAddress { Glibc.connect(descriptor, $0, $1) == 0 ? 0 : errno }
        if code == EINPROGRESS {
            guard poll(descriptor, POLLOUT, until: deadline) else {
                close(descriptor)
                throw .timeout(server, after: timeout)
            }
            var length = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        }
        guard code == 0 else {
            close(descriptor)
            throw .cannotConnect(server, reason: SystemError.text(code))
        }
        SocketOption.set(descriptor, SocketOption.tcp, TCP_NODELAY, 1)
        return descriptor
    }
}
