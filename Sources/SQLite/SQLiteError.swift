internal import CSQLite
package import Wording

/// An error of SQLite, with its extended code, SQLite's own message and the statement.
package struct SQLiteError: BilingualError, Hashable {
    /// The extended result code; its low byte is the primary code.
    package var extendedCode: Int
    /// SQLite's own message, with the path where a file could not be opened.
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

    /// Another connection holds a lock: the same call may succeed later.
    package var isBusy: Bool { primary == SQLITE_BUSY || primary == SQLITE_LOCKED }
    /// The disk is full: the same call may succeed when there is room.
    package var isFull: Bool { primary == SQLITE_FULL }
    /// The file is damaged or is not a database.
    package var isCorrupt: Bool { primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB }
    /// A constraint of the schema forbids the row.
    package var isConstraint: Bool { primary == SQLITE_CONSTRAINT }
    /// `SQLiteConnection.interrupt` ended the statement.
    package var isInterrupted: Bool { primary == SQLITE_INTERRUPT }

    package var text: LocalText {
        let meaning = Self.chineseMeanings[primary] ?? "数据库操作失败"
        guard let sql else { return LocalText(zh: "\(meaning)：\(message) [\(code)]", en: "\(message) [\(code)]") }
        return LocalText(zh: "\(meaning)：\(message) [\(code)]，语句：\(sql)", en: "\(message) [\(code)] in: \(sql)")
    }

    private var primary: Int32 { Int32(truncatingIfNeeded: extendedCode) & 0xff }

    /// What a primary code means to an operator; SQLite's own message follows it.
    private static let chineseMeanings: [Int32: String] = [
        SQLITE_FULL: "磁盘已满", SQLITE_BUSY: "数据库被其他连接锁定", SQLITE_LOCKED: "数据库被其他连接锁定",
        SQLITE_CORRUPT: "数据库文件已损坏", SQLITE_NOTADB: "文件不是 SQLite 数据库", SQLITE_IOERR: "读写数据库文件出错",
        SQLITE_CANTOPEN: "无法打开数据库文件", SQLITE_READONLY: "数据库文件为只读", SQLITE_PERM: "没有访问数据库文件的权限",
        SQLITE_AUTH: "没有访问数据库文件的权限", SQLITE_NOMEM: "内存不足", SQLITE_CONSTRAINT: "数据违反表的约束",
        SQLITE_INTERRUPT: "语句被中断",
    ]

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

    /// The extended codes that an operator handles differently from their primary code (sqlite.org/rescode.html).
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
