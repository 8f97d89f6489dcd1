internal import Foundation
internal import HazardCore
internal import SQLite
internal import Wording

/// The file in which one bridge keeps what it has read and sent: `<bridge.directory>/<name>.db`.
///
/// A change is on the disk when a call returns, so a bridge that is killed at any moment continues where it was. One process
/// uses a file at a time; the kernel holds the lock (`flock`), which ends with the process.
final class BridgeFile {
    let connection: SQLiteConnection
    let path: String
    /// False until the queue has been read to its end once: what a bridge with an earlier file sent is not known.
    private(set) var hasCaughtUp: Bool
    /// Owned: open while the lock is held.
    private let lock: Int32
    private let nextOf: Statement
    private let setNext: Statement

    /// "HzBr": marks the file as a bridge's.
    private static let applicationID: Int64 = 0x487a_4272
    private static let version: Int64 = 1

    /// Opens the file of a queue, or makes it.
    ///
    /// - Parameters:
    ///   - directory: Made when absent, for its owner only.
    ///   - name: What the bridge does and for which queue, such as `open311-traffic-police`.
    ///   - log: The permanent name of the log that the queue is in.
    /// - Throws: `inUse`, `otherLog`, or `state` when the file cannot be used.
    init(_ directory: String, name: String, log: String) throws(BridgeFault) {
        path = "\(directory)/\(name).db"
        let path = path
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .state(path: directory, LocalText(zh: "无法新建目录", en: "the directory cannot be created"))
        }
        lock = open("\(directory)/\(name).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw .state(path: path, SystemError.last()) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw .inUse(path: path)
        }
        do {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            if descriptor >= 0 { close(descriptor) }
            connection = try SQLiteConnection(path, mode: .readWriteCreate)
            let isNew = try connection.integer("PRAGMA application_id") == 0
            try Self.prepare(connection, isNew: isNew, log: log)
            hasCaughtUp = try connection.integer("SELECT caught_up FROM installation") == 1
            nextOf = try connection.prepare("SELECT next FROM positions WHERE partition = ?")
            setNext = try connection.prepare(
                "INSERT INTO positions(partition, next) VALUES (?, ?) ON CONFLICT DO UPDATE SET next = excluded.next")
        } catch let error as SQLiteError {
            close(lock)
            throw .state(path: path, LocalText(zh: error.message, en: error.message))
        } catch {
            close(lock)
            throw .state(path: path, LocalText(describing: error))
        }
        let found = try reading { () throws(SQLiteError) in try connection.text("SELECT log FROM installation") ?? "" }
        guard found == log else { throw .otherLog(path: path, found: found, now: log) }
    }

    deinit { close(lock) }

    private static func prepare(_ connection: SQLiteConnection, isNew: Bool, log: String) throws {
        // FULL: what was sent is remembered even when the power fails.
        try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;")
        guard isNew else {
            guard try connection.integer("PRAGMA application_id") == applicationID,
                try connection.integer("PRAGMA user_version") == version
            else { throw SQLiteError(extendedCode: 26, message: "this is no file of a bridge of this version") }
            return
        }
        try connection.transaction {
            try connection.execute(tables)
            let insert = try connection.prepare("INSERT INTO installation(one, log) VALUES (1, ?)")
            insert.bind(log)
            try insert.run()
            try connection.execute("PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        }
    }

    /// Times are milliseconds since 1970.
    private static let tables = """
        CREATE TABLE installation(
            one INTEGER PRIMARY KEY CHECK (one = 1), log TEXT NOT NULL, caught_up INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE positions(partition INTEGER PRIMARY KEY, next INTEGER NOT NULL) STRICT;
        CREATE TABLE tasks(
            task_id TEXT PRIMARY KEY,
            version INTEGER NOT NULL,  -- of the last record that was read
            cycle INTEGER NOT NULL,  -- the version of the record that asked for this request
            phase TEXT NOT NULL CHECK (phase IN ('waiting', 'promised', 'followed', 'ended')),
            opened_at INTEGER NOT NULL,
            priority TEXT NOT NULL,
            shard INTEGER NOT NULL,
            record BLOB NOT NULL,
            remote_id TEXT,  -- of a promised request its token
            attempted_at INTEGER,  -- an attempt whose outcome is not known
            first_attempt_at INTEGER,
            next_at INTEGER NOT NULL,
            tries INTEGER NOT NULL DEFAULT 0,
            seen TEXT NOT NULL DEFAULT '',  -- the remote status that was answered last
            answer TEXT,  -- the event id of the feedback that ended it
            refusals INTEGER NOT NULL DEFAULT 0,  -- of such feedback
            changed_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX tasks_by_phase ON tasks(phase, next_at);
        CREATE TABLE outbox(
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            event_id TEXT NOT NULL,
            case_id TEXT NOT NULL,
            shard INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE TABLE set_aside(
            event_id TEXT PRIMARY KEY, at INTEGER NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL
        ) STRICT;
        """

    /// The next offset to read; -1 when nothing was read.
    ///
    /// - Throws: `state` when the file cannot be read.
    func next(_ partition: Int) throws(BridgeFault) -> Int64 {
        try reading { () throws(SQLiteError) in
            nextOf.bind(partition)
            return try nextOf.first { $0.int64(0) } ?? -1
        }
    }

    /// Sets the next offset to read, in the transaction of the caller.
    func setNext(_ partition: Int, _ next: Int64) throws(SQLiteError) {
        setNext.bind(partition, next)
        try setNext.run()
    }

    /// Remembers that the queue has been read to its end.
    ///
    /// - Throws: `state` when the file cannot be written.
    func catchUp() throws(BridgeFault) {
        guard !hasCaughtUp else { return }
        try reading { () throws(SQLiteError) in try connection.execute("UPDATE installation SET caught_up = 1") }
        hasCaughtUp = true
    }

    /// Keeps a message that its receiver will never take, for a person to read.
    ///
    /// - Throws: `state` when the file cannot be written.
    func setAside(_ eventID: String, _ body: [UInt8], _ reason: String, at now: Instant) throws(BridgeFault) {
        try reading { () throws(SQLiteError) in
            let insert = try connection.prepare(
                "INSERT OR REPLACE INTO set_aside(event_id, at, reason, body) VALUES (?, ?, ?, ?)")
            insert.bind(eventID, now.milliseconds, reason, body)
            try insert.run()
        }
    }

    /// Runs `body` in one transaction that is on the disk when the call returns.
    ///
    /// - Throws: `state` when the file cannot be written; then nothing of `body` happened.
    func change<Result>(_ body: () throws -> Result) throws(BridgeFault) -> Result {
        do {
            return try connection.transaction(body)
        } catch let error as SQLiteError {
            throw .state(path: path, LocalText(zh: error.message, en: error.message))
        } catch {
            throw .state(path: path, LocalText(describing: error))
        }
    }

    /// Reads without a transaction.
    ///
    /// - Throws: `state` when the file cannot be read.
    func reading<Result>(_ body: () throws(SQLiteError) -> Result) throws(BridgeFault) -> Result {
        do throws(SQLiteError) {
            return try body()
        } catch {
            throw .state(path: path, LocalText(zh: error.message, en: error.message))
        }
    }
}
