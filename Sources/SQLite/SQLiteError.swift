internal import CSQLite

/// What SQLite refused, with its extended code, its own words and the statement.
package struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extended result code; its low byte is the primary one.
    package var extendedCode: Int
    /// SQLite's own sentence, with the path where a file could not be opened.
    package var message: String
    /// The statement that failed, without bound values.
    package var sql: String?

    package init(extendedCode: Int, message: String, sql: String? = nil) {
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
    }

    /// A bounded name such as `SQLITE_FULL` or `SQLITE_IOERR_FSYNC`: safe as a metric label.
    package var code: String {
        Self.extendedNames[Int32(truncatingIfNeeded: extendedCode)] ?? Self.primaryNames[primary] ?? "SQLITE_UNKNOWN"
    }

    /// Another connection holds a lock: the same again may succeed.
    package var isBusy: Bool { primary == SQLITE_BUSY || primary == SQLITE_LOCKED }
    /// No room on the disk: the same may succeed when there is.
    package var isFull: Bool { primary == SQLITE_FULL }
    /// The file is damaged or is no database at all.
    package var isCorrupt: Bool { primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB }
    /// A constraint of the schema forbids the row.
    package var isConstraint: Bool { primary == SQLITE_CONSTRAINT }
    /// `Connection.interrupt` ended the statement.
    package var isInterrupted: Bool { primary == SQLITE_INTERRUPT }

    package var description: String {
        guard let sql else { return "\(message) [\(code)]" }
        return "\(message) [\(code)] in: \(sql)"
    }

    private var primary: Int32 { Int32(truncatingIfNeeded: extendedCode) & 0xff }

    private static let primaryNames: [Int32: String] = [
        SQLITE_ERROR: "SQLITE_ERROR", SQLITE_INTERNAL: "SQLITE_INTERNAL", SQLITE_PERM: "SQLITE_PERM",
        SQLITE_ABORT: "SQLITE_ABORT", SQLITE_BUSY: "SQLITE_BUSY", SQLITE_LOCKED: "SQLITE_LOCKED",
        SQLITE_NOMEM: "SQLITE_NOMEM", SQLITE_READONLY: "SQLITE_READONLY", SQLITE_INTERRUPT: "SQLITE_INTERRUPT",
        SQLITE_IOERR: "SQLITE_IOERR", SQLITE_CORRUPT: "SQLITE_CORRUPT", SQLITE_NOTFOUND: "SQLITE_NOTFOUND",
        SQLITE_FULL: "SQLITE_FULL", SQLITE_CANTOPEN: "SQLITE_CANTOPEN", SQLITE_PROTOCOL: "SQLITE_PROTOCOL",
        SQLITE_SCHEMA: "SQLITE_SCHEMA", SQLITE_TOOBIG: "SQLITE_TOOBIG", SQLITE_CONSTRAINT: "SQLITE_CONSTRAINT",
        SQLITE_MISMATCH: "SQLITE_MISMATCH", SQLITE_MISUSE: "SQLITE_MISUSE", SQLITE_AUTH: "SQLITE_AUTH",
        SQLITE_RANGE: "SQLITE_RANGE", SQLITE_NOTADB: "SQLITE_NOTADB",
    ]

    /// The extended codes an operator acts on differently from their primary one (sqlite.org/rescode.html).
    private static let extendedNames: [Int32: String] = [
        SQLITE_IOERR | 1 << 8: "SQLITE_IOERR_READ", SQLITE_IOERR | 2 << 8: "SQLITE_IOERR_SHORT_READ",
        SQLITE_IOERR | 3 << 8: "SQLITE_IOERR_WRITE", SQLITE_IOERR | 4 << 8: "SQLITE_IOERR_FSYNC",
        SQLITE_IOERR | 6 << 8: "SQLITE_IOERR_TRUNCATE", SQLITE_BUSY | 1 << 8: "SQLITE_BUSY_RECOVERY",
        SQLITE_BUSY | 2 << 8: "SQLITE_BUSY_SNAPSHOT", SQLITE_CONSTRAINT | 1 << 8: "SQLITE_CONSTRAINT_CHECK",
        SQLITE_CONSTRAINT | 3 << 8: "SQLITE_CONSTRAINT_FOREIGNKEY",
        SQLITE_CONSTRAINT | 5 << 8: "SQLITE_CONSTRAINT_NOTNULL",
        SQLITE_CONSTRAINT | 6 << 8: "SQLITE_CONSTRAINT_PRIMARYKEY",
        SQLITE_CONSTRAINT | 8 << 8: "SQLITE_CONSTRAINT_UNIQUE",
        SQLITE_CONSTRAINT | 12 << 8: "SQLITE_CONSTRAINT_DATATYPE",
    ]
}
