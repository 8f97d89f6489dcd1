import CEvent
import Glibc
import Synchronization

/// Work for the loop thread, left from any thread; a descriptor wakes the loop when the first piece arrives.
final class Mailbox: Sendable {
    typealias Job = @Sendable (ConnectionTable) -> Void

    private struct State {
        var jobs: [Job] = []
        var isOpen = true
    }

    private let state = Mutex(State())
    /// An eventfd, owned: closed with the mailbox, which the loop keeps until its event is freed.
    let descriptor: Int32

    init() throws(HTTPServerFailure) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else { throw .system("eventfd") }
    }

    deinit { close(descriptor) }

    /// Leaves a job; false when the loop has ended and will never take it.
    @discardableResult
    func post(_ job: @escaping Job) -> Bool {
        let (isTaken, isFirst) = state.withLock { state in
            guard state.isOpen else { return (false, false) }
            state.jobs.append(job)
            return (true, state.jobs.count == 1)
        }
        if isFirst {
            var one: UInt64 = 1
            _ = write(descriptor, &one, 8)
        }
        return isTaken
    }

    /// Takes every job, on the loop thread.
    func take() -> [Job] {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
        return state.withLock { state in
            defer { state.jobs = [] }
            return state.jobs
        }
    }

    /// Takes the last jobs and no more after them.
    func end() -> [Job] {
        state.withLock { state in
            state.isOpen = false
            defer { state.jobs = [] }
            return state.jobs
        }
    }
}
