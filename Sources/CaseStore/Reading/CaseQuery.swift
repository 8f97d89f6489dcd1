internal import HazardCore
internal import SQLite

/// Translates a filter and an order to SQL. The text depends only on which fields are set, so that each combination is compiled
/// once.
///
/// Pages continue after the last row of the page before; rows are never skipped by count. In the orders of urgency and of opening
/// the rows come from an index of that order. The orders of the next deadline and of priority have no index: SQLite reads the short
/// rows of all cases and holds only the page. In the order of ids the cases of a department come from the index of its queue, in one
/// branch for each task state, which SQLite merges in order without sorting.
struct CaseQuery {
    private enum Value {
        case text(String)
        case number(Int64)
    }

    /// Columns: case key, case id, rank, order value, checksum, body.
    let sql: String
    private let values: [Value]

    /// Up to `limit` cases of `shard` after `position`; from the beginning when it is nil.
    init(_ filter: CaseFilter, order: CaseOrder, after position: CasePosition?, shard: Int, limit: Int) {
        var values = Self.bounds(order, position, shard) + [.number(Int64(limit))]
        let limitPlace = "?\(values.count)"
        let conditions = Self.conditions(filter, &values)
        let department = filter.department.map { Self.place(.text($0), &values) }
        sql = Self.sql(order, conditions, department, limitPlace)
        self.values = values
    }

    /// Adds a value; returns how the text names it.
    private static func place(_ value: Value, _ values: inout [Value]) -> String {
        values.append(value)
        return "?\(values.count)"
    }

    private static func conditions(_ filter: CaseFilter, _ values: inout [Value]) -> [String] {
        var conditions: [String] = []
        func place(_ value: Value) -> String { Self.place(value, &values) }
        if let state = filter.state { conditions.append("c.state = \(place(.text(state.rawValue)))") }
        if !filter.categories.isEmpty {
            let codes = filter.categories.map { place(.text($0)) }.joined(separator: ", ")
            conditions.append("c.category IN (\(codes))")
        }
        if let district = filter.district { conditions.append("c.district = \(place(.text(district)))") }
        if let programme = filter.programme { conditions.append("c.programme = \(place(.text(programme)))") }
        if let priority = filter.priority { conditions.append("c.priority = \(place(.text(priority.rawValue)))") }
        if let from = filter.openedFrom {
            conditions.append("c.opened_at >= \(place(.number(from.milliseconds)))")
        }
        if let end = filter.openedBefore { conditions.append("c.opened_at < \(place(.number(end.milliseconds)))") }
        if let from = filter.changedFrom {
            conditions.append("c.changed_at >= \(place(.number(from.milliseconds)))")
        }
        if let overdue = filter.overdue {
            let late = Self.late(at: place(.number(overdue.at.milliseconds)))
            conditions.append(overdue.isOverdue ? late : "\(late) IS NOT TRUE")
        }
        if let now = filter.urgentAt {
            let late = Self.late(at: place(.number(now.milliseconds)))
            conditions.append(
                "c.urgency < \(CaseUrgency.Rank.ended.rawValue) AND (c.priority = 'P0' OR (c.resolved_at IS NULL AND \(late) IS TRUE))"
            )
        }
        if filter.isOpenOnly { conditions.append("c.urgency < \(CaseUrgency.Rank.ended.rawValue)") }
        if let text = filter.text {
            conditions.append(
                "EXISTS (SELECT 1 FROM bodies b WHERE b.case_key = c.case_key AND instr(b.body, \(place(.text(text)))) > 0)"
            )
        }
        return conditions
    }

    private static func sql(
        _ order: CaseOrder, _ conditions: [String], _ department: String?, _ limit: String
    ) -> String {
        switch order {
        case .id: byID(conditions, department, limit)
        case .urgency:
            byIndex(
                "(c.urgency, c.urgency_at, c.case_key) > (?1, ?2, ?3)", conditions, department,
                "urgency, urgency_at, case_key", limit)
        case .opened:
            byIndex(
                "(c.opened_at, c.case_key) < (?1, ?2)", conditions, department, "opened_at DESC, case_key DESC", limit)
        case .nextDue: bySorting(rank: "0", conditions, department, limit)
        case .priority: bySorting(rank: priorityRank, conditions, department, limit)
        }
    }

    /// The number of the priority; of ended cases 10 more.
    private static let priorityRank =
        "CAST(substr(c.priority, 2) AS INTEGER) + 10 * (c.urgency = \(CaseUrgency.Rank.ended.rawValue))"

    /// The values of the first parameters: where the page begins.
    private static func bounds(_ order: CaseOrder, _ position: CasePosition?, _ shard: Int) -> [Value] {
        switch order {
        case .id: [.number(position?.key(in: shard) ?? .min)]
        case .urgency, .nextDue, .priority:
            [
                .number(Int64(position?.rank ?? -1)), .number(position?.value ?? .min),
                .number(position?.key(in: shard) ?? .min),
            ]
        case .opened: [.number(position?.value ?? .max), .number(position?.key(in: shard) ?? .max)]
        }
    }

    private static func byID(_ conditions: [String], _ department: String?, _ limit: String) -> String {
        let keys: String
        if let department {
            keys = TaskState.allCases.map { state in
                let branch = [
                    "t.department = \(department)", "t.state = '\(state.rawValue)'", "t.case_key > ?1",
                ]
                return """
                    SELECT t.case_key FROM task_rows t CROSS JOIN cases c ON c.case_key = t.case_key
                    WHERE \((branch + conditions).joined(separator: " AND "))
                    """
            }.joined(separator: "\nUNION ALL\n")
        } else {
            keys = """
                SELECT c.case_key FROM cases c WHERE \((["c.case_key > ?1"] + conditions).joined(separator: " AND "))
                """
        }
        return """
            SELECT case_key, case_id, 0, 0, checksum, body
            FROM (\(keys) ORDER BY 1 LIMIT \(limit))
            CROSS JOIN cases USING (case_key) CROSS JOIN bodies USING (case_key)
            """
    }

    private static func byIndex(
        _ bound: String, _ conditions: [String], _ department: String?, _ order: String, _ limit: String
    ) -> String {
        var all = [bound] + conditions
        if let department {
            all.append(
                "EXISTS (SELECT 1 FROM task_rows t WHERE t.case_key = c.case_key AND t.department = \(department))")
        }
        let isByUrgency = order.hasPrefix("urgency")
        return """
            SELECT case_key, case_id, \(isByUrgency ? "urgency, urgency_at" : "0, opened_at"), checksum, body
            FROM (
                SELECT c.case_key, c.case_id, c.urgency, c.urgency_at, c.opened_at FROM cases c
                WHERE \(all.joined(separator: " AND ")) ORDER BY \(order) LIMIT \(limit)
            ) CROSS JOIN bodies USING (case_key)
            ORDER BY \(order)
            """
    }

    /// Cases by a rank and the next deadline; without a deadline they are last in their rank.
    private static func bySorting(
        rank: String, _ conditions: [String], _ department: String?, _ limit: String
    ) -> String {
        let due = "COALESCE(c.next_due_at, \(Instant.endOfTime.milliseconds))"
        var all = ["(\(rank), \(due), c.case_key) > (?1, ?2, ?3)"] + conditions
        if let department {
            all.append(
                "EXISTS (SELECT 1 FROM task_rows t WHERE t.case_key = c.case_key AND t.department = \(department))")
        }
        return """
            SELECT case_key, case_id, place, due, checksum, body
            FROM (
                SELECT c.case_key, c.case_id, \(rank) AS place, \(due) AS due FROM cases c
                WHERE \(all.joined(separator: " AND ")) ORDER BY place, due, case_key LIMIT \(limit)
            ) CROSS JOIN bodies USING (case_key)
            ORDER BY place, due, case_key
            """
    }

    func bind(to statement: Statement) {
        for (index, value) in values.enumerated() {
            switch value {
            case .text(let text): statement.bind(text, at: index + 1)
            case .number(let number): statement.bind(number, at: index + 1)
            }
        }
    }

    /// Overdue: a timer has marked the case, its deadline has passed and it is not resolved, or it is an emergency past its limit in
    /// triage.
    private static func late(at place: String) -> String {
        """
        (c.overdue = 1 OR (c.due_at < \(place) AND c.resolved_at IS NULL AND c.urgency < \(CaseUrgency.Rank.ended.rawValue)) \
        OR (c.urgency = \(CaseUrgency.Rank.waitingEmergency.rawValue) AND c.next_due_at < \(place)))
        """
    }
}
