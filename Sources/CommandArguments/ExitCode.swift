package import Wording

/// How a command ended; scripts rely on these numbers.
package enum ExitCode: Int32, Sendable {
    /// Done.
    case done = 0
    /// It failed, or a comparison found a mismatch.
    case failed = 1
    /// Wrong use or configuration: the same command cannot succeed.
    case usage = 2
    /// The broker or the server cannot be reached: the same command may succeed later.
    case unreachable = 3
}

/// An error that knows how the command ends for it; any other ends it with `failed`.
package protocol ExitCoded: Error {
    var exitCode: ExitCode { get }

    /// What people are told; its description when the error speaks one language only.
    func message(_ language: Language) -> String
}

extension ExitCoded {
    package func message(_ language: Language) -> String { "\(self)" }
}
