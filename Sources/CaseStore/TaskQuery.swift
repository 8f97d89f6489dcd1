internal import HazardCore

/// A department's tasks in some states, merged in order from the queue's index without sorting.
struct TaskQuery {
    /// Parameters: the department, the task id to begin after, the limit.
    let sql: String

    init(states: [TaskState]) {
        // The index ends with the case id, and a department has one task in a case: the order of both ids is one.
        let branches = states.map { state in
            """
            SELECT case_id, '\(state.rawValue)' AS state FROM tasks
            WHERE department = ?1 AND state = '\(state.rawValue)' AND case_id > ?2
            """
        }
        sql = """
            SELECT case_id || '/' || ?1, page.state, checksum, body
            FROM (\(branches.joined(separator: "\nUNION ALL\n")) ORDER BY 1 LIMIT ?3) AS page
            CROSS JOIN cases USING (case_id) CROSS JOIN bodies USING (case_key)
            """
    }
}
