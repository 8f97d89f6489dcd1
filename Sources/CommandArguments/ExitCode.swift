package import Wording

/// The exit code of a command; scripts rely on these numbers.
package enum ExitCode: Int32, CaseIterable, Sendable {
    /// The command did its work.
    case done = 0
    /// The command failed, or a comparison found a difference.
    case failed = 1
    /// The command line or the configuration is wrong: the same command cannot succeed.
    case usage = 2
    /// The broker or the server cannot be reached: the same command may succeed later.
    case unreachable = 3

    /// What the code says, for the manual page.
    var summary: LocalText {
        switch self {
        case .done: LocalText(zh: "完成", en: "done")
        case .failed: LocalText(zh: "失败，或发现不一致", en: "failed, or a mismatch was found")
        case .usage: LocalText(zh: "用法或配置有误", en: "wrong use or configuration")
        case .unreachable: LocalText(zh: "连不上 Kafka 或服务", en: "the broker or the server cannot be reached")
        }
    }
}

/// An error with an exit code; a command that throws any other error ends with `failed`.
package protocol ExitCoded: Error {
    var exitCode: ExitCode { get }

    /// The sentence that the command prints.
    func message(_ language: Language) -> String
}

extension ExitCoded {
    package func message(_ language: Language) -> String { LocalText(describing: self)[language] }
}
