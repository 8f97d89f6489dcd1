import CEvent
import Glibc
import Synchronization

/// Jobs for the loop thread from any thread; a descriptor wakes the loop when the first job arrives.
final class Mailbox: Sendable {
    typealias Job = @Sendable (ConnectionTable) -> Void

    private struct State {
        var jobs: [Job] = []
        var isOpen = true
    }

    private let state = Mutex(State())
    /// An eventfd, owned: closed with the mailbox, which the loop holds until its event is freed.
    let descriptor: Int32

    /// - Throws: `system` when there is no eventfd.
    init() throws(HTTPServerFailure) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw .system("eventfd") }
    }

    deinit { close(descriptor) }

    /// Adds a job; false when the loop has ended and will not run it.
    @discardableResult
    func post(_ job: @escaping Job) -> Bool {
        let (isAccepted, isFirst) = state.withLock { state in
            guard state.isOpen else { return (false, false) }
            state.jobs.append(job)
            return (true, state.jobs.count == 1)
        }
        if isFirst {
            var one: UInt64 = 1
            _ = write(descriptor, &one, 8)
        }
        return isAccepted
    }

    /// Removes and returns every job. Loop thread only.
    func take() -> [Job] {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        return state.withLock { state in
            defer { state.jobs = [] }
            return state.jobs
        }
    }

    /// Closes the mailbox and returns the last jobs.
    func end() -> [Job] {
        state.withLock { state in
            state.isOpen = false
            defer { state.jobs = [] }
            return state.jobs
        }
    }
}
