package import HazardCore
internal import MessageLog
internal import SQLite

/// A case that a search has found; the caller reads and compares it.
package struct FoundCase: Hashable, Sendable {
    package var id: CaseID
    /// Exact to one metre; nil when the case was not found by its point.
    package var point: Point?
    /// Whether the case is closed.
    package var isClosed: Bool
}

extension ShardStore {
    /// Writes the search keys of a case, before `put` writes the case itself with `isIndexed`.
    ///
    /// `before` is the search data of the stored case; nil for a new case.
    ///
    /// - Throws: `.refused` for a case of another shard or outside a transaction; `.disk` or `.corrupt`.
    package func index(_ value: Case, searchKeys: SearchKeys? = nil, before: SearchKeyInputs?) throws(StoreFault) {
        let key = try key(of: value.id)
        let latest = latest(summary.latestEvent, value.history.last?.at.milliseconds ?? 0)
        try sql { () throws(SQLiteError) in
            try searchKeyRows.put(
                value, key: key, before: before, searchKeys: searchKeys ?? SearchKeys(value), latest: latest)
        }
    }

    /// The open cases, and those closed after `since`, whose place is in these ranges of `PlaceCode`, in the order of the codes.
    ///
    /// At most 256 for each range.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func cases(in ranges: [ClosedRange<Int64>], since: Instant) throws(StoreFault) -> [FoundCase] {
        try sql { () throws(SQLiteError) in
            var found: [FoundCase] = []
            for range in ranges {
                for (code, closed, key) in try search.places(range, since: since.milliseconds, limit: 256) {
                    guard let id = CaseKey.id(of: key, shard: shard) else { continue }
                    let point = code < 0 ? nil : PlaceCode.point(of: code)
                    found.append(FoundCase(id: id, point: point, isClosed: closed > 0))
                }
            }
            return found
        }
    }

    /// For how many days the search keys of reports are kept.
    package static var reportKeyDays: Int64 { SearchKeyRows.reportKeyDays }

    /// The cases with a report that has this search key, from the day of `time` and the `days` days before, newest first.
    ///
    /// At most 8 for each day.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func cases(withReportKey code: Int64, at time: Instant, days: Int64) throws(StoreFault) -> [CaseID] {
        try sql { () throws(SQLiteError) in
            var found: [CaseID] = []
            let today = SearchKeyRows.day(time.milliseconds)
            for day in stride(from: today, through: today - days, by: -1) {
                found += try search.cases(withReportKey: code, on: day, limit: 8).compactMap {
                    CaseKey.id(of: $0, shard: shard)
                }
            }
            return found
        }
    }

    /// The number of reports of a category in the last minutes of the period, the minute of `time` included.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func arrivals(
        of category: String, within period: Duration, upTo time: Instant
    ) throws(StoreFault) -> Int {
        let last = time.milliseconds / 60_000
        let first = last - max(1, period.millisecondsRoundedUp / 60_000) + 1
        return try sql { () throws(SQLiteError) in
            try search.arrivals(category, from: first, to: last)
        } + searchKeyRows.unwritten(category, from: first, to: last)
    }
}

/// The queries of merging as compiled statements.
struct CaseSearch {
    private let inRange: Statement
    private let byReportKey: Statement
    private let counted: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        inRange = try connection.prepare(
            """
            SELECT code, closed, case_key FROM places
            WHERE code BETWEEN ?1 AND ?2 AND (closed = 0 OR closed >= ?3)
            UNION SELECT code, closed, case_key FROM new_places
            WHERE code BETWEEN ?1 AND ?2 AND (closed = 0 OR closed >= ?3)
            ORDER BY code, closed, case_key LIMIT ?4
            """)
        byReportKey = try connection.prepare(
            "SELECT case_key FROM traces WHERE day = ?1 AND code = ?2 ORDER BY case_key DESC LIMIT ?3")
        counted = try connection.prepare(
            "SELECT sum(n) FROM arrivals WHERE category = ?1 AND minute BETWEEN ?2 AND ?3")
    }

    func places(
        _ range: ClosedRange<Int64>, since: Int64, limit: Int
    ) throws(SQLiteError) -> [(code: Int64, closed: Int64, key: Int64)] {
        inRange.bind(range.lowerBound, at: 1)
        inRange.bind(range.upperBound, at: 2)
        inRange.bind(since, at: 3)
        inRange.bind(limit, at: 4)
        return try inRange.all { ($0.int64(0), $0.int64(1), $0.int64(2)) }
    }

    func cases(withReportKey code: Int64, on day: Int64, limit: Int) throws(SQLiteError) -> [Int64] {
        byReportKey.bind(day, at: 1)
        byReportKey.bind(code, at: 2)
        byReportKey.bind(limit, at: 3)
        return try byReportKey.all { $0.int64(0) }
    }

    func arrivals(_ category: String, from first: Int64, to last: Int64) throws(SQLiteError) -> Int {
        counted.bind(category, at: 1)
        counted.bind(first, at: 2)
        counted.bind(last, at: 3)
        return try counted.first { $0.int(0) } ?? 0
    }
}
