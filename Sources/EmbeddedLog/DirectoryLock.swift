internal import Foundation
internal import MessageLog

/// The claim of one process on a log's directory, held by the kernel and gone with the process, however it ends.
final class DirectoryLock: Sendable {
    /// Owned: open as long as the claim lasts.
    private let descriptor: Int32

    /// Claims the directory, or says who has it.
    init(directory: String) throws(LogFailure) {
        let path = directory + "/log.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LogFailure(
                code: "io-error",
                reason: "\(path): \(String(cString: strerror(errno))): the directory must be writable",
                isRetriable: false)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw LogFailure(
                code: "locked",
                reason:
                    "the embedded log in \(directory) is in use by another process: stop that server, or give this one a "
                    + "log.embedded.directory of its own",
                isRetriable: true)
        }
    }

    deinit { close(descriptor) }
}
