package import HazardCore
internal import SQLite

/// The ledger of the programmes at home in this shard, as its lane reads and writes it: values of `hazard.rewards`.
extension ShardStore {
    /// Makes the file show this entry from now on, with the exact bytes of its record; `wakeAt` is when it is due next.
    package func put(_ entry: RewardEntry, body: [UInt8], wakeAt: Instant?) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in try ledger.put(entry, body: body, wakeAt: wakeAt) }
        note(entry.at)
        if let claimed = entry.claimedAt { note(claimed) }
    }

    /// Makes the file show this balance from now on, with the exact bytes of its record.
    package func put(_ fund: FundBalance, body: [UInt8]) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in try ledger.put(fund, body: body) }
        note(fund.at)
    }

    /// Removes an entry whose tombstone was written; nothing when there is none.
    package func forgetReward(_ entryID: String) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in try ledger.remove(entryID) }
    }

    /// The entry's record; nil when there is none.
    package func reward(_ entryID: String, of programme: String) throws(StoreFault) -> [UInt8]? {
        try sql { () throws(SQLiteError) in try ledger.entry(entryID, of: programme) }
            .map { body throws(StoreFault) in try whole(body) }
    }

    /// The record of the fund's balance; nil when nothing was ever paid from it.
    package func fund(of programme: String) throws(StoreFault) -> [UInt8]? {
        try sql { () throws(SQLiteError) in try ledger.fund(of: programme) }
            .map { body throws(StoreFault) in try whole(body) }
    }

    /// The account's entries whose reports came in that span.
    package func rewards(
        of account: String, in programme: String, receivedFrom first: Instant, to last: Instant
    ) throws(StoreFault) -> [[UInt8]] {
        try all { () throws(SQLiteError) in
            try ledger.entries(of: account, in: programme, received: first.milliseconds...last.milliseconds)
        }
    }

    /// Those that wait for the fund, in their order.
    package func waitingRewards(of programme: String, limit: Int) throws(StoreFault) -> [[UInt8]] {
        try all { () throws(SQLiteError) in try ledger.waiting(for: programme, limit: limit) }
    }

    /// The entries whose timer is due, earliest first.
    package func dueRewards(upTo time: Instant, limit: Int) throws(StoreFault) -> [[UInt8]] {
        try all { () throws(SQLiteError) in try ledger.due(upTo: time.milliseconds, limit: limit) }
    }

    /// The programmes that have a balance here.
    package func fundedProgrammes() throws(StoreFault) -> [String] {
        try sql { () throws(SQLiteError) in try ledger.funded() }
    }

    // MARK: Inside

    private func note(_ instant: Instant) { marks.latestEvent = max(marks.latestEvent, instant.milliseconds) }

    private func all(_ body: () throws(SQLiteError) -> [CheckedBody]) throws(StoreFault) -> [[UInt8]] {
        var bodies: [[UInt8]] = []
        for found in try sql(body) { bodies.append(try whole(found)) }
        return bodies
    }

    private func whole(_ body: CheckedBody) throws(StoreFault) -> [UInt8] {
        switch body {
        case .intact(let bytes): return bytes
        case .damaged:
            throw StoreFault(
                .corrupt(reason: "a record of the ledger has changed on the disk"), path: path, shard: shard)
        }
    }
}
