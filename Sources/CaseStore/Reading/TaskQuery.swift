internal import HazardCore

/// Selects a department's tasks in some states, merged in order from the index of the queue without sorting.
struct TaskQuery {
    /// Which part of a queue; the triage centre handles emergencies first.
    enum Part {
        case all
        /// Tasks of P0 cases that wait in triage.
        case urgent
        /// All others.
        case rest
    }

    /// Parameters: the department, the case key to begin after, the limit.
    let sql: String

    init(states: [TaskState], part: Part = .all) {
        // The index ends with the case key, and a department has one task in a case, so both have the same order.
        let branches = states.map { state in
            """
            \(TaskQuery.rows(part, state))
            WHERE department = ?1 AND task_rows.state = '\(state.rawValue)' AND task_rows.case_key > ?2\(TaskQuery.condition(part))
            """
        }
        sql = """
            SELECT case_id || '/' || ?1, page.state, checksum, body
            FROM (\(branches.joined(separator: "\nUNION ALL\n")) ORDER BY 1 LIMIT ?3) AS page
            CROSS JOIN cases USING (case_key) CROSS JOIN bodies USING (case_key)
            """
    }

    /// Few cases are in triage, so the urgent tasks are found from those cases.
    private static func rows(_ part: Part, _ state: TaskState) -> String {
        let select = "SELECT task_rows.case_key, '\(state.rawValue)' AS state FROM "
        return switch part {
        case .all, .rest: select + "task_rows"
        case .urgent: select + "cases AS waiting CROSS JOIN task_rows ON task_rows.case_key = waiting.case_key"
        }
    }

    private static func condition(_ part: Part) -> String {
        let isUrgent = "waiting.state = '\(CaseState.triage.rawValue)' AND waiting.priority = '\(Priority.p0.rawValue)'"
        return switch part {
        case .all: ""
        case .urgent: " AND " + isUrgent
        case .rest:
            " AND NOT EXISTS (SELECT 1 FROM cases AS waiting WHERE waiting.case_key = task_rows.case_key AND \(isUrgent))"
        }
    }
}
