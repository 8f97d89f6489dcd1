internal import HazardCore
internal import SQLite

/// Writes the rows of a case: all rows of a new case, and the changed rows of an existing one.
struct CaseRows {
    private let find: Statement
    private let findState: Statement
    private let findReports: Statement
    private let insertCase: Statement
    private let updateCase: Statement
    private let writeBody: Statement
    private let setWake: Statement
    private let tasks: TaskRows
    private let reports: ReportRows
    private let agreements: AgreementRows
    private let media: MediaRows
    private let removal: CaseRemoval

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        find = try connection.prepare("SELECT events FROM cases WHERE case_key = ?1")
        findState = try connection.prepare("SELECT category, state, closed_at FROM cases WHERE case_key = ?1")
        findReports = try connection.prepare("SELECT merge_time FROM report_rows WHERE case_key = ?1")
        insertCase = try connection.prepare(
            """
            INSERT INTO cases (case_key, state, programme, category, condition, priority, district, opened_at, due_at,
                resolved_at, closed_at, close_code, version, overdue, wake_at, events, next_due_at, urgency, urgency_at,
                missing_year, changed_at, case_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
            """)
        updateCase = try connection.prepare(
            """
            UPDATE cases SET state = ?2, programme = ?3, category = ?4, condition = ?5, priority = ?6, district = ?7,
                opened_at = ?8, due_at = ?9, resolved_at = ?10, closed_at = ?11, close_code = ?12, version = ?13,
                overdue = ?14, wake_at = ?15, events = ?16, next_due_at = ?17, urgency = ?18, urgency_at = ?19,
                missing_year = ?20, changed_at = ?21
            WHERE case_key = ?1
            """)
        writeBody = try connection.prepare("INSERT OR REPLACE INTO bodies (case_key, checksum, body) VALUES (?, ?, ?)")
        setWake = try connection.prepare("UPDATE cases SET wake_at = ?2 WHERE case_key = ?1")
        tasks = try TaskRows(connection)
        reports = try ReportRows(connection)
        agreements = try AgreementRows(connection)
        media = try MediaRows(connection)
        removal = try CaseRemoval(connection)
    }

    func wake(_ key: Int64, at instant: Instant) throws(SQLiteError) {
        setWake.bind(key, at: 1)
        setWake.bind(instant.milliseconds, at: 2)
        try setWake.run()
    }

    /// The search data of the stored case, without its texts; nil when there is no case.
    func searchData(of key: Int64) throws(SQLiteError) -> SearchKeyInputs? {
        findState.bind(key, at: 1)
        let row = try findState.first { ($0.string(0), $0.string(1), $0.optionalInt64(2)) }
        guard let (category, state, closedAt) = row, let state = CaseState(rawValue: state) else { return nil }
        var data = SearchKeyInputs(category: category, closed: state.isEnded ? nil : 0)
        if state == .closed { data.closed = closedAt }
        findReports.bind(key, at: 1)
        data.minutes = try findReports.all { $0.int64(0) / 60_000 }
        return data
    }

    /// Writes the case, and replaces what the tables had of it. `isNew` says that they have nothing of it; then nothing is read.
    func put(
        _ value: Case, key: Int64, body: [UInt8], wakeAt: Instant?, isNew: Bool, summary: inout ShardSummary
    ) throws(SQLiteError) {
        let last = value.history.last?.sequence ?? 0
        var highest: Int?
        if !isNew {
            find.bind(key, at: 1)
            highest = try find.first { $0.int(0) }
        }
        if let stored = highest, last < stored {
            // The stored history is longer, so it is not an earlier state of this case: its rows are removed.
            try removal.remove(key, rows: &summary.rows)
            highest = nil
        }
        try write(value, key: key, wakeAt: wakeAt, isNew: highest == nil)
        if highest == nil { summary.rows.cases += 1 }
        writeBody.bind(key, at: 1)
        writeBody.bind(body.withUnsafeBytes(bodyChecksum), at: 2)
        try writeBody.run(binding: body, at: 3)
        summary.rows.tasks += try tasks.put(value, key: key, isNew: highest == nil)
        summary.rows.reports += try reports.put(value, key: key, isNew: highest == nil)
        try media.put(value, key: key, after: highest)
        summary.rows.history += last - (highest ?? 0)
        try agreements.put(value, key: key, isNew: highest == nil)
        summary.update(with: value)
    }

    /// Removes all rows of a case, if there are any.
    func remove(_ key: Int64, rows: inout StoreRows) throws(SQLiteError) {
        try removal.remove(key, rows: &rows)
        try agreements.remove(key)
    }

    private func write(_ value: Case, key: Int64, wakeAt: Instant?, isNew: Bool) throws(SQLiteError) {
        let row = isNew ? insertCase : updateCase
        row.bind(key, at: 1)
        row.bind(value.state.rawValue, at: 2)
        row.bind(value.programme, at: 3)
        row.bind(value.category.code, at: 4)
        row.bind(value.condition, at: 5)
        row.bind(value.priority.rawValue, at: 6)
        row.bind(value.location?.district, at: 7)
        row.bind(value.openedAt.milliseconds, at: 8)
        row.bind(value.dueAt?.milliseconds, at: 9)
        row.bind(value.resolvedAt?.milliseconds, at: 10)
        row.bind(value.closedAt?.milliseconds, at: 11)
        row.bind(value.closeCode?.rawValue, at: 12)
        row.bind(value.version, at: 13)
        row.bind(value.flags.overdue ? 1 : 0, at: 14)
        row.bind(wakeAt?.milliseconds, at: 15)
        row.bind(value.history.last?.sequence ?? 0, at: 16)
        row.bind(value.nextDueAt?.milliseconds, at: 17)
        let urgency = value.urgency
        row.bind(urgency.rank.rawValue, at: 18)
        row.bind(urgency.order, at: 19)
        row.bind(value.missingYears.min(), at: 20)
        row.bind(value.history.last?.at.milliseconds ?? 0, at: 21)
        if isNew { row.bind(value.id.text, at: 22) }
        try row.run()
    }
}

extension ShardSummary {
    /// Raises the values that only rise.
    fileprivate mutating func update(with value: Case) {
        for task in value.tasks { shardSequence = max(shardSequence, task.shardSequence) }
    }
}

/// Removes every row of a case.
private struct CaseRemoval {
    private let events: Statement
    private let cases: Statement
    private let bodies: Statement
    private let tasks: Statement
    private let reports: Statement
    private let media: Statement
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        events = try connection.prepare("SELECT events FROM cases WHERE case_key = ?")
        cases = try connection.prepare("DELETE FROM cases WHERE case_key = ?")
        bodies = try connection.prepare("DELETE FROM bodies WHERE case_key = ?")
        tasks = try connection.prepare("DELETE FROM task_rows WHERE case_key = ?")
        reports = try connection.prepare("DELETE FROM report_rows WHERE case_key = ?")
        media = try connection.prepare("DELETE FROM media WHERE case_key = ?")
        self.connection = connection
    }

    func remove(_ key: Int64, rows: inout StoreRows) throws(SQLiteError) {
        events.bind(key, at: 1)
        rows.history -= try events.first { $0.int(0) } ?? 0
        _ = try removed(by: bodies, key)
        _ = try removed(by: media, key)
        rows.cases -= try removed(by: cases, key)
        rows.tasks -= try removed(by: tasks, key)
        rows.reports -= try removed(by: reports, key)
    }

    private func removed(by statement: Statement, _ key: Int64) throws(SQLiteError) -> Int {
        statement.bind(key, at: 1)
        try statement.run()
        return connection.changes
    }
}
