internal import HazardCore
internal import SQLite

/// Keeps what cases are found by: places for as long as they matter, traces of reports for days, counts for an hour.
///
/// Owned by the lane's thread with its store. Counts are collected and written with the commit.
final class TraceRows {
    /// Days that photos, words and threads are kept, the current one included.
    static let traceDays: Int64 = 4
    /// Milliseconds that the place of a closed case is kept.
    static let placeMilliseconds: Int64 = 92 * 86_400_000
    static let arrivalMinutes: Int64 = 90
    /// New places that go over into the large table together.
    private static let mostNewPlaces = 65_536
    /// Rows that one commit removes at most.
    private static let removals = 20_000

    private struct Arrival: Hashable {
        var category: String
        var minute: Int64
    }

    private let addPlace: Statement
    private let removePlaces: [Statement]
    private let movePlaces: [Statement]
    private let addTrace: Statement
    private let removeTrace: Statement
    private let addArrival: Statement
    private let forgetPlaces: Statement
    private let forgetNewPlaces: Statement
    private let forgetTraces: Statement
    private let forgetArrivals: Statement
    private let connection: Connection
    /// Of the open transaction, not written yet.
    private var arrivals: [Arrival: Int] = [:]
    /// At least as many as there are rows in `new_places`.
    private var newPlaces = 0
    /// How many of them the last commit moved.
    private var moved = 0
    /// The hour of the shard that old rows were last removed in.
    private var tidiedHour: Int64 = 0

    init(_ connection: Connection) throws(SQLiteError) {
        addPlace = try connection.prepare(
            "INSERT OR IGNORE INTO new_places (code, closed, case_key) VALUES (?1, ?2, ?3)")
        removePlaces = try ["new_places", "places"].map { table throws(SQLiteError) in
            try connection.prepare("DELETE FROM \(table) WHERE code = ?1 AND closed = ?2 AND case_key = ?3")
        }
        movePlaces = try [
            "INSERT OR IGNORE INTO places SELECT code, closed, case_key FROM new_places ORDER BY code, closed, case_key",
            "DELETE FROM new_places",
        ].map { sql throws(SQLiteError) in try connection.prepare(sql) }
        newPlaces = Int(try connection.integer("SELECT count(*) FROM new_places") ?? 0)
        addTrace = try connection.prepare("INSERT OR IGNORE INTO traces (day, code, case_key) VALUES (?1, ?2, ?3)")
        removeTrace = try connection.prepare("DELETE FROM traces WHERE day = ?1 AND code = ?2 AND case_key = ?3")
        addArrival = try connection.prepare(
            """
            INSERT INTO arrivals (category, minute, n) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET n = n + excluded.n
            """)
        forgetPlaces = try connection.prepare(
            """
            DELETE FROM places WHERE (code, closed, case_key) IN
                (SELECT code, closed, case_key FROM places WHERE closed > 0 AND closed < ?1 LIMIT ?2)
            """)
        forgetNewPlaces = try connection.prepare("DELETE FROM new_places WHERE closed > 0 AND closed < ?1")
        forgetTraces = try connection.prepare(
            """
            DELETE FROM traces WHERE (day, code, case_key) IN
                (SELECT day, code, case_key FROM traces WHERE day < ?1 LIMIT ?2)
            """)
        forgetArrivals = try connection.prepare("DELETE FROM arrivals WHERE minute < ?1")
        self.connection = connection
    }

    // MARK: Writing

    /// Makes the case found as it is now, and no more as it was `before`; nil for a case not met so far.
    func put(
        _ value: Case, key: Int64, before: CaseFinding?, traces: CaseTraces, latest: Int64
    ) throws(SQLiteError) {
        let now = CaseFinding(value)
        if before?.isPlaced(like: now) != true {
            if let before, let closed = before.closed {
                // Of a record read again the words of before are not at hand. A row they left is harmless: what is found is compared.
                for code in CaseTraces(before, words: now.words).places {
                    for statement in removePlaces { try place(statement, code, closed, key) }
                }
            }
            if let closed = traces.closed, closed == 0 || closed > latest - Self.placeMilliseconds {
                for code in traces.places { try place(addPlace, code, closed, key) }
                newPlaces += traces.places.count
            }
        }
        count(before, -1, latest)
        count(now, 1, latest)
        for report in try news(of: value, since: before, key: key) { try put(report, key: key, latest: latest) }
    }

    /// The reports whose traces are to be written; those of reports that have left the case are removed.
    private func news(
        of value: Case, since before: CaseFinding?, key: Int64
    ) throws(SQLiteError) -> ArraySlice<CaseReport> {
        guard let known = before?.reports else { return value.reports[...] }
        let isSame = zip(known, value.reports).allSatisfy { $0.reportID == $1.reportID }
        if isSame, known.count <= value.reports.count { return value.reports.dropFirst(known.count) }
        let ids = Set(value.reports.map(\.reportID))
        for report in known where !ids.contains(report.reportID) {
            for code in report.traces {
                removeTrace.bind(Self.day(report.receivedAt.milliseconds), at: 1)
                removeTrace.bind(code, at: 2)
                removeTrace.bind(key, at: 3)
                try removeTrace.run()
            }
        }
        // One of those that stay may have left the same trace.
        return value.reports[...]
    }

    private func place(_ statement: Statement, _ code: Int64, _ closed: Int64, _ key: Int64) throws(SQLiteError) {
        statement.bind(code, at: 1)
        statement.bind(closed, at: 2)
        statement.bind(key, at: 3)
        try statement.run()
    }

    private func put(_ report: CaseReport, key: Int64, latest: Int64) throws(SQLiteError) {
        let day = Self.day(report.receivedAt.milliseconds)
        guard day > Self.day(latest) - Self.traceDays else { return }
        for code in report.traces {
            addTrace.bind(day, at: 1)
            addTrace.bind(code, at: 2)
            addTrace.bind(key, at: 3)
            try addTrace.run()
        }
    }

    private func count(_ finding: CaseFinding?, _ sign: Int, _ latest: Int64) {
        guard let finding else { return }
        let oldest = latest / 60_000 - Self.arrivalMinutes
        for minute in finding.minutes where minute > oldest {
            arrivals[Arrival(category: finding.category, minute: minute), default: 0] += sign
        }
    }

    /// Writes the counts of the open transaction, and now and then takes away what is too old to matter.
    func commit(latest: Int64) throws(SQLiteError) {
        for (arrival, n) in arrivals where n != 0 {
            addArrival.bind(arrival.category, at: 1)
            addArrival.bind(arrival.minute, at: 2)
            addArrival.bind(n, at: 3)
            try addArrival.run()
        }
        arrivals = [:]
        moved = 0
        if newPlaces > Self.mostNewPlaces {
            for statement in movePlaces { try statement.run() }
            moved = newPlaces
            newPlaces = 0
        }
        guard latest / 3_600_000 != tidiedHour else { return }
        if try forget(latest) < Self.removals { tidiedHour = latest / 3_600_000 }
    }

    func rollback() {
        arrivals = [:]
        // A commit may have failed behind the move, and its rows are back.
        newPlaces = max(newPlaces, moved)
        moved = 0
    }

    /// Removes some rows; how many of one table at most.
    private func forget(_ latest: Int64) throws(SQLiteError) -> Int {
        forgetPlaces.bind(latest - Self.placeMilliseconds, at: 1)
        forgetPlaces.bind(Self.removals, at: 2)
        try forgetPlaces.run()
        let places = connection.changes
        forgetNewPlaces.bind(latest - Self.placeMilliseconds, at: 1)
        try forgetNewPlaces.run()
        forgetTraces.bind(Self.day(latest) - Self.traceDays + 1, at: 1)
        forgetTraces.bind(Self.removals, at: 2)
        try forgetTraces.run()
        let traces = connection.changes
        forgetArrivals.bind(latest / 60_000 - Self.arrivalMinutes, at: 1)
        try forgetArrivals.run()
        return max(places, traces)
    }

    // MARK: Counting

    /// What of the open transaction stands not in the table yet.
    func unwritten(_ category: String, from first: Int64, to last: Int64) -> Int {
        var sum = 0
        for (arrival, n) in arrivals where arrival.category == category && (first...last).contains(arrival.minute) {
            sum += n
        }
        return sum
    }

    /// Days since 1970 in UTC.
    static func day(_ milliseconds: Int64) -> Int64 { milliseconds / 86_400_000 }
}
