internal import Dispatch
internal import Foundation
package import MessageLog
internal import SQLite
internal import Synchronization

/// A message log in one SQLite file: `<directory>/log.db` (`DECISIONS.md` #4).
///
/// When a call returns, its writes are on the disk. One process at a time uses the directory; no call deletes the file.
/// Every throwing call throws `LogFailure` as `MessageLog` says; `EmbeddedLogFailures` has all of them.
package final class EmbeddedLog: MessageLog {
    private let core: LogCore
    private let timer: MaintenanceTimer?
    private let members = Mutex<[EmbeddedMember]>([])

    /// Opens the log in that directory, or creates it with a new cluster id.
    ///
    /// - Throws: `locked` when another process has the directory; `foreign-file` or `other-version` when this program may not
    ///   write `log.db`; `corrupt`, `disk-full` or `io-error` when it cannot be read or written.
    package init(directory: String, settings: EmbeddedLogSettings = EmbeddedLogSettings()) throws(LogFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .cannotMakeDirectory(directory, error)
        }
        let core = try LogCore(directory: directory, settings: settings)
        self.core = core
        timer = settings.maintenanceInterval.map {
            MaintenanceTimer(core, every: $0, failed: settings.maintenanceFailed)
        }
    }

    deinit { close(within: .seconds(5)) }

    package func clusterID() throws(LogFailure) -> String {
        try checkOpen()
        return core.clusterID
    }

    package func describe(_ topics: [String]) throws(LogFailure) -> [TopicDescription] {
        try checkOpen()
        let catalog = core.catalog
        return topics.compactMap { name in
            catalog.topics[name].map {
                TopicDescription(name: name, partitions: $0.partitions.count, settings: $0.settings.given, replicas: 1)
            }
        }
    }

    package func create(_ topics: [TopicDescription]) throws(LogFailure) { try TopicChanges.create(topics, in: core) }

    package func alter(_ topic: String, settings: [String: String]) throws(LogFailure) {
        try TopicChanges.alter(topic, settings: settings, in: core)
    }

    /// Writes all of the records or none.
    ///
    /// - Throws: `LogFailure` as `MessageLog.append`; nothing was written then.
    package func append(_ records: [NewRecord]) throws(LogFailure) -> [RecordPlace] {
        do {
            let batch = try core.batch(records)
            let core = self.core
            return try core.writer.perform {
                (file, catalog) throws(SQLiteError) -> Result<[RecordPlace], CommitFailure> in
                .success(try batch.write(to: file, &catalog, now: core.clock()))
            }.get()
        } catch { throw error.failure }
    }

    package func reader(of at: TopicPartition, from next: Int64) throws(LogFailure) -> any LogReader {
        try checkOpen()
        let catalog = core.catalog
        let partition = try catalog.partition(at)
        guard next <= catalog.next(partition) else { throw .beyondEnd(at, next: next, end: catalog.next(partition)) }
        return PartitionReader(core.writer, core.pool, at: at, partition: partition, from: next)
    }

    /// Assigns every shard to `host` immediately, because no other process shares the log. A group joins once.
    ///
    /// - Throws: `joined`, `unknown-topic` or `unknown-partition`.
    package func join(_ membership: Membership, host: any ShardHost) throws(LogFailure) {
        try checkOpen()
        let member = try EmbeddedMember(core, membership, host: host)
        let hasJoined = members.withLock { members in
            guard !members.contains(where: { $0.group == membership.group }) else { return false }
            members.append(member)
            return true
        }
        guard hasJoined else { throw .alreadyJoined(membership.group) }
        member.assignShards()
    }

    package func leave(within limit: Duration) {
        let leaving = members.withLock { members in
            defer { members = [] }
            return members
        }
        let deadline = DispatchTime.now() + max(0, limit / .seconds(1))
        for member in leaving { member.leave(by: deadline) }
    }

    /// Runs retention and compaction now, and returns when they are done.
    ///
    /// - Throws: `LogFailure` of the first step that fails.
    package func maintain() throws(LogFailure) { try Maintenance(core: core).run() }

    package func statistics() -> [LogStatistic] {
        let counts = core.writer.counts.read { $0 }
        func size(_ suffix: String) -> Double {
            let attributes = try? FileManager.default.attributesOfItem(atPath: core.path + suffix)
            return (attributes?[.size] as? NSNumber)?.doubleValue ?? 0
        }
        return [
            LogStatistic(name: "hazard_log_file_bytes", value: size("")),
            LogStatistic(name: "hazard_log_wal_bytes", value: size("-wal")),
            LogStatistic(name: "hazard_log_records_total", value: Double(counts.records)),
            LogStatistic(name: "hazard_log_commits_total", value: Double(counts.jobs)),
            LogStatistic(name: "hazard_log_transactions_total", value: Double(counts.transactions)),
            LogStatistic(name: "hazard_log_checkpoint_failures_total", value: Double(counts.checkpointFailures)),
            LogStatistic(name: "hazard_log_maintenance_failures_total", value: Double(counts.maintenanceFailures)),
        ]
    }

    package func close(within limit: Duration) {
        let deadline = ContinuousClock.now + limit
        leave(within: limit)
        timer?.stop(within: max(.milliseconds(1), deadline - .now))
        core.pool.close()
        core.writer.stop(within: max(.milliseconds(1), deadline - .now))
    }

    private func checkOpen() throws(LogFailure) {
        if core.writer.published.read({ $0.isClosed }) { throw .closed }
    }
}
