import CaseStore
import MessageLog
package import Wording

/// Why the service cannot start or had to stop, with the exit code that scripts rely on
/// (`config/contracts/README.md`, Command line).
package struct AppFault: BilingualError {
    package enum Kind: Sendable {
        /// Exit code 1.
        case failed
        /// Exit code 2: the configuration or the command line is wrong.
        case configuration
        /// Exit code 3: the broker cannot be reached.
        case unreachable
    }

    package var kind: Kind
    /// What is wrong and what to do.
    package var text: LocalText

    package init(_ kind: Kind, _ text: LocalText) {
        self.kind = kind
        self.text = text
    }

    /// The English text, for logs.
    package var description: String { text.en }

    /// Runs the body and converts its error to a fault of the service.
    ///
    /// - Throws: `AppFault` with the error's sentence.
    static func from<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(AppFault) -> Result {
        do {
            return try body()
        } catch {
            throw AppFault(kind(of: error), LocalText(describing: error))
        }
    }

    private static func kind(of error: any Error) -> Kind {
        switch error {
        // In use by another process: the configuration is not wrong, and the log can be reached.
        case let failure as LogFailure: failure.isRetriable && !failure.isInUse ? .unreachable : .failed
        case let fault as StoreFault:
            switch fault.kind {
            case .disk, .inUse: .failed
            default: .configuration
            }
        default: .failed
        }
    }
}
