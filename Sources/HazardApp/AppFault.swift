import CaseStore
import MessageLog

/// Why the service cannot start or had to stop, with the exit code that scripts rely on (`config/contracts/README.md`, Command line).
package struct AppFault: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// Exit code 1.
        case failed
        /// Exit code 2: configuration or use.
        case configuration
        /// Exit code 3: the broker cannot be reached.
        case unreachable
    }

    package var kind: Kind
    /// What is wrong and what to do.
    package var description: String

    package init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// Runs what fails in a way of its own, and says it as a fault of the service.
    static func from<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(AppFault) -> Result {
        do {
            return try body()
        } catch {
            throw AppFault(kind(of: error), "\(error)")
        }
    }

    private static func kind(of error: any Error) -> Kind {
        switch error {
        // In use by another process: nothing is wrong with the configuration, and the log is within reach.
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
