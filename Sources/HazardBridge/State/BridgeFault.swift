package import Wording

/// Why a bridge cannot start or must end.
package enum BridgeFault: BilingualError, Equatable {
    /// Its file cannot be opened, read or written.
    case state(path: String, LocalText)
    /// Another bridge of the same queue runs.
    case inUse(path: String)
    /// Its file belongs to another log.
    case otherLog(path: String, found: String, now: String)
    /// The endpoint's settings cannot be used.
    case settings(LocalText)
    /// libcrypto refused a key or a digest.
    case digest(String)

    package var text: LocalText {
        switch self {
        case .state(let path, let reason): LocalText(zh: "\(path)：\(reason.zh)", en: "\(path): \(reason.en)")
        case .inUse(let path):
            LocalText(
                zh: "\(path) 正在使用：此队列的桥已在运行", en: "\(path) is in use: a bridge of this queue runs already")
        case .otherLog(let path, let found, let now):
            LocalText(
                zh: "\(path) 属于另一个日志（\(found)，当前为 \(now)）：请移走它；可搜索的远端不会因此重复",
                en: "\(path) belongs to another log (\(found), this one is \(now)): move it away; a remote that can be "
                    + "searched gets nothing twice")
        case .settings(let reason): reason
        case .digest(let reason): LocalText(zh: "libcrypto：\(reason)", en: "libcrypto: \(reason)")
        }
    }
}
