internal import HazardCore
internal import SQLite

extension StoreReader {
    /// SQLite's plan for a page of cases, for the tests of the indexes.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func plan(_ filter: CaseFilter, order: CaseOrder = .id) throws(StoreFault) -> [String] {
        try plan(CaseQuery(filter, order: order, after: nil, shard: shard, limit: 1).sql)
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

    /// SQLite's plan for the counts of open cases.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func planOfCounts() throws(StoreFault) -> [String] { try plan(Self.countOpen) }

    /// SQLite's plans for the three searches of cases that may be the same as one.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func plansOfComparable() throws(StoreFault) -> [[String]] {
        try [Self.near, Self.before, Self.after].map { sql throws(StoreFault) in try plan(sql) }
    }

    private func plan(_ sql: String) throws(StoreFault) -> [String] {
        try query("EXPLAIN QUERY PLAN " + sql) { row throws(SQLiteError) in try row.all { $0.string(3) } }
    }
}
