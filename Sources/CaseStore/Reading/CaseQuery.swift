internal import HazardCore
internal import SQLite

/// Translates a filter to SQL. The text depends only on which fields are set, so that each combination is compiled once.
///
/// Pages continue after a `case_id`; rows are never skipped by count. Cases of a department come from the index of its queue, in
/// one branch for each task state, which SQLite merges in order without sorting.
struct CaseQuery {
    private enum Value {
        case text(String)
        case number(Int64)
    }

    let sql: String
    private let values: [Value]

    /// Up to `limit` cases after the one with the id `after`, in the order of their ids.
    init(_ filter: CaseFilter, after: String, limit: Int) {
        var values: [Value] = [.text(after), .number(Int64(limit))]
        func place(_ value: Value) -> String {
            values.append(value)
            return "?\(values.count)"
        }
        var conditions: [String] = []
        if let state = filter.state { conditions.append("c.state = \(place(.text(state.rawValue)))") }
        if let category = filter.category { conditions.append("c.category = \(place(.text(category)))") }
        if let district = filter.district { conditions.append("c.district = \(place(.text(district)))") }
        if let programme = filter.programme { conditions.append("c.programme = \(place(.text(programme)))") }
        if let priority = filter.priority { conditions.append("c.priority = \(place(.text(priority.rawValue)))") }
        if let overdue = filter.overdue {
            let late = Self.late(at: place(.number(overdue.at.milliseconds)))
            conditions.append(overdue.isOverdue ? late : "NOT \(late)")
        }
        let keys: String
        if let department = filter.department {
            let place = place(.text(department))
            keys = TaskState.allCases.map { state in
                let branch = [
                    "t.department = \(place)", "t.state = '\(state.rawValue)'", "t.case_id > ?1",
                ]
                return """
                    SELECT t.case_id FROM tasks t CROSS JOIN cases c ON c.case_id = t.case_id
                    WHERE \((branch + conditions).joined(separator: " AND "))
                    """
            }.joined(separator: "\nUNION ALL\n")
        } else {
            keys = """
                SELECT c.case_id FROM cases c WHERE \((["c.case_id > ?1"] + conditions).joined(separator: " AND "))
                """
        }
        sql = """
            SELECT case_id, checksum, body
            FROM (\(keys) ORDER BY 1 LIMIT ?2)
            CROSS JOIN cases USING (case_id) CROSS JOIN bodies USING (case_key)
            """
        self.values = values
    }

    func bind(to statement: Statement) {
        for (index, value) in values.enumerated() {
            switch value {
            case .text(let text): statement.bind(text, at: index + 1)
            case .number(let number): statement.bind(number, at: index + 1)
            }
        }
    }

    /// Overdue: a timer has marked the case, or its deadline has passed and it is not resolved.
    private static func late(at place: String) -> String {
        let ended = CaseState.allCases.filter(\.isEnded).map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return """
            (c.overdue = 1 OR (c.due_at IS NOT NULL AND c.due_at < \(place) AND c.resolved_at IS NULL \
            AND c.state NOT IN (\(ended))))
            """
    }
}
