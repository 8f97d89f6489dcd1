internal import HazardCore
internal import SQLite

/// What the open cases of a shard need of the configuration.
package struct OpenWork: Hashable, Sendable {
    /// Open tasks by department.
    package var tasks: [String: Int] = [:]
    /// Open cases by category code.
    package var cases: [String: Int] = [:]

    package init() {}

    package static func += (sum: inout OpenWork, part: OpenWork) {
        sum.tasks.merge(part.tasks, uniquingKeysWith: +)
        sum.cases.merge(part.cases, uniquingKeysWith: +)
    }
}

/// The states of a task that a department still has to do something about.
enum OpenTasks {
    static let states = TaskState.allCases.filter(\.isAlive).map { "'\($0.rawValue)'" }.joined(separator: ", ")
}

extension StoreReader {
    /// The open tasks by department and the open cases by category.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func openWork() throws(StoreFault) -> OpenWork {
        var work = OpenWork()
        let open = CaseState.allCases.filter { !$0.isEnded }.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        let tasks =
            "SELECT department, count(*) FROM task_rows WHERE state IN (\(OpenTasks.states)) GROUP BY department"
        let cases = "SELECT category, count(*) FROM cases WHERE state IN (\(open)) GROUP BY category"
        work.tasks = try counts(tasks)
        work.cases = try counts(cases)
        return work
    }

    /// What SQLite's quick check finds; nil when the file is sound.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func damage() throws(StoreFault) -> String? {
        let found = try query("PRAGMA quick_check(1)") { row throws(SQLiteError) in try row.first { $0.string(0) } }
        return found == "ok" ? nil : found
    }

    private func counts(_ sql: String) throws(StoreFault) -> [String: Int] {
        let rows = try query(sql) { row throws(SQLiteError) in try row.all { ($0.string(0), $0.int(1)) } }
        return Dictionary(rows) { $1 }
    }
}
