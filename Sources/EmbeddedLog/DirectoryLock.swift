internal import Foundation
internal import MessageLog

/// Locks a log's directory for one process. The kernel holds the lock (`flock`), so it ends with the process in every case.
final class DirectoryLock: Sendable {
    /// Owned: open while the lock is held.
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Throws: `locked` when another process has it; `io-error` when the directory is not writable.
    init(directory: String) throws(LogFailure) {
        let path = directory + "/log.lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotLock(path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .locked(directory)
        }
    }

    deinit { close(descriptor) }
}
