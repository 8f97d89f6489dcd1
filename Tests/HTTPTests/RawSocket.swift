import Glibc

/// A TCP connection to a server under test, for bytes that a correct client would not send.
final class RawSocket {
    struct Refused: Error { let code: Int32 }

    private let descriptor: Int32
    private var isOpen = true
    private let owner: AnyObject?

    /// Connects. `receiveBuffer` is the size of the kernel's receive buffer in bytes; 0 keeps its default; `number`
    /// chooses one of the addresses 127.0.0.1, 127.0.0.2 … as the client's.
    init(port: Int, from number: Int = 0, receiveBuffer: Int32 = 0, keeping owner: AnyObject? = nil) throws {
        self.owner = owner
        descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if receiveBuffer > 0 {
            var size = receiveBuffer
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
        }
        // No call may wait without limit.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var own = sockaddr_in()
        own.sin_family = sa_family_t(AF_INET)
        own.sin_addr.s_addr = (UInt32(0x7F00_0001) + UInt32(number)).bigEndian
        _ = withUnsafePointer(to: &own) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Refused(code: errno) }
    }

    deinit { close() }

    /// Sends bytes; false when the server does not accept them any more.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// The next bytes; nil when the server closed, reset, or sent nothing for twenty seconds.
    func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    /// Waits until the server closes the connection; false when it is still open after twenty seconds.
    func waitForEnd() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count == 0 {
                return true
            }
            if count < 0 {
                return errno == ECONNRESET
            }
        }
    }

    /// Reads until `text` has arrived, and returns everything read.
    func read(until text: String) -> String {
        var received = ""
        while !received.contains(text), let more = receive() {
            received += String(decoding: more, as: UTF8.self)
        }
        return received
    }

    /// Reads responses until there are `count` or the server closes.
    func readAnswer(responses count: Int = .max) -> RawAnswer {
        var answer = RawAnswer()
        while answer.complete < count {
            guard let more = receive() else {
                answer.isClosed = true
                break
            }
            answer.bytes += more
        }
        return answer
    }

    func shutdownSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(descriptor)
    }
}

/// The bytes received on a raw connection.
struct RawAnswer {
    var bytes: [UInt8] = []
    var isClosed = false

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The status of every response in the bytes.
    var statuses: [Int] {
        text.components(before: "HTTP/1.1 ").compactMap { Int($0.prefix(3)) }
    }

    /// How many whole responses with a `Content-Length` there are.
    var complete: Int {
        var rest = Substring(text)
        var count = 0
        while let end = rest.firstRange(of: "\r\n\r\n") {
            let head = rest[..<end.lowerBound]
            let length =
                head.split(separator: "\r\n").first { $0.hasPrefix("Content-Length: ") }
                .flatMap { Int($0.dropFirst("Content-Length: ".count)) } ?? 0
            let body = rest[end.upperBound...]
            guard body.utf8.count >= length else { break }
            count += 1
            rest = Substring(body.utf8.dropFirst(length))
        }
        return count
    }
}

extension String {
    /// The pieces that follow each occurrence of `mark`.
    fileprivate func components(before mark: String) -> [Substring] {
        split(separator: mark, omittingEmptySubsequences: false).dropFirst().map { $0 }
    }
}

/// Looks again and again, giving the processor away in between, until `condition` holds or twenty seconds have passed.
func eventually(_ condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
        if condition() {
            return true
        }
        usleep(2000)
    }
    return condition()
}
