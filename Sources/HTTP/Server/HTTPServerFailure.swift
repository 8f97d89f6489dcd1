import Glibc

/// Why a server could not start.
package enum HTTPServerFailure: Error, Equatable, CustomStringConvertible {
    case cannotListen(ListenAddress, reason: String)
    case tls(file: String, reason: String)
    case system(call: String, reason: String)

    package var description: String {
        switch self {
        case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason)"
        case .tls(let file, let reason): "cannot use TLS file \(file): \(reason)"
        case .system(let call, let reason): "\(call) failed: \(reason)"
        }
    }

    /// The failure of a system call that has just set `errno`.
    static func system(_ call: String, errno code: Int32 = errno) -> HTTPServerFailure {
        .system(call: call, reason: SystemText.of(code))
    }
}

/// The words of an error number.
enum SystemText {
    static func of(_ code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
