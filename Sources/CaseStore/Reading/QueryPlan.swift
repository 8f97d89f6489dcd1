internal import HazardCore
internal import SQLite

extension StoreReader {
    /// SQLite's plan for a page of cases, for the tests of the indexes.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func plan(_ filter: CaseFilter) throws(StoreFault) -> [String] {
        try plan(CaseQuery(filter, after: "", limit: 1).sql)
    }

    /// SQLite's plan for a department's queue, in any state.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func planOfQueue() throws(StoreFault) -> [String] {
        try plan(TaskQuery(states: TaskState.allCases).sql)
    }

    /// SQLite's plan for a page of a span.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func plan(_ span: CaseSpan) throws(StoreFault) -> [String] { try plan(Self.sql(span)) }

    /// SQLite's plan for the urgent cases.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func planOfUrgent() throws(StoreFault) -> [String] { try plan(Self.urgent) }

    private func plan(_ sql: String) throws(StoreFault) -> [String] {
        try query("EXPLAIN QUERY PLAN " + sql) { row throws(SQLiteError) in try row.all { $0.string(3) } }
    }
}
