internal import CSQLite

/// One connection to one database file (`DECISIONS.md` #3).
///
/// One thread at a time uses it and its statements (SQLite's multi-thread mode); only `interrupt` may be called from any
/// thread. The file is closed when the connection and its last statement are released.
package final class SQLiteConnection: @unchecked Sendable {
    /// What a connection may do to its file.
    ///
    /// SQLite before 3.51.3 can corrupt a write-ahead log when two connections write or checkpoint at the same moment. So
    /// each file has one read-write connection, and every other connection is read-only.
    package enum Mode: Sendable {
        /// Reads and writes; creates an absent file.
        case readWriteCreate
        /// Reads only and never checkpoints; an absent file is an error.
        case readOnly
    }

    /// Runs once, before the first connection; it has no effect when the process has used SQLite before.
    private static let library = hazard_sqlite_without_statistics()

    /// Owned: opened by `init`, closed by `deinit`.
    private let handle: OpaquePointer
    package let path: String

    /// Opens the file; a statement waits up to `busyTimeout` for a lock that another connection holds.
    ///
    /// - Throws: `SQLiteError` when the file cannot be opened.
    package init(_ path: String, mode: Mode, busyTimeout: Duration = .seconds(5)) throws(SQLiteError) {
        let access = mode == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        _ = Self.library
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let opened else {
            throw SQLiteError(extendedCode: Int(code), message: "\(path): no memory for a connection")
        }
        guard code == SQLITE_OK else {
            let failure = SQLiteError(
                extendedCode: Int(sqlite3_extended_errcode(opened)),
                message: "\(path): \(String(cString: sqlite3_errmsg(opened)))")
            sqlite3_close_v2(opened)
            throw failure
        }
        handle = opened
        self.path = path
        sqlite3_busy_timeout(opened, Int32(clamping: Int(busyTimeout / .milliseconds(1))))
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// Runs statements separated by semicolons and ignores their rows.
    ///
    /// - Throws: `SQLiteError` of the first statement that fails.
    package func execute(_ sql: String) throws(SQLiteError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw lastError(in: sql) }
    }

    /// Compiles one statement for repeated use.
    ///
    /// - Throws: `SQLiteError` when the text is not one valid statement.
    package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var compiled: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil)
        guard code == SQLITE_OK else { throw lastError(in: sql) }
        guard let compiled else {
            throw SQLiteError(extendedCode: Int(SQLITE_MISUSE), message: "there is no statement in the text", sql: sql)
        }
        return Statement(compiled, of: self)
    }

    /// The first column of the first row as an integer; nil without a row or when it is NULL.
    ///
    /// - Throws: `SQLiteError` when the statement fails.
    package func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        try prepare(sql).first { $0.optionalInt64(0) } ?? nil
    }

    /// The first column of the first row as text; nil without a row or when it is NULL.
    ///
    /// - Throws: `SQLiteError` when the statement fails.
    package func text(_ sql: String) throws(SQLiteError) -> String? {
        try prepare(sql).first { $0.optionalString(0) } ?? nil
    }

    /// Rows changed by the last INSERT, UPDATE or DELETE.
    package var changes: Int { Int(sqlite3_changes64(handle)) }
    package var lastInsertRowID: Int64 { sqlite3_last_insert_rowid(handle) }
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Begins a transaction and takes the write lock now, so that no statement inside it finds the file locked.
    ///
    /// - Throws: `SQLiteError` when another connection keeps the lock longer than the busy timeout.
    package func begin() throws(SQLiteError) { try execute("BEGIN IMMEDIATE") }

    /// Commits the transaction; after an error it is still open unless `isInTransaction` says otherwise.
    ///
    /// - Throws: `SQLiteError` when the disk is full or failing.
    package func commit() throws(SQLiteError) { try execute("COMMIT") }

    /// Rolls the open transaction back; does nothing when SQLite has already done so (for example after a full disk).
    ///
    /// - Throws: `SQLiteError` when the rollback fails.
    package func rollback() throws(SQLiteError) {
        guard isInTransaction else { return }
        try execute("ROLLBACK")
    }

    /// Runs `body` in one transaction: commits when `body` returns, rolls back when it throws.
    ///
    /// - Throws: what `body` throws, or `SQLiteError` of begin, commit or rollback.
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

    /// Ends the running statement with an `isInterrupted` error. Any thread may call it.
    package func interrupt() { sqlite3_interrupt(handle) }

    /// The last error of this connection, with the statement it belongs to.
    func lastError(in sql: String?) -> SQLiteError {
        SQLiteError(
            extendedCode: Int(sqlite3_extended_errcode(handle)), message: String(cString: sqlite3_errmsg(handle)),
            sql: sql)
    }
}
