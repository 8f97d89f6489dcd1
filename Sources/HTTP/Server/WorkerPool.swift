import Dispatch
import Synchronization

/// A fixed number of threads that run handlers, with a bounded queue; and the refills of streams, which must not keep requests
/// from being accepted.
final class WorkerPool: Sendable {
    typealias Job = @Sendable () -> Void

    private struct State {
        var jobs: [Job] = []
        /// At most one for each stream, so they need no limit of their own.
        var refills: [Job] = []
        /// How many jobs were taken since the last refill.
        var turns = 0
        var running = 0
        var isOpen = true
    }

    private let state = Mutex(State())
    /// While jobs wait, every so many turns a refill is run.
    private static let turnsOfJobs = 3

    private let limit: Int
    private let threads: Int
    /// Counts the waiting jobs, and one more for each thread when the pool closes.
    private let work = DispatchSemaphore(value: 0)
    private let exited = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - threads: how many jobs run at once.
    ///   - queue: how many more may wait.
    init(threads: Int, queue: Int) {
        self.threads = threads
        limit = threads + queue
    }

    /// - Throws: `system` when the system has no more threads.
    func start() throws(HTTPServerFailure) {
        for number in 0..<threads {
            try ServiceThread.start("http-worker-\(number)") { [self] in
                run()
            }
        }
    }

    /// Runs a job on a worker; false when the queue is full or the pool closed.
    func submit(_ job: @escaping Job) -> Bool {
        let isAccepted = state.withLock { state in
            guard state.isOpen, state.jobs.count + state.running < limit else { return false }
            state.jobs.append(job)
            return true
        }
        if isAccepted {
            work.signal()
        }
        return isAccepted
    }

    /// Refills a stream on a worker, after most of the jobs that wait; false when the pool is closed.
    func refill(_ refill: @escaping Job) -> Bool {
        let isAccepted = state.withLock { state in
            if state.isOpen { state.refills.append(refill) }
            return state.isOpen
        }
        if isAccepted {
            work.signal()
        }
        return isAccepted
    }

    /// Accepts no more jobs, discards the waiting ones, and waits until `deadline` for the running ones.
    func close(_ deadline: DispatchTime) {
        state.withLock { state in
            state.isOpen = false
            state.jobs = []
            state.refills = []
        }
        for _ in 0..<threads {
            work.signal()
        }
        var gone = 0
        while gone < threads, exited.wait(timeout: deadline) == .success {
            gone += 1
        }
        // Another caller of `close` may wait for the same threads.
        for _ in 0..<gone {
            exited.signal()
        }
    }

    private func run() {
        while true {
            work.wait()
            guard let job = next() else { break }
            job()
            state.withLock { $0.running -= 1 }
        }
        exited.signal()
    }

    /// The next job; nil when the pool has closed. Until then there is one job for every signal.
    private func next() -> Job? {
        state.withLock { state in
            guard state.isOpen, !state.jobs.isEmpty || !state.refills.isEmpty else { return nil }
            state.running += 1
            if state.refills.isEmpty || !state.jobs.isEmpty && state.turns < Self.turnsOfJobs {
                state.turns += 1
                return state.jobs.removeFirst()
            }
            state.turns = 0
            return state.refills.removeFirst()
        }
    }
}
