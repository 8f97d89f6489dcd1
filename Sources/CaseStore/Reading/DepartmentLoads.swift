package import HazardCore
internal import SQLite

/// The open tasks of one department.
package struct DepartmentLoad: Hashable, Sendable {
    package var department: String
    package var state: TaskState
    package var count: Int
    /// Of those, the ones past their time.
    package var late: Int
    /// The earliest time that a task has; nil when none has any.
    package var firstDue: Instant?
}

extension StoreReader {
    /// Counts the open tasks by department and state. It reads the rows of the tasks, and no body.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func departmentLoads(at now: Instant) throws(StoreFault) -> [DepartmentLoad] {
        let found = try query(
            """
            SELECT department, state, count(*), sum(due_at IS NOT NULL AND due_at < ?1), min(due_at) FROM task_rows
            WHERE state IN ('queued', 'sent', 'accepted', 'working') GROUP BY department, state
            """
        ) { row throws(SQLiteError) in
            row.bind(now.milliseconds, at: 1)
            return try row.all { ($0.string(0), $0.string(1), $0.int(2), $0.int(3), $0.int64(4)) }
        }
        return try found.map { department, state, count, late, first throws(StoreFault) in
            DepartmentLoad(
                department: department, state: try name(state), count: count, late: late,
                firstDue: first > 0 ? Instant(milliseconds: first) : nil)
        }
    }
}
