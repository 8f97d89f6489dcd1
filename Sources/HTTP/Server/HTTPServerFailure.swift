import Glibc
package import Wording

/// Why a server could not start.
package enum HTTPServerFailure: BilingualError, Equatable {
    case cannotListen(ListenAddress, reason: LocalText)
    case tls(file: String, reason: LocalText)
    case system(call: String, reason: LocalText)

    package var text: LocalText {
        switch self {
        case .cannotListen(let address, let reason):
            LocalText(zh: "无法监听 \(address)：\(reason.zh)", en: "cannot listen on \(address): \(reason.en)")
        case .tls(let file, let reason):
            LocalText(zh: "TLS 文件 \(file) 无法使用：\(reason.zh)", en: "cannot use TLS file \(file): \(reason.en)")
        case .system(let call, let reason):
            LocalText(zh: "\(call) 调用失败：\(reason.zh)", en: "\(call) failed: \(reason.en)")
        }
    }

    /// The failure of a system call that has just set `errno`.
    static func system(_ call: String, errno code: Int32 = errno) -> HTTPServerFailure {
        .system(call: call, reason: SystemError.text(code))
    }
}
