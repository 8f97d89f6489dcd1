internal import HazardCore
internal import SQLite

/// Writes the new and changed tasks of a case.
struct TaskRows {
    private let read: Statement
    private let write: Statement
    private let remove: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        read = try connection.prepare(
            "SELECT department, role, state, version, due_at FROM task_rows WHERE case_key = ?1")
        write = try connection.prepare(
            """
            INSERT INTO task_rows (case_key, department, role, state, version, due_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO UPDATE SET role = excluded.role, state = excluded.state, version = excluded.version,
                due_at = excluded.due_at
            """)
        remove = try connection.prepare("DELETE FROM task_rows WHERE case_key = ?1 AND department = ?2")
    }

    /// Returns by how many the number of rows has grown.
    func put(_ value: Case, key: Int64, isNew: Bool) throws(SQLiteError) -> Int {
        var stored: [String: Row] = [:]
        if !isNew {
            read.bind(key, at: 1)
            while try read.step() { stored[read.string(0)] = Row(read) }
        }
        var added = 0
        for task in value.tasks {
            let before = stored.removeValue(forKey: task.department)
            let row = Row(task)
            guard row != before else { continue }
            try put(row, of: task.department, in: key)
            if before == nil { added += 1 }
        }
        for department in stored.keys {
            remove.bind(key, at: 1)
            remove.bind(department, at: 2)
            try remove.run()
        }
        return added - stored.count
    }

    private func put(_ row: Row, of department: String, in key: Int64) throws(SQLiteError) {
        write.bind(key, at: 1)
        write.bind(department, at: 2)
        write.bind(row.role, at: 3)
        write.bind(row.state, at: 4)
        write.bind(row.version, at: 5)
        write.bind(row.dueAt, at: 6)
        try write.run()
    }
}

extension TaskRows {
    private struct Row: Hashable {
        var role: String
        var state: String
        var version: Int
        var dueAt: Int64?

        init(_ task: CaseTask) {
            role = task.role.rawValue
            state = task.state.rawValue
            version = task.version
            dueAt = task.dueAt?.milliseconds
        }

        init(_ row: Statement) {
            role = row.string(1)
            state = row.string(2)
            version = row.int(3)
            dueAt = row.optionalInt64(4)
        }
    }
}
