internal import HazardCore
internal import MessageLog
internal import SQLite

/// Writes the search keys of cases: places, keys of reports, and counts of arrivals; removes them when they are too old
/// (`DECISIONS.md` #26).
///
/// Only the lane's thread uses it. Arrival counts are collected in memory and written with the commit.
final class SearchKeyRows {
    /// How many days keys of photos, texts and threads are kept, the current day included.
    static let reportKeyDays: Int64 = 4
    /// How long the place of a closed case is kept.
    static let placeRetention = Duration.seconds(92 * 86_400)
    private static let placeMilliseconds = placeRetention.millisecondsRoundedUp
    /// How many minutes arrival counts are kept.
    ///
    /// Arrivals are kept for two days, so that a storm is also recognised when its reports are read after an outage.
    static let arrivalMinutes: Int64 = 2 * 24 * 60
    /// The number of new places that are moved to the large table together.
    private static let maxNewPlaces = 65_536
    /// The maximum number of rows that one commit removes from a table.
    private static let maxRemovals = 20_000

    private struct Arrival: Hashable {
        var category: String
        var minute: Int64
    }

    private let addPlace: Statement
    private let removePlaces: [Statement]
    private let movePlaces: [Statement]
    private let addReportKey: Statement
    private let removeReportKey: Statement
    private let addArrival: Statement
    private let expirePlaces: Statement
    private let expireNewPlaces: Statement
    private let expireReportKeys: Statement
    private let expireArrivals: Statement
    private let connection: SQLiteConnection
    /// Arrival counts of the open transaction, not written yet.
    private var arrivals: [Arrival: Int] = [:]
    /// An upper bound of the number of rows in `new_places`.
    private var newPlaces = 0
    /// How many of them the last commit has moved.
    private var movedPlaces = 0
    /// The hour of the shard's time in which old rows were last removed.
    private var lastExpiryHour: Int64 = 0

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
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
        addReportKey = try connection.prepare("INSERT OR IGNORE INTO traces (day, code, case_key) VALUES (?1, ?2, ?3)")
        removeReportKey = try connection.prepare("DELETE FROM traces WHERE day = ?1 AND code = ?2 AND case_key = ?3")
        addArrival = try connection.prepare(
            """
            INSERT INTO arrivals (category, minute, n) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET n = n + excluded.n
            """)
        expirePlaces = try connection.prepare(
            """
            DELETE FROM places WHERE (code, closed, case_key) IN
                (SELECT code, closed, case_key FROM places WHERE closed > 0 AND closed < ?1 LIMIT ?2)
            """)
        expireNewPlaces = try connection.prepare("DELETE FROM new_places WHERE closed > 0 AND closed < ?1")
        expireReportKeys = try connection.prepare(
            """
            DELETE FROM traces WHERE (day, code, case_key) IN
                (SELECT day, code, case_key FROM traces WHERE day < ?1 LIMIT ?2)
            """)
        expireArrivals = try connection.prepare("DELETE FROM arrivals WHERE minute < ?1")
        self.connection = connection
    }

    // MARK: Writing

    /// Writes the search keys of a case and removes those of its state `before`, which is nil for a new case.
    func put(
        _ value: Case, key: Int64, before: SearchKeyInputs?, searchKeys: SearchKeys, latest: Int64
    ) throws(SQLiteError) {
        let now = SearchKeyInputs(value)
        if before?.isPlaced(like: now) != true {
            if let before, let closed = before.closed {
                // After a restore the earlier texts are not available. A row of them that stays is harmless: found cases are
                // compared before they are used.
                for code in SearchKeys(before, words: now.words).places {
                    for statement in removePlaces { try place(statement, code, closed, key) }
                }
            }
            if let closed = searchKeys.closed, closed == 0 || closed > latest - Self.placeMilliseconds {
                for code in searchKeys.places { try place(addPlace, code, closed, key) }
                newPlaces += searchKeys.places.count
            }
        }
        count(before, -1, latest)
        count(now, 1, latest)
        for report in try newReports(of: value, since: before, key: key) { try put(report, key: key, latest: latest) }
    }

    /// The reports whose keys must be written; removes the keys of reports that have left the case.
    private func newReports(
        of value: Case, since before: SearchKeyInputs?, key: Int64
    ) throws(SQLiteError) -> ArraySlice<CaseReport> {
        guard let known = before?.reports else { return value.reports[...] }
        let isSame = zip(known, value.reports).allSatisfy { $0.reportID == $1.reportID }
        if isSame, known.count <= value.reports.count { return value.reports.dropFirst(known.count) }
        let ids = Set(value.reports.map(\.reportID))
        for report in known where !ids.contains(report.reportID) {
            for code in report.searchKeys {
                removeReportKey.bind(Self.day(report.receivedAt.milliseconds), at: 1)
                removeReportKey.bind(code, at: 2)
                removeReportKey.bind(key, at: 3)
                try removeReportKey.run()
            }
        }
        // A remaining report may have the same key, so the keys of all remaining reports are written again.
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
        guard day > Self.day(latest) - Self.reportKeyDays else { return }
        for code in report.searchKeys {
            addReportKey.bind(day, at: 1)
            addReportKey.bind(code, at: 2)
            addReportKey.bind(key, at: 3)
            try addReportKey.run()
        }
    }

    private func count(_ finding: SearchKeyInputs?, _ sign: Int, _ latest: Int64) {
        guard let finding else { return }
        let oldest = latest / 60_000 - Self.arrivalMinutes
        for minute in finding.minutes where minute > oldest {
            arrivals[Arrival(category: finding.category, minute: minute), default: 0] += sign
        }
    }

    /// Writes the arrival counts of the open transaction; once an hour removes old rows.
    func commit(latest: Int64) throws(SQLiteError) {
        for (arrival, n) in arrivals where n != 0 {
            addArrival.bind(arrival.category, at: 1)
            addArrival.bind(arrival.minute, at: 2)
            addArrival.bind(n, at: 3)
            try addArrival.run()
        }
        arrivals = [:]
        movedPlaces = 0
        if newPlaces > Self.maxNewPlaces {
            for statement in movePlaces { try statement.run() }
            movedPlaces = newPlaces
            newPlaces = 0
        }
        guard latest / 3_600_000 != lastExpiryHour else { return }
        if try expire(latest) < Self.maxRemovals { lastExpiryHour = latest / 3_600_000 }
    }

    func rollback() {
        arrivals = [:]
        // The commit may have failed after the move, and then the rows are in `new_places` again.
        newPlaces = max(newPlaces, movedPlaces)
        movedPlaces = 0
    }

    /// Removes old rows; returns the larger number of rows removed from one table.
    private func expire(_ latest: Int64) throws(SQLiteError) -> Int {
        expirePlaces.bind(latest - Self.placeMilliseconds, at: 1)
        expirePlaces.bind(Self.maxRemovals, at: 2)
        try expirePlaces.run()
        let places = connection.changes
        expireNewPlaces.bind(latest - Self.placeMilliseconds, at: 1)
        try expireNewPlaces.run()
        expireReportKeys.bind(Self.day(latest) - Self.reportKeyDays + 1, at: 1)
        expireReportKeys.bind(Self.maxRemovals, at: 2)
        try expireReportKeys.run()
        let traces = connection.changes
        expireArrivals.bind(latest / 60_000 - Self.arrivalMinutes, at: 1)
        try expireArrivals.run()
        return max(places, traces)
    }

    // MARK: Counting

    /// The arrivals of the open transaction that are not in the table yet.
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
