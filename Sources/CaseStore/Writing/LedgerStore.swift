package import HazardCore
internal import SQLite
internal import Wording

/// The ledger of the programmes that this shard stores, as its lane reads and writes it: records of `hazard.rewards`.
extension ShardStore {
    /// Writes an entry with the exact bytes of its record; `wakeAt` is when its timer is due next.
    ///
    /// - Throws: `.refused` outside a transaction; `.disk` or `.corrupt`.
    package func put(_ entry: RewardEntry, body: [UInt8], wakeAt: Instant?) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in try ledger.put(entry, body: body, wakeAt: wakeAt) }
        raiseLatestEvent(to: entry.at)
        if let claimed = entry.claimedAt { raiseLatestEvent(to: claimed) }
    }

    /// Writes a fund's balance with the exact bytes of its record.
    ///
    /// - Throws: `.refused` outside a transaction; `.disk` or `.corrupt`.
    package func put(_ fund: FundBalance, body: [UInt8]) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in try ledger.put(fund, body: body) }
        raiseLatestEvent(to: fund.at)
    }

    /// Removes an entry whose tombstone was written, if it exists.
    ///
    /// - Throws: `.refused` outside a transaction; `.disk` or `.corrupt`.
    package func removeReward(_ entryID: String) throws(StoreFault) {
        try requireTransaction()
        try sql { () throws(SQLiteError) in try ledger.remove(entryID) }
    }

    /// The entry's record; nil when there is none.
    ///
    /// - Throws: `.corrupt` when its bytes have changed; `.disk`.
    package func reward(_ entryID: String, of programme: String) throws(StoreFault) -> [UInt8]? {
        try sql { () throws(SQLiteError) in try ledger.entry(entryID, of: programme) }
            .map { body throws(StoreFault) in try checked(body) }
    }

    /// The record of the fund's balance; nil when nothing was paid from it yet.
    ///
    /// - Throws: `.corrupt` when its bytes have changed; `.disk`.
    package func fund(of programme: String) throws(StoreFault) -> [UInt8]? {
        try sql { () throws(SQLiteError) in try ledger.fund(of: programme) }
            .map { body throws(StoreFault) in try checked(body) }
    }

    /// The account's entries whose reports were received between `first` and `last`.
    ///
    /// - Throws: `.corrupt` when the bytes of one have changed; `.disk`.
    package func rewards(
        of account: String, in programme: String, receivedFrom first: Instant, to last: Instant
    ) throws(StoreFault) -> [[UInt8]] {
        try all { () throws(SQLiteError) in
            try ledger.entries(of: account, in: programme, received: first.milliseconds...last.milliseconds)
        }
    }

    /// The entries that wait for the fund, in their order.
    ///
    /// - Throws: `.corrupt` when the bytes of one have changed; `.disk`.
    package func waitingRewards(of programme: String, limit: Int) throws(StoreFault) -> [[UInt8]] {
        try all { () throws(SQLiteError) in try ledger.waiting(for: programme, limit: limit) }
    }

    /// The entries whose timer is due, earliest first.
    ///
    /// - Throws: `.corrupt` when the bytes of one have changed; `.disk`.
    package func dueRewards(upTo time: Instant, limit: Int) throws(StoreFault) -> [[UInt8]] {
        try all { () throws(SQLiteError) in try ledger.due(upTo: time.milliseconds, limit: limit) }
    }

    /// The programmes that have a balance in this shard.
    ///
    /// - Throws: `.disk` or `.corrupt`.
    package func fundedProgrammes() throws(StoreFault) -> [String] {
        try sql { () throws(SQLiteError) in try ledger.funded() }
    }

    // MARK: Inside

    private func raiseLatestEvent(to instant: Instant) {
        summary.latestEvent = latest(summary.latestEvent, instant.milliseconds)
    }

    private func all(_ body: () throws(SQLiteError) -> [CheckedBody]) throws(StoreFault) -> [[UInt8]] {
        var bodies: [[UInt8]] = []
        for found in try sql(body) { bodies.append(try checked(found)) }
        return bodies
    }

    private func checked(_ body: CheckedBody) throws(StoreFault) -> [UInt8] {
        switch body {
        case .intact(let bytes): return bytes
        case .damaged:
            throw StoreFault(
                .corrupt(
                    reason: LocalText(zh: "账本的一条记录在磁盘上变了", en: "a record of the ledger has changed on the disk")),
                path: path, shard: shard)
        }
    }
}
