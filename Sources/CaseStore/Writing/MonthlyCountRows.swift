internal import HazardCore
internal import SQLite

/// The statements for the table `counts`.
struct MonthlyCountRows {
    private let write: Statement
    private let read: Statement
    private let delete: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        write = try connection.prepare(
            """
            INSERT INTO counts (month, programme, category, outcome, n) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET n = n + excluded.n
            """)
        read = try connection.prepare(
            "SELECT month, programme, category, outcome, n FROM counts WHERE month = ?1 ORDER BY 2, 3, 4")
        delete = try connection.prepare("DELETE FROM counts WHERE month = ?1")
    }

    func add(_ count: MonthlyCount) throws(SQLiteError) {
        write.bind(count.month, at: 1)
        write.bind(count.programme, at: 2)
        write.bind(count.category, at: 3)
        write.bind(count.outcome, at: 4)
        write.bind(count.count, at: 5)
        try write.run()
    }

    func counts(of month: String) throws(SQLiteError) -> [MonthlyCount] {
        read.bind(month, at: 1)
        return try read.all { MonthlyCount($0) }
    }

    func delete(_ month: String) throws(SQLiteError) {
        delete.bind(month, at: 1)
        try delete.run()
    }
}

extension MonthlyCount {
    /// Reads month, programme, category, outcome and number from a row.
    init(_ row: Statement) {
        let outcome = row.string(3)
        let code = CloseCode(rawValue: outcome)
        let state = code == nil ? CaseState(rawValue: outcome) ?? .closed : .closed
        self.init(
            month: row.string(0), programme: row.string(1), category: row.string(2), state: state, code: code,
            count: row.int(4))
    }
}
