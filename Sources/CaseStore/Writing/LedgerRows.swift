internal import HazardCore
internal import SQLite

/// The lane's statements for `rewards` and `funds`.
struct LedgerRows {
    private let writeEntry: Statement
    private let removeEntry: Statement
    private let writeFund: Statement
    private let entryByID: Statement
    private let fundByProgramme: Statement
    private let ofAccount: Statement
    private let waiting: Statement
    private let due: Statement
    private let programmes: Statement

    init(_ connection: SQLiteConnection) throws(SQLiteError) {
        writeEntry = try connection.prepare(
            """
            INSERT OR REPLACE INTO rewards (entry_id, programme, account, case_id, report_id, rule, kind, amount, unit,
                state, reason, at, claim_until, claimed_at, reverses, received_at, wake_at, checksum, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
            """)
        removeEntry = try connection.prepare("DELETE FROM rewards WHERE entry_id = ?1")
        writeFund = try connection.prepare("INSERT OR REPLACE INTO funds VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        entryByID = try connection.prepare("SELECT checksum, body FROM rewards WHERE entry_id = ?1 AND programme = ?2")
        fundByProgramme = try connection.prepare("SELECT checksum, body FROM funds WHERE programme = ?1")
        ofAccount = try connection.prepare(
            """
            SELECT checksum, body FROM rewards
            WHERE programme = ?1 AND account = ?2 AND received_at BETWEEN ?3 AND ?4 ORDER BY entry_id
            """)
        waiting = try connection.prepare(
            """
            SELECT checksum, body FROM rewards WHERE programme = ?1 AND state = 'waiting' ORDER BY at, entry_id LIMIT ?2
            """)
        due = try connection.prepare(
            "SELECT checksum, body FROM rewards WHERE wake_at <= ?1 ORDER BY wake_at, entry_id LIMIT ?2")
        programmes = try connection.prepare("SELECT programme FROM funds ORDER BY programme")
    }

    func put(_ entry: RewardEntry, body: [UInt8], wakeAt: Instant?) throws(SQLiteError) {
        writeEntry.bind(entry.entryID, at: 1)
        writeEntry.bind(entry.programme, at: 2)
        writeEntry.bind(entry.account, at: 3)
        writeEntry.bind(entry.caseID.text, at: 4)
        writeEntry.bind(entry.reportID, at: 5)
        writeEntry.bind(entry.rule, at: 6)
        writeEntry.bind(entry.kind.rawValue, at: 7)
        writeEntry.bind(entry.amount, at: 8)
        writeEntry.bind(entry.unit, at: 9)
        writeEntry.bind(entry.state.rawValue, at: 10)
        writeEntry.bind(entry.reason, at: 11)
        writeEntry.bind(entry.at.milliseconds, at: 12)
        writeEntry.bind(entry.claimUntil?.milliseconds, at: 13)
        writeEntry.bind(entry.claimedAt?.milliseconds, at: 14)
        writeEntry.bind(entry.reverses, at: 15)
        writeEntry.bind(entry.receivedAt?.milliseconds, at: 16)
        writeEntry.bind(wakeAt?.milliseconds, at: 17)
        writeEntry.bind(body.withUnsafeBytes(bodyChecksum), at: 18)
        writeEntry.bind(body, at: 19)
        try writeEntry.run()
    }

    func remove(_ entryID: String) throws(SQLiteError) {
        removeEntry.bind(entryID, at: 1)
        try removeEntry.run()
    }

    func put(_ fund: FundBalance, body: [UInt8]) throws(SQLiteError) {
        writeFund.bind(fund.programme, at: 1)
        writeFund.bind(fund.balance, at: 2)
        writeFund.bind(fund.unit, at: 3)
        writeFund.bind(fund.at.milliseconds, at: 4)
        writeFund.bind(fund.opening, at: 5)
        writeFund.bind(body.withUnsafeBytes(bodyChecksum), at: 6)
        writeFund.bind(body, at: 7)
        try writeFund.run()
    }

    func entry(_ entryID: String, of programme: String) throws(SQLiteError) -> CheckedBody? {
        entryByID.bind(entryID, at: 1)
        entryByID.bind(programme, at: 2)
        return try entryByID.first { CheckedBody($0, checksum: 0, body: 1) }
    }

    func fund(of programme: String) throws(SQLiteError) -> CheckedBody? {
        fundByProgramme.bind(programme, at: 1)
        return try fundByProgramme.first { CheckedBody($0, checksum: 0, body: 1) }
    }

    func entries(
        of account: String, in programme: String, received span: ClosedRange<Int64>
    ) throws(SQLiteError) -> [CheckedBody] {
        ofAccount.bind(programme, at: 1)
        ofAccount.bind(account, at: 2)
        ofAccount.bind(span.lowerBound, at: 3)
        ofAccount.bind(span.upperBound, at: 4)
        return try ofAccount.all { CheckedBody($0, checksum: 0, body: 1) }
    }

    func waiting(for programme: String, limit: Int) throws(SQLiteError) -> [CheckedBody] {
        waiting.bind(programme, at: 1)
        waiting.bind(limit, at: 2)
        return try waiting.all { CheckedBody($0, checksum: 0, body: 1) }
    }

    func due(upTo time: Int64, limit: Int) throws(SQLiteError) -> [CheckedBody] {
        due.bind(time, at: 1)
        due.bind(limit, at: 2)
        return try due.all { CheckedBody($0, checksum: 0, body: 1) }
    }

    func funded() throws(SQLiteError) -> [String] { try programmes.all { $0.string(0) } }
}
