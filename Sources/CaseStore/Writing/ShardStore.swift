package import HazardCore
internal import SQLite

/// The only writer of one shard's file: a view of Kafka that may be thrown away, never ahead of it.
///
/// One thread owns it, the lane's: not `Sendable`. Everything written stands together with the positions at `commit`, or
/// not at all. Reads here see the open transaction's own writes.
package final class ShardStore {
    package let shard: Int
    package let identity: StoreIdentity
    /// The database file's path.
    package var path: String { connection.path }

    let connection: Connection
    let rows: CaseRows
    let lookups: CaseLookups
    let counts: MonthlyCounts
    let ledger: LedgerRows
    let traceRows: TraceRows
    let search: CaseSearch
    /// Of the open transaction; equal to `committed` outside one.
    var marks: ShardMarks
    private var committed: ShardMarks
    private let marksWriting: MarksWriting
    private var log: WriteAheadLog
    private let directory: StoreDirectory

    /// Opens the shard's file, creating an empty one when there is none.
    ///
    /// Nothing is checked beyond what SQLite reads on opening; damage further in shows as `.corrupt` where it is met.
    ///
    /// - Throws: a `StoreFault`; `canRebuild` says whether the file may simply be deleted.
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

    /// The shard is claimed already; `open` releases it when this throws, `deinit` otherwise.
    private init(in directory: StoreDirectory, shard: Int, identity: StoreIdentity) throws(StoreFault) {
        let opened = try ShardOpening(path: directory.file(ofShard: shard), shard: shard, identity: identity).run()
        do {
            rows = try CaseRows(opened)
            lookups = try CaseLookups(opened)
            counts = try MonthlyCounts(opened)
            ledger = try LedgerRows(opened)
            traceRows = try TraceRows(opened)
            search = try CaseSearch(opened)
            marksWriting = try MarksWriting(opened)
            marks = try marksWriting.read()
        } catch {
            throw StoreFault(error, path: opened.path, shard: shard)
        }
        self.shard = shard
        self.identity = identity
        self.directory = directory
        connection = opened
        committed = marks
        log = WriteAheadLog(path: opened.path + "-wal")
    }

    deinit { directory.release(shard) }

    // MARK: Transaction

    /// Begins what `commit` ends.
    package func begin() throws(StoreFault) {
        try sql { () throws(SQLiteError) in try connection.begin() }
    }

    /// Makes everything since `begin` stand, together with where to read on and the shard's time.
    ///
    /// After a fault roll back; `positions` then tells what stands (a fault while copying the log comes after the commit).
    package func commit(positions: [StoredPosition], shardTime: Instant) throws(StoreFault) {
        marks.shardTime = max(marks.shardTime, shardTime.milliseconds)
        try sql { () throws(SQLiteError) in
            for position in positions { try marksWriting.write(position) }
            try traceRows.commit(latest: marks.latestEvent)
            if marks != committed { try marksWriting.write(marks) }
            try connection.commit()
        }
        committed = marks
        try sql { () throws(SQLiteError) in try log.committed(on: connection) }
    }

    /// Undoes everything since `begin`; nothing when no transaction is open.
    package func rollback() throws(StoreFault) {
        marks = committed
        traceRows.rollback()
        try sql { () throws(SQLiteError) in try connection.rollback() }
    }

    /// Empties the write-ahead log when it is worth it; for the lane to call when there is nothing else to do.
    package func tidy() throws(StoreFault) {
        try sql { () throws(SQLiteError) in try log.tidy(on: connection) }
    }

    /// The write-ahead log's size in bytes.
    package var walBytes: Int { log.bytes }

    // MARK: What is true of the shard

    /// Where to read on, in every topic that was committed so far.
    package func positions() throws(StoreFault) -> [StoredPosition] {
        try sql { () throws(SQLiteError) in try marksWriting.positions() }
    }

    /// The time of the last record, which never runs backwards; 1970 before the first.
    package var shardTime: Instant { Instant(milliseconds: marks.shardTime) }
    /// The newest time in any case's history: after a rebuild the shard's time cannot be below it.
    package var latestEventTime: Instant { Instant(milliseconds: marks.latestEvent) }
    /// The highest `shard_seq` of any task ever stored; 0 before the first.
    package var highestShardSequence: Int64 { marks.shardSequence }
    /// How many rows there are, without counting them.
    package var storedRows: StoreRows { marks.rows }

    // MARK: Inside

    /// Runs SQL and turns what SQLite says into a fault of this file.
    func sql<Result>(_ body: () throws(SQLiteError) -> Result) throws(StoreFault) -> Result {
        do {
            return try body()
        } catch {
            throw StoreFault(error, path: path, shard: shard)
        }
    }
}
