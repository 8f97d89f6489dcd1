internal import CSQLite

/// One connection to one database file.
///
/// It may move between threads but is used by one at a time, with its statements (SQLite's multi-thread mode); only
/// `interrupt` may be called from any. The file is closed when the connection and its last statement are released.
package final class Connection: @unchecked Sendable {
    /// What a connection may do to its file.
    ///
    /// SQLite before 3.51.3 can damage a WAL when two connections write or checkpoint at one moment: one read-write
    /// connection a file, and every other one read-only.
    package enum Mode: Sendable {
        /// Reads and writes; an absent file is created.
        case readWriteCreate
        /// Reads only and never checkpoints; an absent file is an error.
        case readOnly
    }

    /// Set up once, before the first connection; a process that has used SQLite already keeps what it has.
    private static let library = hazard_sqlite_without_statistics()

    /// Owned: opened by `init`, closed by `deinit`.
    private let handle: OpaquePointer
    package let path: String

    /// Opens the file; a lock held by another connection is waited for up to `busyMilliseconds`.
    package init(_ path: String, mode: Mode, busyMilliseconds: Int = 5000) throws(SQLiteError) {
        let access = mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        _ = Self.library
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let opened else {
            throw SQLiteError(extendedCode: Int(code), message: "\(path): no memory for a connection")
        }
        guard code == SQLITE_OK else {
            let problem = SQLiteError(
                extendedCode: Int(sqlite3_extended_errcode(opened)),
                message: "\(path): \(String(cString: sqlite3_errmsg(opened)))")
            sqlite3_close_v2(opened)
            throw problem
        }
        handle = opened
        self.path = path
        sqlite3_busy_timeout(opened, Int32(clamping: busyMilliseconds))
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// Runs statements separated by semicolons, ignoring any rows.
    package func execute(_ sql: String) throws(SQLiteError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw problem(in: sql) }
    }

    /// Compiles one statement, to be kept and used again and again.
    package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var compiled: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
        guard code == SQLITE_OK else { throw problem(in: sql) }
        guard let compiled else {
            throw SQLiteError(extendedCode: Int(SQLITE_MISUSE), message: "there is no statement in the text", sql: sql)
        }
        return Statement(compiled, of: self)
    }

    /// The first column of the first row as an integer; `nil` without a row or when it is NULL.
    package func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        try prepare(sql).first { $0.optionalInt64(0) } ?? nil
    }

    /// The first column of the first row as text; `nil` without a row or when it is NULL.
    package func text(_ sql: String) throws(SQLiteError) -> String? {
        try prepare(sql).first { $0.optionalString(0) } ?? nil
    }

    /// Rows changed by the last INSERT, UPDATE or DELETE.
    package var changes: Int { Int(sqlite3_changes64(handle)) }
    package var lastInsertRowID: Int64 { sqlite3_last_insert_rowid(handle) }
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Takes the write lock now, so that nothing inside the transaction finds it taken.
    package func begin() throws(SQLiteError) { try execute("BEGIN IMMEDIATE") }

    /// Makes the transaction stand; after an error it is still open unless `isInTransaction` says otherwise.
    package func commit() throws(SQLiteError) { try execute("COMMIT") }

    /// Undoes the open transaction; nothing when SQLite has undone it already (after a full disk, say).
    package func rollback() throws(SQLiteError) {
        guard isInTransaction else { return }
        try execute("ROLLBACK")
    }

    /// Runs `body` in one transaction: it stands when `body` returns, nothing of it does when `body` throws.
    package func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try begin()
        do {
            let result = try body()
            try commit()
            return result
        } catch {
            try rollback()
            throw error
        }
    }

    /// Ends the running statement with an `isInterrupted` error; callable from any thread.
    package func interrupt() { sqlite3_interrupt(handle) }

    /// The last error of this connection, told with the statement it belongs to.
    func problem(in sql: String?) -> SQLiteError {
        SQLiteError(
            extendedCode: Int(sqlite3_extended_errcode(handle)), message: String(cString: sqlite3_errmsg(handle)),
            sql: sql)
    }
}
