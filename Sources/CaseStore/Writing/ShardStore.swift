package import HazardCore
package import MessageLog
internal import SQLite

/// The only writer of one shard's file. The file is a view of the log: it is never ahead of the log and can be rebuilt from it.
///
/// Only the lane's thread uses it, so it is not `Sendable`. A `commit` writes all changes together with the positions. Reads
/// include the changes of the open transaction.
package final class ShardStore {
    package let shard: Int
    package let identity: StoreIdentity
    /// The database file's path.
    package var path: String { connection.path }

    let connection: SQLiteConnection
    let rows: CaseRows
    let lookups: CaseLookups
    let counts: MonthlyCountRows
    let ledger: LedgerRows
    let searchKeyRows: SearchKeyRows
    let search: CaseSearch
    /// Times of events after this one, milliseconds since 1970, are not believed: a clock was wrong when they were written.
    package var latestBelieved = Int64.max
    /// The summary in the open transaction; outside a transaction it equals `committed`.
    var summary: ShardSummary
    private var committed: ShardSummary
    private let summaryRows: SummaryRows
    private var log: WriteAheadLog
    /// When an idle lane's cached pages are freed; nil when they are free already.
    private var freeCacheAt: ContinuousClock.Instant?
    /// The cache (up to 64 MB a shard) is freed after so long without a commit: after a busy hour it would stay for ever.
    private static let cacheIdle = Duration.seconds(60)
    private let directory: StoreDirectory

    /// Opens the shard's file, or creates an empty one.
    ///
    /// It checks only what SQLite reads when it opens the file; other damage throws `.corrupt` when it is read.
    ///
    /// - Throws: `StoreFault`; `canRebuild` says whether the file may be deleted.
    package static func open(
        in directory: StoreDirectory, shard: Int, identity: StoreIdentity
    ) throws(StoreFault) -> ShardStore {
        try directory.claim(shard)
        do {
            return try ShardStore(in: directory, shard: shard, identity: identity)
        } catch {
            directory.release(shard)
            throw error
        }
    }

    /// `open` has claimed the shard, and releases it when this throws; `deinit` releases it otherwise.
    private init(in directory: StoreDirectory, shard: Int, identity: StoreIdentity) throws(StoreFault) {
        let opened = try ShardOpening(path: directory.file(ofShard: shard), shard: shard, identity: identity).run()
        do {
            rows = try CaseRows(opened)
            lookups = try CaseLookups(opened)
            counts = try MonthlyCountRows(opened)
            ledger = try LedgerRows(opened)
            searchKeyRows = try SearchKeyRows(opened)
            search = try CaseSearch(opened)
            summaryRows = try SummaryRows(opened)
            summary = try summaryRows.read()
        } catch {
            throw StoreFault(error, path: opened.path, shard: shard)
        }
        self.shard = shard
        self.identity = identity
        self.directory = directory
        connection = opened
        committed = summary
        log = WriteAheadLog(path: opened.path + "-wal")
    }

    deinit { directory.release(shard) }

    // MARK: Transaction

    /// Begins a transaction.
    ///
    /// - Throws: `.inUse` or `.disk`.
    package func begin() throws(StoreFault) {
        try sql { () throws(SQLiteError) in try connection.begin() }
    }

    /// Commits the transaction with the positions and the shard's time.
    ///
    /// After a fault the caller rolls back and reads `positions`: a checkpoint can fail after the commit has succeeded.
    ///
    /// - Throws: `.disk`, `.inUse` or `.corrupt`.
    package func commit(positions: [Position], shardTime: Instant) throws(StoreFault) {
        summary.shardTime = max(summary.shardTime, shardTime.milliseconds)
        try sql { () throws(SQLiteError) in
            for position in positions { try summaryRows.write(position) }
            try searchKeyRows.commit(latest: summary.latestEvent)
            if summary != committed { try summaryRows.write(summary) }
            try connection.commit()
        }
        committed = summary
        freeCacheAt = .now + Self.cacheIdle
        try sql { () throws(SQLiteError) in try log.committed(on: connection) }
    }

    /// Rolls the open transaction back, if there is one.
    ///
    /// - Throws: `.disk`.
    package func rollback() throws(StoreFault) {
        summary = committed
        searchKeyRows.rollback()
        try sql { () throws(SQLiteError) in try connection.rollback() }
    }

    /// Copies and truncates a large write-ahead log, and frees cached pages that were long unused. The lane calls it when it has
    /// nothing else to do.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func checkpointWhenIdle() throws(StoreFault) {
        try sql { () throws(SQLiteError) in
            try log.checkpointWhenIdle(on: connection)
            guard let freeCacheAt, .now >= freeCacheAt else { return }
            self.freeCacheAt = nil
            try connection.execute("PRAGMA shrink_memory")
        }
    }

    /// The write-ahead log's size in bytes.
    package var walBytes: Int { log.bytes }

    // MARK: Facts about the shard

    /// The next position of every partition that was committed so far.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func positions() throws(StoreFault) -> [Position] {
        try sql { () throws(SQLiteError) in try summaryRows.positions() }
    }

    /// The time of the latest record; only `goBack` decreases it. 1970 before the first record.
    package var shardTime: Instant { Instant(milliseconds: summary.shardTime) }
    /// The latest time in any case's history; after a rebuild the shard's time is not below it.
    package var latestEventTime: Instant { Instant(milliseconds: summary.latestEvent) }
    /// The highest `shard_seq` of any task so far; 0 before the first.
    package var highestShardSequence: Int64 { summary.shardSequence }
    /// The number of rows, from the summary.
    package var storedRows: StoreRows { summary.rows }

    /// Sets the shard's time back, after a wrong clock had set it ahead.
    package func goBack(to time: Instant) {
        summary.goBack(to: time.milliseconds)
        committed.goBack(to: time.milliseconds)
    }

    /// The later of `latest` and the time of an event, unless that time is not believed.
    func latest(_ latest: Int64, _ event: Int64) -> Int64 { event > latestBelieved ? latest : max(latest, event) }

    // MARK: Inside

    /// Runs SQL and converts an SQLite error to a fault of this file.
    func sql<Result>(_ body: () throws(SQLiteError) -> Result) throws(StoreFault) -> Result {
        do {
            return try body()
        } catch {
            throw StoreFault(error, path: path, shard: shard)
        }
    }
}
