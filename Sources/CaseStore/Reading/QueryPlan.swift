internal import HazardCore
internal import SQLite

extension StoreReader {
    /// The plan SQLite has for a page of cases: for the test that no index is forgotten.
    package func plan(_ filter: CaseFilter) throws(StoreFault) -> [String] {
        try plan(CaseQuery(filter, after: "", limit: 1).sql)
    }

    /// The plan SQLite has for a department's queue, in any state.
    package func planOfQueue() throws(StoreFault) -> [String] {
        try plan(TaskQuery(states: TaskState.allCases).sql)
    }

    /// The plan SQLite has for a page of a span.
    package func plan(_ span: CaseSpan) throws(StoreFault) -> [String] { try plan(Self.sql(span)) }

    /// The plan SQLite has for the cases that nobody may overlook.
    package func planOfUrgent() throws(StoreFault) -> [String] { try plan(Self.urgent) }

    private func plan(_ sql: String) throws(StoreFault) -> [String] {
        try query("EXPLAIN QUERY PLAN " + sql) { row throws(SQLiteError) in try row.all { $0.string(3) } }
    }
}
