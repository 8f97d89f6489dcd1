internal import SQLite

/// When a shard's write-ahead log is copied into its database, by the writer alone.
///
/// `journal_size_limit = 0` cuts the file when SQLite begins it anew, so its size is what is waiting in it.
struct WriteAheadLog {
    /// Copying 16 MB holds up the lane for some 50 ms.
    private static let step = 16 << 20
    /// Below this an idle lane lets it be.
    private static let idleLimit = 4 << 20

    private let path: String
    /// The size at which the next copy is tried; it moves up while a reader holds the log.
    private var next = Self.step

    init(path: String) {
        self.path = path
    }

    /// The file's size in bytes.
    var bytes: Int { SystemFile.size(path) }

    /// Copies what waits, without waiting for readers, each time the log has grown by a step.
    mutating func committed(on connection: Connection) throws(SQLiteError) {
        let size = bytes
        if size < Self.step { next = Self.step }
        guard size >= next else { return }
        next = size + Self.step
        try connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    }

    /// Copies everything and cuts the file, unless a reader is busy with it: then later.
    mutating func tidy(on connection: Connection) throws(SQLiteError) {
        guard bytes >= Self.idleLimit else { return }
        try connection.execute("PRAGMA busy_timeout = 0")
        try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try connection.execute("PRAGMA busy_timeout = 1000")
        next = Self.step
    }
}
