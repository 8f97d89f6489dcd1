internal import Dispatch
internal import Foundation
internal import MessageLog
internal import SQLite

/// The only thread that writes the file: it runs all waiting jobs in one durable transaction.
///
/// Each job is atomic: when one fails, the others are written without it.
final class LogWriter: @unchecked Sendable {
    /// The state that readers see: topics, committed partition ends, and whether the log is closed.
    struct Published: Sendable {
        var catalog: Catalog
        var isClosed = false
    }

    /// Counts since the start, for `statistics`.
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
    // Only the writer's thread uses the following after it has started.
    private var file: LogFile?
    private var lock: DirectoryLock?

    /// Takes over the file and the lock of its directory, and starts the thread.
    init(_ file: LogFile, _ catalog: Catalog, lock: DirectoryLock) {
        self.file = file
        self.lock = lock
        path = file.path
        published = Monitor(Published(catalog: catalog))
        let thread = Thread { [self] in run() }
        thread.name = "log-writer"
        thread.start()
    }

    /// Runs the work in the next transaction, and returns when that transaction is on the disk.
    func perform<Value: Sendable>(_ work: @escaping Work<Value>) -> Result<Value, CommitFailure> {
        let job = PendingJob(work)
        let isAccepted = queue.change { queue in
            guard !queue.isStopping else { return false }
            queue.jobs.append(job)
            return true
        }
        guard isAccepted else { return .failure(.aborted(.closed)) }
        job.done.wait()
        return job.outcome
    }

    /// Ends the thread after the waiting jobs. When it returns within the limit, the file is closed and the directory unlocked.
    func stop(within limit: Duration) {
        queue.change { $0.isStopping = true }
        published.change { $0.isClosed = true }
        _ = queue.wait(timeout: limit) { $0.hasEnded ? true : nil }
    }

    // MARK: The writer's thread

    private func run() {
        while let group = queue.wait(timeout: nil, for: Self.take) {
            guard let file, !group.isEmpty else { break }
            perform(group, on: file)
            guard file.bytesSinceCheckpoint > 16 << 20 else { continue }
            do { try file.checkpoint() } catch { counts.change { $0.checkpointFailures += 1 } }
        }
        file = nil
        lock = nil
        queue.change { $0.hasEnded = true }
    }

    /// The waiting jobs; empty when the writer stops; nil while there is nothing to do.
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

    /// Rolls the group back and runs each job alone; when the failed call was the commit, the outcome is unknown.
    ///
    /// A commit that failed with an I/O error may reappear after a crash until another transaction overwrites it:
    /// `LogFile.openWriter` is that transaction.
    private func undo(_ group: [any WriterJob], after failed: SQLiteError, isCommitting: Bool, on file: LogFile) {
        var cause = failed
        do { try file.connection.rollback() } catch { cause = error }
        let failure = LogFailure(cause, path: path)
        if isCommitting, !cause.isFull, !cause.isBusy {
            for job in group { job.fail(.unknown(failure)) }
        } else if group.count > 1 {
            for job in group { perform([job], on: file) }
        } else {
            for job in group { job.fail(.aborted(failure)) }
        }
    }
}

/// A job that waits for the writer's thread.
protocol WriterJob: AnyObject {
    /// Signalled when the outcome is set.
    var done: DispatchSemaphore { get }
    /// Writes in the open transaction; may be called again in another transaction.
    func run(on file: LogFile, _ catalog: inout Catalog) throws(SQLiteError)
    /// Ends the job with a failure.
    func fail(_ failure: CommitFailure)
}

/// A job with its outcome: the writer's thread sets it before `done`, the caller reads it after `done`.
private final class PendingJob<Value: Sendable>: WriterJob, @unchecked Sendable {
    let done = DispatchSemaphore(value: 0)
    private let work: LogWriter.Work<Value>
    private(set) var outcome: Result<Value, CommitFailure> = .failure(.aborted(.closed))

    init(_ work: @escaping LogWriter.Work<Value>) { self.work = work }

    func run(on file: LogFile, _ catalog: inout Catalog) throws(SQLiteError) {
        outcome = try work(file, &catalog)
    }

    func fail(_ failure: CommitFailure) {
        outcome = .failure(failure)
        done.signal()
    }
}
