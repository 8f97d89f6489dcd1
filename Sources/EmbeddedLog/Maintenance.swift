internal import Foundation
internal import MessageLog
internal import SQLite

/// Runs retention and compaction of every topic, in short transactions between those of the lanes.
struct Maintenance: Sendable {
    let core: LogCore

    /// Runs one round; returns when nothing is left to do.
    ///
    /// - Throws: `LogFailure` of the first step that fails.
    func run() throws(LogFailure) {
        let catalog = core.catalog
        let now = core.clock()
        for topic in catalog.topics.values {
            let settings = topic.settings
            for partition in topic.partitions {
                if settings.deletes, let retention = settings.retention {
                    let cutoff = now.subtractingClamped(retention.millisecondsRoundedUp)
                    try repeatStep { (file, _) throws(SQLiteError) in
                        try Retention.step(partition, olderThan: cutoff, compacts: settings.compacts, on: file)
                    }
                }
                if settings.compacts {
                    let cutoff = now.subtractingClamped(settings.tombstoneRetention.millisecondsRoundedUp)
                    try repeatStep { (file, catalog) throws(SQLiteError) in
                        try Compaction.step(
                            partition, below: catalog.next(partition), tombstonesBefore: cutoff, on: file)
                    }
                }
            }
        }
    }

    private func repeatStep(
        _ step: @escaping @Sendable (LogFile, Catalog) throws(SQLiteError) -> Bool
    ) throws(LogFailure) {
        var hasMore = true
        while hasMore {
            let outcome = core.writer.perform { (file, catalog) throws(SQLiteError) -> Result<Bool, CommitFailure> in
                .success(try step(file, catalog))
            }
            do { hasMore = try outcome.get() } catch { throw error.failure }
        }
    }
}

/// Runs maintenance on its own thread while the log is open.
final class MaintenanceTimer: Sendable {
    private struct State {
        var isStopping = false
        var hasEnded = false
    }
    private let state = Monitor(State())

    init(_ core: LogCore, every interval: Duration, failed: @escaping @Sendable (LogFailure) -> Void) {
        let state = self.state
        let pause = max(.milliseconds(1), min(interval, .seconds(86_400)))
        let thread = Thread {
            while state.wait(timeout: pause, for: { $0.isStopping ? true : nil }) == nil {
                do throws(LogFailure) {
                    try Maintenance(core: core).run()
                } catch {
                    guard error.code != LogFailure.closed.code else { break }
                    core.writer.counts.change { $0.maintenanceFailures += 1 }
                    failed(error)
                }
            }
            state.change { $0.hasEnded = true }
        }
        thread.name = "log-maintenance"
        thread.start()
    }

    func stop(within limit: Duration) {
        state.change { $0.isStopping = true }
        _ = state.wait(timeout: limit) { $0.hasEnded ? true : nil }
    }
}

extension Int64 {
    fileprivate func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, isOver) = subtractingReportingOverflow(other)
        return isOver ? .min : difference
    }
}
