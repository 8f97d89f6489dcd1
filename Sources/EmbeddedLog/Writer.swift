internal import Dispatch
internal import Foundation
internal import MessageLog
internal import SQLite

/// The thread that alone writes the file: it takes everything that waits and makes one durable transaction of it.
///
/// Each job is all or nothing by itself: when one fails, its neighbours are written without it.
final class Writer: @unchecked Sendable {
    /// What readers may know: topics, tails that are committed, and whether the log is closed.
    struct Published: Sendable {
        var catalog: Catalog
        var isClosed = false
    }

    /// What was done so far, for `statistics`.
    struct Counts: Sendable {
        var transactions = 0
        var jobs = 0
        var records: Int64 = 0
        var checkpointFailures = 0
        var maintenanceFailures = 0
    }

    typealias Work<Value> = @Sendable (LogFile, inout Catalog) throws(SQLiteError) -> Result<Value, CommitFailure>

    let published: Monitor<Published>
    let counts = Monitor(Counts())
    private struct Queue {
        var jobs: [any WriterJob] = []
        var isStopping = false
        var hasEnded = false
    }
    private let queue = Monitor(Queue())
    private let path: String
    /// From here to the thread's end: touched by that thread only, once it runs.
    private var file: LogFile?
    private var lock: DirectoryLock?

    /// Takes over the file and the claim on its directory, and starts the thread.
    init(_ file: LogFile, _ catalog: Catalog, lock: DirectoryLock) {
        self.file = file
        self.lock = lock
        path = file.path
        published = Monitor(Published(catalog: catalog))
        let thread = Thread { [self] in run() }
        thread.name = "log-writer"
        thread.start()
    }

    /// Does the work in the next transaction, and returns when that is on the disk.
    func perform<Value: Sendable>(_ work: @escaping Work<Value>) -> Result<Value, CommitFailure> {
        let job = PendingJob(work)
        let isTaken = queue.change { queue in
            guard !queue.isStopping else { return false }
            queue.jobs.append(job)
            return true
        }
        guard isTaken else { return .failure(.aborted(.closed)) }
        job.done.wait()
        return job.outcome
    }

    /// Ends the thread after what already waits; the file is closed and its directory free when it returns in time.
    func stop(within milliseconds: Int) {
        queue.change { $0.isStopping = true }
        published.change { $0.isClosed = true }
        _ = queue.wait(milliseconds: milliseconds) { $0.hasEnded ? true : nil }
    }

    // MARK: The writer's thread

    private func run() {
        while let group = queue.wait(milliseconds: nil, for: Self.take) {
            guard let file, !group.isEmpty else { break }
            perform(group, on: file)
            guard file.unsettledBytes > 16 << 20 else { continue }
            do { try file.checkpoint() } catch { counts.change { $0.checkpointFailures += 1 } }
        }
        file = nil
        lock = nil
        queue.change { $0.hasEnded = true }
    }

    /// Everything that waits; nothing at all when the end has come; `nil` while there is nothing to do.
    private static func take(_ queue: inout Queue) -> [any WriterJob]? {
        if queue.jobs.isEmpty { return queue.isStopping ? [] : nil }
        defer { queue.jobs.removeAll() }
        return queue.jobs
    }

    private func perform(_ group: [any WriterJob], on file: LogFile) {
        var staged = published.read { $0.catalog }
        let before = staged.tails.reduce(0) { $0 + $1.next }
        var isCommitting = false
        do {
            try file.connection.begin()
            for job in group { try job.run(on: file, &staged) }
            isCommitting = true
            try file.connection.commit()
        } catch {
            undo(group, after: error, isCommitting: isCommitting, on: file)
            return
        }
        let written = staged.tails.reduce(0) { $0 + $1.next } - before
        counts.change {
            $0.transactions += 1
            $0.jobs += group.count
            $0.records += written
        }
        published.change { [staged] in $0.catalog = staged }
        for job in group { job.done.signal() }
    }

    /// Nothing of the group stands: tries each job alone when that is sure, else says that nobody knows.
    ///
    /// A commit that met an I/O error may come back after a crash, until the next transaction overwrites it:
    /// `LogFile.openWriter` is that transaction.
    private func undo(_ group: [any WriterJob], after problem: SQLiteError, isCommitting: Bool, on file: LogFile) {
        var problem = problem
        do { try file.connection.rollback() } catch { problem = error }
        let failure = LogFailure(problem, path: path)
        if isCommitting, !problem.isFull, !problem.isBusy {
            for job in group { job.fail(.unknown(failure)) }
        } else if group.count > 1 {
            for job in group { perform([job], on: file) }
        } else {
            for job in group { job.fail(.aborted(failure)) }
        }
    }
}

/// A piece of work that waits for the writer's thread.
protocol WriterJob: AnyObject {
    /// Signalled when the outcome stands.
    var done: DispatchSemaphore { get }
    /// Writes in the open transaction; may be called again in another one.
    func run(on file: LogFile, _ catalog: inout Catalog) throws(SQLiteError)
    /// Ends the job with that failure.
    func fail(_ failure: CommitFailure)
}

/// A job with its outcome: set by the writer's thread before `done`, read by the caller after it.
private final class PendingJob<Value: Sendable>: WriterJob, @unchecked Sendable {
    let done = DispatchSemaphore(value: 0)
    private let work: Writer.Work<Value>
    private(set) var outcome: Result<Value, CommitFailure> = .failure(.aborted(.closed))

    init(_ work: @escaping Writer.Work<Value>) { self.work = work }

    func run(on file: LogFile, _ catalog: inout Catalog) throws(SQLiteError) {
        outcome = try work(file, &catalog)
    }

    func fail(_ failure: CommitFailure) {
        outcome = .failure(failure)
        done.signal()
    }
}
