internal import HazardCore
internal import SQLite

/// Writes which stored pictures a case has. Most cases have none, and then nothing is read or written.
struct MediaRows {
    private let write: Statement
    private let forget: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        write = try connection.prepare("INSERT OR IGNORE INTO media (case_key, sha256) VALUES (?1, ?2)")
        forget = try connection.prepare("DELETE FROM media WHERE case_key = ?1")
    }

    /// Adds the pictures. They stay until the case goes, or until somebody's data are erased from it. `stored` is the last history
    /// entry that the tables have of the case; nil for none.
    func put(_ value: Case, key: Int64, after stored: Int?) throws(SQLiteError) {
        if let stored, value.lastErasure > stored {
            forget.bind(key, at: 1)
            try forget.run()
        }
        for name in value.storedMedia {
            write.bind(key, at: 1)
            write.bind(name, at: 2)
            try write.run()
        }
    }
}

extension Case {
    /// The number of the history entry that erased a reporter last; 0 without any.
    fileprivate var lastErasure: Int {
        guard reports.contains(where: \.isErased) else { return 0 }
        return history.last { $0.kind == .move(.command(.erase)) }?.sequence ?? 0
    }
}
