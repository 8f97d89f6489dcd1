internal import Foundation
internal import MessageLog
internal import SQLite

/// The only read-write connection to a log's file, with the statements that write records and positions.
///
/// Only the writer's thread uses it.
final class LogFile {
    let connection: SQLiteConnection
    let path: String
    /// The approximate number of bytes written since the last checkpoint.
    private(set) var bytesSinceCheckpoint = 0
    private let insertRecord: Statement
    private let updateTail: Statement
    private let upsertPosition: Statement
    private let upsertWriter: Statement

    /// Opens the file, or creates it with a new cluster id.
    ///
    /// - Throws: `foreign-file` or `other-version`, without changing the file; `corrupt`, `disk-full`, `no-wal` or `io-error`.
    init(directory: String, now: Int64, maxBytes: Int?) throws(LogFailure) {
        path = directory + "/log.db"
        do {
            try LogFile.createOwnerOnly(path, in: directory)
            connection = try SQLiteConnection(path, mode: .readWriteCreate)
            let isNew = try LogFile.inspect(connection, path: path)
            try LogFile.configure(connection, maxBytes: maxBytes)
            if isNew { try LogFile.create(connection, now: now) }
            insertRecord = try connection.prepare(
                "INSERT INTO records(id, time, key, value, headers) VALUES (?, ?, ?, ?, ?)")
            updateTail = try connection.prepare("UPDATE partitions SET next = ?2, last_time = ?3 WHERE id = ?1")
            upsertPosition = try connection.prepare(
                """
                INSERT INTO positions(member_group, partition, next) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET next = excluded.next
                """)
            upsertWriter = try connection.prepare(
                "INSERT INTO writers(name, epoch) VALUES (?, 1) ON CONFLICT DO UPDATE SET epoch = epoch + 1 RETURNING epoch"
            )
        } catch { throw .opening(error, path: directory + "/log.db") }
    }

    func clusterID() throws(SQLiteError) -> String {
        try connection.text("SELECT cluster_id FROM installation") ?? ""
    }

    /// All topics and partition ends in the file.
    func catalog() throws -> Catalog {
        var catalog = Catalog()
        let tails = try connection.prepare("SELECT next, last_time FROM partitions ORDER BY id")
        catalog.tails = try tails.all { Catalog.Tail(next: $0.int64(0), lastTime: $0.int64(1)) }
        let topics = try connection.prepare("SELECT id, name FROM topics").all { ($0.int64(0), $0.string(1)) }
        let settings = try connection.prepare("SELECT name, value FROM settings WHERE topic = ?")
        let partitions = try connection.prepare("SELECT id FROM partitions WHERE topic = ? ORDER BY number")
        for (id, name) in topics {
            settings.bind(id)
            let given = try settings.all { ($0.string(0), $0.string(1)) }
            partitions.bind(id)
            catalog.topics[name] = Catalog.Topic(
                id: id, settings: try EmbeddedTopicSettings(Dictionary(given) { $1 }, of: name),
                partitions: try partitions.all { $0.int(0) })
        }
        return catalog
    }

    func insert(_ record: ResolvedRecord, offset: Int64, time: Int64) throws(SQLiteError) {
        insertRecord.bind(RowID.of(record.partition, offset), at: 1)
        insertRecord.bind(time, at: 2)
        insertRecord.bind(record.key, at: 3)
        insertRecord.bind(record.value, at: 4)
        insertRecord.bind(record.headers, at: 5)
        try insertRecord.run()
        bytesSinceCheckpoint += record.bytes + 32
    }

    func setTail(_ partition: Int, _ tail: Catalog.Tail) throws(SQLiteError) {
        updateTail.bind(partition, tail.next, tail.lastTime)
        try updateTail.run()
    }

    func setPosition(group: String, _ partition: Int, next: Int64) throws(SQLiteError) {
        upsertPosition.bind(group, partition, next)
        try upsertPosition.run()
        bytesSinceCheckpoint += 64
    }

    /// Raises the epoch of a writer name and so fences older writers of that name.
    ///
    /// It also settles a commit with an unknown outcome: this transaction overwrites what an unfinished one left.
    func openWriter(_ name: String) throws(SQLiteError) -> Int64 {
        upsertWriter.bind(name)
        var epoch: Int64 = 0
        while try upsertWriter.step() { epoch = upsertWriter.int64(0) }
        return epoch
    }

    /// Copies committed pages from the write-ahead log into the file, as far as readers allow, without waiting.
    func checkpoint() throws(SQLiteError) {
        bytesSinceCheckpoint = 0
        try connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    }
}

extension LogFile {
    /// Creates an absent file that only its owner can read (reports name people), and makes its directory entry durable.
    fileprivate static func createOwnerOnly(_ path: String, in directory: String) throws(LogFailure) {
        for (place, flags) in [(path, O_RDWR | O_CREAT), (directory, O_RDONLY | O_DIRECTORY)] {
            let descriptor = open(place, flags | O_CLOEXEC, 0o600)
            defer { if descriptor >= 0 { close(descriptor) } }
            guard descriptor >= 0, fsync(descriptor) == 0 else { throw .notAccessible(place) }
        }
    }

    /// Checks application id and version without changing the file; returns whether it is new.
    fileprivate static func inspect(_ connection: SQLiteConnection, path: String) throws -> Bool {
        let application = try connection.integer("PRAGMA application_id") ?? 0
        let version = try connection.integer("PRAGMA user_version") ?? 0
        if application == 0, version == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 {
            return true
        }
        guard application == LogSchema.applicationID else {
            throw LogFailure.foreignFile(path, applicationID: application)
        }
        guard version == LogSchema.version else {
            throw LogFailure.otherVersion(path, found: version, known: LogSchema.version)
        }
        return false
    }

    fileprivate static func configure(_ connection: SQLiteConnection, maxBytes: Int?) throws {
        guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw LogFailure.noWriteAheadLog(connection.path)
        }
        // Deleted records hold personal data: secure_delete overwrites their bytes.
        try connection.execute(
            """
            PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;
            PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA secure_delete = ON;
            """)
        guard let maxBytes else { return }
        let pageBytes = try connection.integer("PRAGMA page_size") ?? 4096
        try connection.execute("PRAGMA max_page_count = \(max(1, Int64(maxBytes) / pageBytes))")
    }

    fileprivate static func create(_ connection: SQLiteConnection, now: Int64) throws {
        let id = (0..<4).map { _ in
            let part = String(UInt32.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 8 - part.count) + part
        }.joined()
        try connection.transaction {
            try connection.execute(LogSchema.tables)
            let insert = try connection.prepare("INSERT INTO installation(one, cluster_id, born_at) VALUES (1, ?, ?)")
            insert.bind("embedded-" + id, now)
            try insert.run()
            try connection.execute(
                "PRAGMA application_id = \(LogSchema.applicationID); PRAGMA user_version = \(LogSchema.version)")
        }
    }
}
