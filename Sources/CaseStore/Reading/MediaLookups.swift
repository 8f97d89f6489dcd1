package import HazardCore
internal import SQLite

extension StoreReader {
    /// The SHA-256 of every stored picture that a case of the shard has.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func media() throws(StoreFault) -> [String] {
        try query("SELECT DISTINCT sha256 FROM media") { row throws(SQLiteError) in try row.all { $0.string(0) } }
    }

    /// The cases that have, or had, a stored picture; at most `limit`.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func cases(withMedia name: String, limit: Int) throws(StoreFault) -> [CaseID] {
        try query(
            """
            SELECT c.case_id FROM media m JOIN cases c USING (case_key) WHERE m.sha256 = ?1
            ORDER BY m.case_key DESC LIMIT ?2
            """
        ) {
            row throws(SQLiteError) in
            row.bind(name, at: 1)
            row.bind(limit, at: 2)
            return try row.all { $0.string(0) }
        }.compactMap { CaseID($0) }
    }
}
