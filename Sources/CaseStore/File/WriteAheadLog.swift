internal import SQLite

/// Decides when a shard's writer copies its write-ahead log into the database (checkpoint).
///
/// With `journal_size_limit = 0` SQLite truncates the file when it restarts it, so the file's size is what is not copied yet.
struct WriteAheadLog {
    /// How long a statement waits for a lock of another connection.
    static let busyTimeout = Duration.seconds(1)
    /// Bytes; copying 16 MB delays the lane by about 50 ms.
    private static let step = 16 << 20
    /// An idle lane does not copy a log of fewer bytes.
    private static let idleLimit = 4 << 20

    private let path: String
    /// The size at which the next copy is tried; it rises while a reader blocks copying.
    private var next = Self.step

    init(path: String) {
        self.path = path
    }

    /// The file's size in bytes.
    var bytes: Int { SystemFile.size(path) }

    /// Copies without waiting for readers, each time the log has grown by a step.
    ///
    /// - Throws: `SQLiteError` of the checkpoint.
    mutating func committed(on connection: SQLiteConnection) throws(SQLiteError) {
        let size = bytes
        if size < Self.step { next = Self.step }
        guard size >= next else { return }
        next = size + Self.step
        try connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    }

    /// Copies everything and truncates the file, unless a reader uses it.
    ///
    /// - Throws: `SQLiteError` of the checkpoint.
    mutating func checkpointWhenIdle(on connection: SQLiteConnection) throws(SQLiteError) {
        guard bytes >= Self.idleLimit else { return }
        try connection.execute("PRAGMA busy_timeout = 0")
        try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try connection.execute("PRAGMA busy_timeout = \(Int(Self.busyTimeout / .milliseconds(1)))")
        next = Self.step
    }
}
