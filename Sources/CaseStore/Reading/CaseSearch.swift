package import HazardCore
internal import SQLite

/// A case that may be the one that is looked for: to be read and compared.
package struct FoundCase: Hashable, Sendable {
    package var id: CaseID
    /// To a metre; nil when it was found in another way.
    package var point: Point?
    /// It has closed.
    package var isClosed: Bool
}

extension ShardStore {
    /// Makes the case found by its place and its reports from now on, before it is written whole.
    ///
    /// `before` is what it was found by until now; nil for a new case. A case so noted is put with `isNoted`.
    package func note(_ value: Case, traces: CaseTraces? = nil, before: CaseFinding?) throws(StoreFault) {
        let key = try key(of: value.id)
        let latest = max(marks.latestEvent, value.history.last?.at.milliseconds ?? 0)
        try sql { () throws(SQLiteError) in
            try traceRows.put(
                value, key: key, before: before, traces: traces ?? CaseTraces(value), latest: latest)
        }
    }

    /// Open cases, and such as closed after `since`, whose place lies in these ranges of `PlaceCode`.
    ///
    /// Bounded; in the order of the codes.
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

    /// Cases with a report that left this trace on the day of `time` or the days before, the newest first; bounded.
    package func cases(tracedBy code: Int64, at time: Instant, days: Int64) throws(StoreFault) -> [CaseID] {
        try sql { () throws(SQLiteError) in
            var found: [CaseID] = []
            let today = TraceRows.day(time.milliseconds)
            for day in stride(from: today, through: today - days, by: -1) {
                found += try search.traced(code, on: day, limit: 8).compactMap { CaseKey.id(of: $0, shard: shard) }
            }
            return found
        }
    }

    /// How many reports of the category came in the minutes up to and with that of `time`.
    package func arrivals(of category: String, within milliseconds: Int64, upTo time: Instant) throws(StoreFault) -> Int
    {
        let last = time.milliseconds / 60_000
        let first = last - max(1, milliseconds / 60_000) + 1
        return try sql { () throws(SQLiteError) in
            try search.arrivals(category, from: first, to: last)
        } + traceRows.unwritten(category, from: first, to: last)
    }
}

/// The questions that merging asks, as kept statements.
struct CaseSearch {
    private let inRange: Statement
    private let byTrace: Statement
    private let counted: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        inRange = try connection.prepare(
            """
            SELECT code, closed, case_key FROM places
            WHERE code BETWEEN ?1 AND ?2 AND (closed = 0 OR closed >= ?3)
            UNION SELECT code, closed, case_key FROM new_places
            WHERE code BETWEEN ?1 AND ?2 AND (closed = 0 OR closed >= ?3)
            ORDER BY code, closed, case_key LIMIT ?4
            """)
        byTrace = try connection.prepare(
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

    func traced(_ code: Int64, on day: Int64, limit: Int) throws(SQLiteError) -> [Int64] {
        byTrace.bind(day, at: 1)
        byTrace.bind(code, at: 2)
        byTrace.bind(limit, at: 3)
        return try byTrace.all { $0.int64(0) }
    }

    func arrivals(_ category: String, from first: Int64, to last: Int64) throws(SQLiteError) -> Int {
        counted.bind(category, at: 1)
        counted.bind(first, at: 2)
        counted.bind(last, at: 3)
        return try counted.first { $0.int(0) } ?? 0
    }
}
