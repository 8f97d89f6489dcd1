internal import HazardCore
internal import SQLite

/// Writes which stored pictures a case has. Most cases have none, and then nothing is read or written.
struct MediaRows {
    private let write: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        write = try connection.prepare("INSERT OR IGNORE INTO media (case_id, sha256) VALUES (?1, ?2)")
    }

    /// Adds the pictures. They stay until the case goes, or until somebody's data are erased from it.
    func put(_ value: Case) throws(SQLiteError) {
        for name in value.storedMedia {
            write.bind(value.id.text, at: 1)
            write.bind(name, at: 2)
            try write.run()
        }
    }
}
