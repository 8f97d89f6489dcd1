import CaseStore
import Foundation
package import HazardConfig
package import HazardCore
package import MessageLog
package import Telemetry
import Wording

/// Reads every topic again and compares what it says with the store (`hazard audit`). It changes nothing, and a server may
/// run.
///
/// The order of reading makes one moment out of many: the files of the store first, then the queues, the cases, the queues
/// again, the ledger and the dead letters, and last the inputs, up to where the store stood.
package final class ConsistencyAudit {
    /// Called with the number of records read, and the number of parts done and in total.
    package typealias Progress = (_ records: Int, _ done: Int, _ whole: Int) -> Void

    let settings: Settings
    let departments: [String]
    let log: AuditLog
    let now: Instant
    private let progress: Progress
    var book = AuditBook()
    var facts = AuditFacts()
    var images: [Int: ShardImage] = [:]
    var letters = AuditLetters()
    /// What the queues held before and after the cases were read.
    var queues = AuditQueues()
    /// The version of each task that a queue held before the cases were read.
    var earlyVersions: [UInt64: Int] = [:]
    /// The keys of the ledger's entries.
    var ledgerKeys: Set<UInt64> = []
    var caseCounts = AuditCaseCounts()
    private var records = 0
    private var done = 0
    private var whole = 1

    private init(_ configuration: LoadedConfig, _ log: AuditLog, now: Instant, progress: @escaping Progress) {
        settings = configuration.settings
        departments = configuration.policy.departments.keys.sorted()
        self.log = log
        self.now = now
        self.progress = progress
    }

    /// Compares everything, and returns a line for each mismatch and for each check without one.
    ///
    /// - Throws: `LogFailure` when the log cannot be read.
    package static func run(
        _ configuration: LoadedConfig, logger: Logger, now: Instant, progress: @escaping Progress
    ) throws(LogFailure) -> [AuditFinding] {
        let log = try AuditLog.open(configuration.settings, logger: logger)
        defer { log.close() }
        let audit = ConsistencyAudit(configuration, log, now: now, progress: progress)
        try audit.run()
        return audit.book.findings
    }

    private func run() throws(LogFailure) {
        let topics = settings.topics.names
        let shards = settings.log.shards
        whole = 1 + 2 * shards + 2 * departments.count + 2 + 4 * shards
        for shard in 0..<shards { readStore(shard) }
        step()
        try readQueues()
        for shard in 0..<shards { try auditCases(shard) }
        describeCases()
        try readQueues()
        compareQueues()
        try auditRewards()
        step()
        try readLetters()
        step()
        for (topic, check) in [
            (topics.reports, AuditCheck.reports), (topics.feedback, .feedback), (topics.commands, .commands),
            (topics.transfers, .transfers),
        ] {
            try auditInput(topic, check)
        }
    }

    /// Calls `body` with every record of a partition, and shows the progress.
    ///
    /// - Throws: `LogFailure` when the log cannot be read.
    func each(
        _ at: TopicPartition, from next: Int64 = -1, below end: Int64 = .max, _ body: (Record) -> Void
    ) throws(LogFailure) -> Int64 {
        try log.each(at, from: next, below: end) { record in
            records += 1
            if records % 1_000 == 0 { show() }
            body(record)
        }
    }

    /// A part is done.
    func step() {
        done += 1
        show()
    }

    private func show() { progress(records, min(done, whole), whole) }

    // MARK: - The store

    private func readStore(_ shard: Int) {
        let path = StoreDirectory.file(ofShard: shard, in: settings.store.directory)
        guard FileManager.default.fileExists(atPath: path) else { return }
        do throws(StoreFault) {
            images[shard] = try StoreReader(path: path, shard: shard).image()
        } catch {
            book.add(.store, zh: error.text.zh, en: error.text.en, fix: AuditFix.rebuild(shard))
        }
    }

    /// Messages that are older than this may have left with their case, or their dead letter.
    var oldestKnown: Instant {
        now.adding(.zero - min(settings.retention.cases, settings.retention.deadLetters))
    }
}
