internal import ChineseText
internal import HazardCore
internal import SQLite

/// Writes what people decided of cases about which a model had said something: a row for each question that is decided.
struct AgreementRows {
    private let write: Statement
    private let delete: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        write = try connection.prepare(
            "INSERT OR REPLACE INTO agreements (case_key, subject, at, agreed) VALUES (?1, ?2, ?3, ?4)")
        delete = try connection.prepare("DELETE FROM agreements WHERE case_key = ?1")
    }

    /// Replaces the rows of a case. A case without a word of a model costs nothing.
    func put(_ value: Case, key: Int64, isNew: Bool) throws(SQLiteError) {
        guard value.hasAdvice else { return }
        if !isNew { try remove(key) }
        for agreement in value.agreements {
            write.bind(key, at: 1)
            write.bind(agreement.subject.rawValue, at: 2)
            write.bind(agreement.at.milliseconds, at: 3)
            write.bind(agreement.isAgreed ? 1 : 0, at: 4)
            try write.run()
        }
    }

    func remove(_ key: Int64) throws(SQLiteError) {
        delete.bind(key, at: 1)
        try delete.run()
    }
}
