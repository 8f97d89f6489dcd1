package import HazardCore
internal import SQLite

/// So many cases of one month, programme and category that had one outcome.
package struct MonthlyCount: Hashable, Sendable {
    /// `yyyy-mm` in the installation's zone.
    package var month: String
    package var programme: String
    /// The category's code.
    package var category: String
    /// `opened`, or the close code or state in which the case ended.
    package var outcome: String
    /// How many, or by how many more.
    package var count: Int

    package init(month: String, programme: String, category: String, outcome: String, count: Int = 1) {
        self.month = month
        self.programme = programme
        self.category = category
        self.outcome = outcome
        self.count = count
    }

    /// A month as the counts name it, `2026-11`.
    package static func month(of date: CivilDate) -> String {
        String(date.year) + (date.month < 10 ? "-0" : "-") + String(date.month)
    }
}

/// The statements over `counts`.
struct MonthlyCounts {
    private let write: Statement
    private let read: Statement
    private let erase: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        write = try connection.prepare(
            """
            INSERT INTO counts (month, programme, category, outcome, n) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET n = n + excluded.n
            """)
        read = try connection.prepare(
            "SELECT programme, category, outcome, n FROM counts WHERE month = ?1 ORDER BY 1, 2, 3")
        erase = try connection.prepare("DELETE FROM counts WHERE month = ?1")
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
        return try read.all { row in
            MonthlyCount(
                month: month, programme: row.string(0), category: row.string(1), outcome: row.string(2),
                count: row.int(3))
        }
    }

    func erase(_ month: String) throws(SQLiteError) {
        erase.bind(month, at: 1)
        try erase.run()
    }
}
