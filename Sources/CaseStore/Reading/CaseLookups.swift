package import HazardCore
internal import SQLite
internal import Wording

/// A report that a case of the shard already has.
package struct KnownReport: Hashable, Sendable {
    package var caseID: CaseID
    /// The hash of what it says (`CaseReport.contentHash`); other content with the same id is rejected as `id-reused`.
    package var contentHash: String

    /// The reporter was erased: the content cannot be compared any more.
    package var isErased: Bool { contentHash.isEmpty }

    package init(caseID: CaseID, contentHash: String) {
        self.caseID = caseID
        self.contentHash = contentHash
    }
}

extension ShardStore {
    /// The exact bytes of the case's latest record; nil when the shard has no such case.
    ///
    /// - Throws: `.corrupt` when the bytes have changed; `.disk`.
    package func body(of id: CaseID) throws(StoreFault) -> [UInt8]? {
        guard id.shard == shard, let key = CaseKey.key(of: id) else { return nil }
        switch try sql({ () throws(SQLiteError) in try lookups.body(of: key) }) {
        case .intact(let bytes)?: return bytes
        case .damaged?:
            throw damage(
                LocalText(zh: "案卷 \(id) 的内容在磁盘上变了", en: "the body of case \(id) has changed on the disk"))
        case nil: return nil
        }
    }

    /// The case that has a report; after a merge, the case that was not merged into another.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func knownReport(_ reportID: String) throws(StoreFault) -> KnownReport? {
        guard let (text, hash) = try sql({ () throws(SQLiteError) in try lookups.report(reportID) }) else { return nil }
        return KnownReport(caseID: try caseID(text), contentHash: hash)
    }

    /// Whether a report has a keyed hash, and none has one that begins with `own`: the store was filled with another key.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func isOfOtherKey(than own: String) throws(StoreFault) -> Bool {
        try sql { () throws(SQLiteError) in
            let has = try connection.prepare(
                "SELECT 1 FROM report_rows WHERE content_hash >= ?1 AND content_hash < ?2 LIMIT 1")
            func hasHash(_ prefix: String) throws(SQLiteError) -> Bool {
                has.bind(prefix, at: 1)
                // ";" follows ":", with which a prefix ends.
                has.bind(String(prefix.dropLast()) + ";", at: 2)
                defer { has.reset() }
                return try has.step()
            }
            if try hasHash(own) { return false }
            return try hasHash("hmac:")
        }
    }

    /// The highest case number of that day; 0 before the first case.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func highestNumber(on date: CivilDate) throws(StoreFault) -> Int {
        try sql { () throws(SQLiteError) in try lookups.highestNumber(in: CaseKey.keys(on: date)) }
    }

    /// The cases whose timer is due: earliest first, and of equal times older cases first.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func due(upTo time: Instant, limit: Int) throws(StoreFault) -> [CaseID] {
        try caseIDs { () throws(SQLiteError) in try lookups.due(upTo: time.milliseconds, limit: limit) }
    }

    /// Emergencies that wait in triage and whose timer is due, or that began to wait after `latest`, because a clock was
    /// wrong then. The oldest first.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func dueEmergencies(upTo time: Instant, latest: Instant, limit: Int) throws(StoreFault) -> [CaseID] {
        try caseIDs { () throws(SQLiteError) in
            try lookups.dueEmergencies(upTo: time.milliseconds, latest: latest.milliseconds, limit: limit)
        }
    }

    /// Cases with a deadline that was counted without the calendar of this year, at most `limit`.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func cases(missing year: Int, limit: Int) throws(StoreFault) -> [CaseID] {
        try caseIDs { () throws(SQLiteError) in try lookups.cases(missing: year, limit: limit) }
    }

    /// Cases with an open task of this department, at most `limit`.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func openCases(of department: String, limit: Int) throws(StoreFault) -> [CaseID] {
        try caseIDs { () throws(SQLiteError) in try lookups.openCases(of: department, limit: limit) }
    }

    /// How many emergencies wait in triage, and since when the first of them; nil without any.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func waitingEmergencies() throws(StoreFault) -> (count: Int, since: Instant)? {
        try sql { () throws(SQLiteError) in try lookups.waitingEmergencies() }
            .map { ($0.count, Instant(milliseconds: $0.since)) }
    }

    /// When the next timer is due; nil when none is set.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func nextWake() throws(StoreFault) -> Instant? {
        try sql { () throws(SQLiteError) in try lookups.nextWake() }.map(Instant.init(milliseconds:))
    }

    /// The ids that a query finds, as values.
    private func caseIDs(_ find: () throws(SQLiteError) -> [String]) throws(StoreFault) -> [CaseID] {
        try sql(find).map { text throws(StoreFault) in try caseID(text) }
    }

    private func caseID(_ text: String) throws(StoreFault) -> CaseID {
        guard let id = CaseID(text) else {
            throw damage(LocalText(zh: "“\(text)”不是案卷号", en: "\"\(text)\" is not a case id"))
        }
        return id
    }

    private func damage(_ reason: LocalText) -> StoreFault {
        StoreFault(.corrupt(reason: reason), path: path, shard: shard)
    }
}

/// The stored bytes of a record, checked against their checksum.
enum CheckedBody {
    case intact([UInt8])
    case damaged

    init(_ row: Statement, checksum: Int, body: Int) {
        let sum = row.int64(checksum)
        self = row.withBytes(body) { bytes in
            bodyChecksum(bytes) == sum ? .intact(Array(bytes)) : .damaged
        }
    }
}

/// The lane's queries as compiled statements.
struct CaseLookups {
    private let bodyByKey: Statement
    private let reportByID: Statement
    private let unmergedReportByID: Statement
    private let highest: Statement
    private let dueCases: Statement
    private let dueEmergencyCases: Statement
    private let waiting: Statement
    private let earliestWake: Statement
    private let casesMissingYear: Statement
    private let casesOfDepartment: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        bodyByKey = try connection.prepare("SELECT checksum, body FROM bodies WHERE case_key = ?1")
        reportByID = try connection.prepare("SELECT case_id, content_hash FROM reports WHERE report_id = ?1")
        unmergedReportByID = try connection.prepare(
            """
            SELECT case_id, content_hash FROM report_rows JOIN cases USING (case_key)
            WHERE report_id = ?1 ORDER BY state = 'merged', case_key LIMIT 1
            """)
        highest = try connection.prepare("SELECT max(case_key) FROM cases WHERE case_key BETWEEN ?1 AND ?2")
        dueCases = try connection.prepare(
            "SELECT case_id FROM cases WHERE wake_at <= ?1 ORDER BY wake_at, case_key LIMIT ?2")
        let isWaiting = "urgency = \(CaseUrgency.Rank.waitingEmergency.rawValue)"
        dueEmergencyCases = try connection.prepare(
            """
            SELECT case_id FROM cases WHERE \(isWaiting) AND (wake_at <= ?1 OR urgency_at > ?2)
            ORDER BY urgency_at, case_key LIMIT ?3
            """)
        waiting = try connection.prepare("SELECT count(*), min(urgency_at) FROM cases WHERE \(isWaiting)")
        casesOfDepartment = try connection.prepare(
            "SELECT case_id FROM tasks WHERE department = ?1 AND state IN (\(OpenTasks.states)) LIMIT ?2")
        casesMissingYear = try connection.prepare(
            "SELECT case_id FROM cases WHERE missing_year = ?1 ORDER BY case_key LIMIT ?2")
        earliestWake = try connection.prepare("SELECT min(wake_at) FROM cases WHERE wake_at IS NOT NULL")
    }

    func body(of key: Int64) throws(SQLiteError) -> CheckedBody? {
        bodyByKey.bind(key, at: 1)
        return try bodyByKey.first { CheckedBody($0, checksum: 0, body: 1) }
    }

    /// Nearly always there is no row or one; only a report of merged cases has more.
    func report(_ id: String) throws(SQLiteError) -> (caseID: String, contentHash: String)? {
        reportByID.bind(id, at: 1)
        guard try reportByID.step() else { return nil }
        let found = (reportByID.string(0), reportByID.string(1))
        guard try reportByID.step() else { return found }
        reportByID.reset()
        unmergedReportByID.bind(id, at: 1)
        return try unmergedReportByID.first { ($0.string(0), $0.string(1)) }
    }

    func highestNumber(in keys: ClosedRange<Int64>) throws(SQLiteError) -> Int {
        highest.bind(keys.lowerBound, at: 1)
        highest.bind(keys.upperBound, at: 2)
        return try highest.first { $0.optionalInt64(0).map(CaseKey.number(of:)) ?? 0 } ?? 0
    }

    func dueEmergencies(upTo time: Int64, latest: Int64, limit: Int) throws(SQLiteError) -> [String] {
        dueEmergencyCases.bind(time, at: 1)
        dueEmergencyCases.bind(latest, at: 2)
        dueEmergencyCases.bind(limit, at: 3)
        return try dueEmergencyCases.all { $0.string(0) }
    }

    func openCases(of department: String, limit: Int) throws(SQLiteError) -> [String] {
        casesOfDepartment.bind(department, at: 1)
        casesOfDepartment.bind(limit, at: 2)
        return try casesOfDepartment.all { $0.string(0) }
    }

    func cases(missing year: Int, limit: Int) throws(SQLiteError) -> [String] {
        casesMissingYear.bind(year, at: 1)
        casesMissingYear.bind(limit, at: 2)
        return try casesMissingYear.all { $0.string(0) }
    }

    func waitingEmergencies() throws(SQLiteError) -> (count: Int, since: Int64)? {
        let found = try waiting.first { (count: $0.int(0), since: $0.int64(1)) }
        return found.flatMap { $0.count > 0 ? $0 : nil }
    }

    func due(upTo time: Int64, limit: Int) throws(SQLiteError) -> [String] {
        dueCases.bind(time, at: 1)
        dueCases.bind(limit, at: 2)
        return try dueCases.all { $0.string(0) }
    }

    func nextWake() throws(SQLiteError) -> Int64? {
        try earliestWake.first { $0.optionalInt64(0) } ?? nil
    }
}
